import type { Experiment } from '../experiment.js';
import { rowOf } from '../row.js';
import { openStand, runAgain, serverCalls, timedRun } from '../stand.js';

const pageRows = 5_000;
const others = 20;
const secondsPerProgress = 10;

/** E5: how many calls a run costs, as the server counted them. E6: what a second, identical run costs. */
export const callsAndRepetition: Experiment = {
  id: 'E5',
  title: 'calls to Dataverse, and a second run that changes nothing',
  async measure({ members }, say) {
    await using stand = await openStand({ contacts: members });
    await stand.admin('POST', 'calls/reset');
    const first = await timedRun(stand, [stand.listIds[0] ?? '']);
    const calls = await serverCalls(stand);
    await stand.admin('POST', 'calls/reset');
    const second = await runAgain(stand, first.dataSyncId);
    const again = await serverCalls(stand);
    say(
      `first ${JSON.stringify(calls)} in ${String(first.seconds)} s, second ${JSON.stringify(again)} in ${String(second.seconds)} s`,
    );
    const pages = members / pageRows;
    const written = second.result.tables.contact.outcomes.synced;
    const calls1 = { unit: 'calls', runs: 1 } as const;
    return [
      rowOf({ id: 'E5 member pages', value: calls.memberPages, baseline: pages, ...calls1 }, { atMost: 1.05 }),
      rowOf({ id: 'E5 membership pages', value: calls.membershipPages, baseline: pages, ...calls1 }, { atMost: 1.05 }),
      rowOf(
        {
          id: 'E5 all else',
          value: restOf(calls),
          baseline: others + first.seconds / secondsPerProgress,
          ...calls1,
        },
        { atMost: 1 },
      ),
      rowOf(
        { id: 'E5 nothing changed', value: again.total, baseline: again.membershipPages + others, ...calls1 },
        { atMost: 1 },
      ),
      rowOf(
        { id: 'E6 rows written', value: written, baseline: 1, unit: 'rows', runs: 1, note: 'goal: none' },
        { atMost: 0 },
      ),
      rowOf({ id: 'E6 time', value: second.seconds, baseline: first.seconds, unit: 's', runs: 1 }, { atMost: 1 / 3 }),
    ];
  },
};

function restOf(calls: {
  readonly total: number;
  readonly memberPages: number;
  readonly membershipPages: number;
}): number {
  return calls.total - calls.memberPages - calls.membershipPages;
}
