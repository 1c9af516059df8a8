import { statusValue } from '@pmds/contracts/run/sync-status';
import { stateNotices } from '../../../webresources/src/forms/state-notices';
import { isSilent, syncRowOf } from '../../../webresources/src/sync-row';
import { textsFor } from '../../../webresources/src/texts/texts';

const noon = Date.UTC(2026, 5, 1, 12);
const at = (seconds: number): Date => new Date(noon + seconds * 1_000);

/** A row whose run was heard of at noon. */
const aRow = (status: 'in-progress' | 'waiting' | 'completed' = 'in-progress', progress = true) =>
  syncRowOf({
    pmds_status: statusValue(status),
    pmds_startedon: at(-60).toISOString(),
    modifiedon: at(-10).toISOString(),
    pmds_progress: progress
      ? JSON.stringify({ stage: 'read', done: 1, total: 2, ratePerSecond: 1, waiting: null, at: at(0).toISOString() })
      : null,
  });

describe('K9 a run of which nothing is heard', () => {
  it.each([
    [1033, 'Nothing has been heard from the service for 2 min.'],
    [1031, 'Seit 2 min hat sich der Dienst nicht gemeldet.'],
    [1036, 'Le service n’a pas donné de nouvelles depuis 2 min.'],
    [1037, 'השירות לא נשמע כבר'],
  ])('is said to be silent after a minute, in language %d', (language, words) => {
    const [notice] = stateNotices(aRow(), textsFor(language), at(120));
    expect(notice?.level).toBe('WARNING');
    expect(notice?.text).toContain(words);
  });

  it('is silent by the clock of Dataverse alone: without it, nothing is said', () => {
    expect(isSilent(aRow(), at(59))).toBe(false);
    expect(isSilent(aRow(), at(61))).toBe(true);
    expect(isSilent(aRow('waiting'), at(61))).toBe(true);
    expect(isSilent(aRow('completed'), at(3_600))).toBe(false);
    expect(isSilent(aRow(), null)).toBe(false);
    expect(stateNotices(aRow(), textsFor(1033), null)[0]?.text).toContain('In progress');
  });

  it('is heard of when its row was changed, where an older service says no time', () => {
    expect(isSilent(aRow('in-progress', false), at(49))).toBe(false);
    expect(isSilent(aRow('in-progress', false), at(51))).toBe(true);
  });
});
