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
      if (pageMs === 0) rows.push(await linearity(small, members / share, say));
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

/** That the baselines may be multiplied: a list of half the length takes no more than half the time, or scaling would flatter us. */
async function linearity(whole: Stand, members: number, say: (line: string) => void): Promise<BenchRow> {
  const [name, client] = Object.entries(commonClients)[0] ?? [];
  if (name === undefined || client === undefined) throw new Error('There is no client to compare with.');
  await using half = await openStand({ contacts: members / 2 });
  const twice = 2 * (await once(client, half.system.dataverse, listOf(half), members / 2));
  const seconds = await once(client, whole.system.dataverse, listOf(whole), members);
  say(`${name}: ${String(members)} members ${String(seconds)} s, twice half of them ${String(twice)} s`);
  const note = 'twice the time of half the members against the time of all';
  return rowOf({ id: `E2 linear ${name}`, value: twice, baseline: seconds, unit: 's', runs: 1, note }, { atMost: 1.1 });
}

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
