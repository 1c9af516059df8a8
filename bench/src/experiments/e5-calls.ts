import type { Experiment } from '../experiment.js';
import { rowOf } from '../row.js';
import { makeSync, openStand, runAgain, serverCalls, type ServerCalls, type Stand, type TimedRun } from '../stand.js';

const pageRows = 5_000;
const others = 20;
const secondsPerProgress = 10;
/** Pages that ask at the end who changed meanwhile, one per table: the server takes them for pages of members. */
const freshnessChecks = 1;

/** E5: how many calls a run costs, as the server counted them. E6: what a second, identical run costs. */
export const callsAndRepetition: Experiment = {
  id: 'E5',
  title: 'calls to Dataverse, and a second run that changes nothing',
  async measure({ members }, say) {
    await using stand = await openStand({ contacts: members });
    const dataSyncId = await makeSync(stand, stand.listIds);
    const first = await counted(stand, dataSyncId);
    const second = await counted(stand, dataSyncId);
    say(`first ${JSON.stringify(first.calls)} in ${String(first.run.seconds)} s`);
    say(`second ${JSON.stringify(second.calls)} in ${String(second.run.seconds)} s`);
    const pages = members / pageRows;
    const read = first.calls.memberPages - freshnessChecks;
    const written = second.run.result.tables.contact.outcomes.synced;
    const allowed = others + first.run.seconds / secondsPerProgress;
    const calls = { unit: 'calls', runs: 1 } as const;
    return [
      rowOf({ id: 'E5 member pages', value: read, baseline: pages, ...calls }, { atMost: 1.05 }),
      rowOf(
        { id: 'E5 membership pages', value: first.calls.membershipPages, baseline: pages, ...calls },
        { atMost: 1.05 },
      ),
      rowOf(
        { id: 'E5 all else', value: restOf(first.calls) + freshnessChecks, baseline: allowed, ...calls },
        { atMost: 1 },
      ),
      rowOf(
        {
          id: 'E5 nothing changed',
          value: second.calls.total,
          baseline: second.calls.membershipPages + others,
          ...calls,
        },
        { atMost: 1 },
      ),
      rowOf(
        { id: 'E6 rows written', value: written, baseline: 1, unit: 'rows', runs: 1, note: 'goal: none' },
        { atMost: 0 },
      ),
      rowOf(
        { id: 'E6 time', value: second.run.seconds, baseline: first.run.seconds, unit: 's', runs: 1 },
        { atMost: 1 / 3 },
      ),
    ];
  },
};

/** Calls of the bridge alone: what this measurement asked meanwhile is taken off. */
async function counted(
  stand: Stand,
  dataSyncId: string,
): Promise<{ readonly run: TimedRun; readonly calls: ServerCalls }> {
  await stand.admin('POST', 'calls/reset');
  const run = await runAgain(stand, dataSyncId);
  const calls = await serverCalls(stand);
  const startCall = 1;
  return { run, calls: { ...calls, total: calls.total - run.looks - startCall - run.readings } };
}

function restOf(calls: ServerCalls): number {
  return calls.total - calls.memberPages - calls.membershipPages;
}
