import { noOutcomes } from '@pmds/contracts/run/counts';
import { readinessSentence, resultSentence, tallyOf, unwatchedSentence } from '@pmds/contracts/run/run-tally';
import { stateNotices } from '../../../webresources/src/forms/state-notices.js';
import { inUsersLanguage } from '../../../webresources/src/forms/stored-sentences.js';
import { syncRowOf } from '../../../webresources/src/sync-row.js';
import { textsFor } from '../../../webresources/src/texts/texts.js';

const tally = tallyOf({ contact: { ...noOutcomes, synced: 3 }, lead: noOutcomes }, { contact: 3, lead: 0 });
const completed = {
  ...syncRowOf({}),
  status: 'completed',
  tally,
  safeToSend: true,
  readiness: readinessSentence(tally, 'en'),
} as const;
const german = textsFor(1031);

it("says readiness and result of a completed run in the user's language", () => {
  const row = inUsersLanguage(completed, german);
  expect([row.readiness, row.message]).toEqual([readinessSentence(tally, 'de'), resultSentence(tally, 'de')]);
});

it.each([
  [1031, 'de'],
  [1033, 'en'],
  [1036, 'fr'],
  [1037, 'he'],
] as const)('K3 says beside the Yes what is not watched, in language %i, and beside no other answer', (id, name) => {
  const text = textsFor(id);
  const said = (safeToSend: boolean): string =>
    stateNotices(inUsersLanguage({ ...completed, safeToSend }, text), text)
      .map((notice) => notice.text)
      .join('|');
  expect(said(true)).toContain(unwatchedSentence(name));
  expect(said(true).split(unwatchedSentence(name))).toHaveLength(2);
  expect(said(false)).not.toContain(unwatchedSentence(name));
});

it('CD-27 leaves it as it was stored why a sync is not safe to send any more', () => {
  const readiness = 'Not safe to send any more: marketing list "Spring" was removed. Start the sync again.';
  expect(inUsersLanguage({ ...completed, safeToSend: false, readiness }, german).readiness).toBe(readiness);
});
