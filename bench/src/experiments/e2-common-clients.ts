import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonClients, type CommonClient } from '../baselines/common-clients.js';
import type { Source } from '../baselines/fetch-pages.js';
import { openProfileFile } from '../baselines/profile-file.js';
import type { Experiment } from '../experiment.js';
import { median, rowOf, type BenchRow } from '../row.js';
import { openStand, timedRun, type Stand } from '../stand.js';
import { membersOf } from './member-query.js';

/** E2: ours against the clients people use, one page after the other and one upsert per row, scaled up from a tenth of the members. */
export const againstCommonClients: Experiment = {
  id: 'E2',
  title: 'full run against the clients that projects use today',
  async measure({ members, runs }, say) {
    const rows: BenchRow[] = [];
    const share = 10;
    for (const pageMs of [0, 200]) {
      await using small = await openStand({ contacts: members / share, pageMs });
      const baselines = new Map<string, number>();
      for (const [name, client] of Object.entries(commonClients)) {
        const seconds = await once(client, small.system.dataverse, listOf(small), members / share);
        say(`${name}, ${String(pageMs)} ms pages, ${String(members / share)} members: ${String(seconds)} s`);
        baselines.set(name, seconds * share);
      }
      await using large = await openStand({ contacts: members, pageMs, hint: 52 });
      const ours: number[] = [];
      for (let run = 1; run <= runs; run += 1) ours.push((await timedRun(large, [listOf(large)])).seconds);
      say(`ours, ${String(pageMs)} ms pages: ${String(median(ours))} s`);
      for (const [name, baseline] of baselines) {
        const measured = { value: median(ours), baseline, unit: 's', runs } as const;
        const note = `baseline measured at ${String(members / share)} members, times ${String(share)}`;
        rows.push(rowOf({ id: `E2 ${name} ${String(pageMs)} ms`, ...measured, note }, { atLeast: 15 }));
      }
    }
    return rows;
  },
};

function listOf(stand: Stand): string {
  const [listId] = stand.listIds;
  if (listId === undefined) throw new Error('The local Dataverse made no list.');
  return listId;
}

async function once(client: CommonClient, source: Source, listId: string, expected: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pmds-bench-'));
  const file = openProfileFile(join(folder, 'profiles.db'), { tuned: false });
  const started = performance.now();
  await client(source, membersOf(listId), file);
  const seconds = (performance.now() - started) / 1_000;
  const written = file.count();
  file.close();
  rmSync(folder, { recursive: true });
  if (written !== expected) throw new Error(`A baseline wrote ${String(written)} of ${String(expected)} members.`);
  return seconds;
}
