import type { Experiment } from '../experiment.js';
import { rowOf } from '../row.js';
import { openStand, peakMemoryMb, timedRun } from '../stand.js';

const allowedMb = 350;

/** E4: memory does not depend on the size of the list. */
export const memory: Experiment = {
  id: 'E4',
  title: 'peak memory of the bridge',
  async measure({ members }, say) {
    const peak = async (contacts: number) => {
      await using stand = await openStand({ contacts, hint: 16 });
      await timedRun(stand, [stand.listIds[0] ?? '']);
      const megabytes = peakMemoryMb(stand);
      say(`${String(contacts)} members: ${String(megabytes)} MB`);
      return megabytes;
    };
    const small = await peak(members / 10);
    const large = await peak(members);
    return [
      rowOf({ id: 'E4 peak', value: large, baseline: allowedMb, unit: 'MB', runs: 1 }, { atMost: 1 }),
      rowOf(
        {
          id: 'E4 growth',
          value: large,
          baseline: small,
          unit: 'MB',
          runs: 1,
          note: 'baseline: a tenth of the members',
        },
        { atMost: 1.15 },
      ),
    ];
  },
};
