import { takeOver } from '@pmds/bridge/application/run/lost-run';
import type { OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import type { Run } from '@pmds/bridge/domain/run/run';
import { aRun, dataSyncId, noon, otherRunId } from './builders.js';

const halfAMinute = 30_000;

/** A row that is taken by another run. @param known That run as this store has it. */
function setting(known: Run | null, reports = 0) {
  const sent: OutboxMessage[] = [];
  let filled = 0;
  const context = {
    storage: {
      read: {
        runs: { find: async () => known },
        outbox: { oldest: async () => Array.from({ length: reports }, (_unused, seq) => ({ seq })) },
      },
      transaction: async (act: (unit: unknown) => Promise<unknown>) =>
        act({ outbox: { send: async (rows: readonly OutboxMessage[]) => void sent.push(...rows) } }),
    },
    serverClock: { now: () => noon },
    outboxFilled: () => (filled += 1),
  } as unknown as Parameters<typeof takeOver>[0];
  const take = (by: Run['runId'] | null, silentForMs: number) =>
    takeOver(context, aRun(), { kind: 'taken', by, silentForMs });
  return { take, sent, filled: () => filled };
}
const later = { retry: { afterMs: 5_000 }, failureCode: 'OTHER_RUN_ACTIVE' };
const ended = aRun({ runId: otherRunId, phase: 'ended' });

describe('S6 a run that finds its row taken', () => {
  it.each([
    ['is on its way here', aRun({ runId: otherRunId, phase: 'claim' }), 0, 600_000],
    ['has ended, and its last report is on its way', ended, 1, 600_000],
    ['has told its row something a moment ago', ended, 0, halfAMinute - 1],
    ['is alive elsewhere', null, 0, halfAMinute - 1],
  ])('waits for the other one while it %s', async (_, known, reports, silentForMs) => {
    const { take, sent, filled } = setting(known, reports);
    await expect(take(otherRunId, silentForMs)).rejects.toMatchObject(later);
    expect([sent, filled()]).toEqual([[], 0]);
  });

  it('ends the history of one that no store knows, and takes the row', async () => {
    const { take, sent, filled } = setting(null);
    expect(await take(otherRunId, halfAMinute)).toBe(otherRunId);
    expect(sent).toEqual([
      {
        kind: 'run-row',
        subject: { of: 'run', runId: otherRunId, dataSyncId },
        patch: { status: 'failed', completedAt: noon, message: expect.stringContaining('lost its store') as string },
      },
    ]);
    expect(filled()).toBe(1);
  });

  it.each([
    ['its own history is told', ended, otherRunId],
    ['the row names no run', null, null],
  ])('takes the row and writes no history where %s', async (_, known, by) => {
    const { take, sent, filled } = setting(known);
    expect(await take(by, halfAMinute)).toBe(by);
    expect([sent, filled()]).toEqual([[], 0]);
  });
});
