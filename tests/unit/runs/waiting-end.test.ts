import { tellEndWhileWaiting } from '@pmds/bridge/application/run/waiting/waiting-word';
import type { OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import { aRun, dataSyncId, noon, runId, seconds } from '../edges/builders';

const waiting = { untilMs: seconds(60).getTime(), reason: 'Dataverse asked for it.' };
const row = (message: string) =>
  ({ kind: 'sync-row', subject: { of: 'run', runId, dataSyncId }, patch: { message } }) as OutboxMessage;
const mail = { kind: 'mail', subject: { of: 'run', runId, dataSyncId }, notice: {} } as unknown as OutboxMessage;

/** What the row of an ended run is told at once. */
async function told(pause: typeof waiting | null, messages: readonly OutboxMessage[]): Promise<readonly unknown[]> {
  const patches: unknown[] = [];
  const context = {
    source: { pace: { waiting: pause } },
    storage: { read: { outbox: { oldest: async () => messages.map((message, seq) => ({ seq, message })) } } },
    reporter: { notice: async (_run: unknown, patch: unknown) => patches.push(patch) > 0 },
  } as unknown as Parameters<typeof tellEndWhileWaiting>[0];
  await tellEndWhileWaiting(context, aRun({ phase: 'ended', endedAt: noon }));
  return patches;
}

describe('the end of a run', () => {
  it('is told at once while Dataverse lets everybody wait, by the last words for its row', async () => {
    expect(
      await told(waiting, [row('Reading lists.'), row('Reading members.'), mail, row('Cancelled.'), mail]),
    ).toEqual([{ message: 'Cancelled.' }]);
  });

  it('is left to the outbox where nothing waits', async () => {
    expect(await told(null, [row('Cancelled.')])).toEqual([]);
  });

  it('is told by nobody twice: where the outbox has no words for the row, they have arrived', async () => {
    expect(await told(waiting, [mail])).toEqual([]);
  });
});
