import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchPages, type Source } from '../baselines/fetch-pages.js';
import { openProfileFile } from '../baselines/profile-file.js';
import type { Experiment } from '../experiment.js';
import { median, rowOf, type BenchRow } from '../row.js';
import { openStand, timedRun, type Stand } from '../stand.js';
import { membershipOf, membersOf } from './member-query.js';

/** Page times besides none at all. There the baseline waits for one page after the other, which scales with the members. */
const slowPagesMs = [200, 1_000] as const;
/** Of the members that the baseline reads where pages are slow; what it takes is multiplied. */
const share = 10;

/**
 * E1: a full run against the least that could be done with the same pages: read them in sequence, parse them, write each
 * page in one transaction, all on one thread, without counting, checking or resuming anything.
 */
export const fullRun: Experiment = {
  id: 'E1',
  title: 'full run against reading, parsing and bulk-writing the same pages on one thread',
  async measure({ members, runs }, say) {
    await using stand = await openStand({ contacts: members });
    const [listId] = stand.listIds;
    if (listId === undefined) throw new Error('The local Dataverse made no list.');
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let run = 1; run <= runs; run += 1) {
      theirs.push(await readAndWrite(stand.system.dataverse, listId));
      // A new sync each time: a full run into an empty set, not a repetition.
      ours.push((await timedRun(stand, [listId])).seconds);
      say(`run ${String(run)}: baseline ${String(theirs.at(-1))} s, ours ${String(ours.at(-1))} s`);
    }
    const measured = { value: median(ours), baseline: median(theirs), unit: 's', runs } as const;
    const rows = [rowOf({ id: 'E1', ...measured }, { atMost: 1 })];
    await using small = await openStand({ contacts: members / share });
    for (const ms of slowPagesMs) rows.push(await withSlowPages(ms, runs, stand, small, say));
    return rows;
  },
};

async function withSlowPages(
  ms: number,
  runs: number,
  large: Stand,
  small: Stand,
  say: (line: string) => void,
): Promise<BenchRow> {
  for (const stand of [large, small]) await stand.admin('POST', 'page-time', { ms });
  const baseline = (await readAndWrite(small.system.dataverse, small.listIds[0] ?? '')) * share;
  const ours: number[] = [];
  for (let run = 1; run <= runs; run += 1) ours.push((await timedRun(large)).seconds);
  say(`pages of ${String(ms)} ms: baseline ${String(baseline)} s, ours ${ours.join(', ')} s`);
  const note = `baseline measured once with a ${String(share)}th of the members, times ${String(share)}`;
  const measured = { value: median(ours), baseline, unit: 's', runs, note } as const;
  return rowOf({ id: `E1 pages of ${String(ms)} ms`, ...measured }, { atMost: 1 });
}

async function readAndWrite(source: Source, listId: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pmds-bench-'));
  const file = openProfileFile(join(folder, 'profiles.db'), { tuned: true });
  const started = performance.now();
  for (const query of [membershipOf(listId), membersOf(listId)]) {
    for await (const page of fetchPages(source, query.entitySet, query.fetchXml)) {
      file.appendPage(page.value.map((row) => [String(row[query.keyColumn]), JSON.stringify(row)]));
    }
  }
  const seconds = (performance.now() - started) / 1_000;
  file.close();
  rmSync(folder, { recursive: true });
  return seconds;
}
