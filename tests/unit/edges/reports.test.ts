import { accountedFor, addDelivered, nothingDelivered } from '@pmds/bridge/domain/delivery/delivery';
import { mayBeAllowedLater } from '@pmds/bridge/domain/outbox/dead-letter';
import { laneOf } from '@pmds/bridge/domain/outbox/outbox';
import { aboutRun } from '@pmds/bridge/domain/outbox/subject';
import { aNotice, aTrace, dataSyncId, noon, runId } from './builders.js';

const about = { subject: aboutRun({ runId, dataSyncId }) } as const;

describe('reports to Dataverse', () => {
  it('keep their order by sync, whatever they are', () => {
    const lanes = [
      laneOf({ kind: 'sync-row', ...about, patch: {} }),
      laneOf({ kind: 'run-row', ...about, patch: {} }),
      laneOf({ kind: 'trace', ...about, trace: aTrace() }),
      laneOf({ kind: 'mail', ...about, notice: aNotice() }),
    ];
    expect(new Set(lanes)).toEqual(new Set([dataSyncId]));
  });

  it('do not wait for a mail that is tried again', () => {
    const attempts = { since: noon, failed: 1, reasons: [] };
    expect(laneOf({ kind: 'mail', ...about, notice: aNotice(), attempts })).toBe(`mail ${runId}`);
  });

  it.each([
    [400, false],
    [403, true],
    [404, false],
    [412, false],
  ])('that were refused with %d go again by themselves: %s', (status, again) => {
    expect(mayBeAllowedLater({ status, code: '0x80040220', reason: 'refused', columns: [] })).toBe(again);
  });
});

describe('members of a delivery', () => {
  it('are accounted for by each of the four ends, and by nothing else', () => {
    const counts = { written: 1, unchanged: 20, refused: 300, failed: 4_000 };
    expect(accountedFor(counts)).toBe(4_321);
    expect(accountedFor(nothingDelivered)).toBe(0);
  });

  it('add up end by end, a batch that names one alone included', () => {
    const counts = { written: 1, unchanged: 20, refused: 300, failed: 4_000 };
    expect(addDelivered(counts, { refused: 5 })).toEqual({ ...counts, refused: 305 });
    expect(addDelivered(counts, counts)).toEqual({ written: 2, unchanged: 40, refused: 600, failed: 8_000 });
  });
});
