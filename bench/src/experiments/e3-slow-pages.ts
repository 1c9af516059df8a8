import { fetchPages } from '../baselines/fetch-pages.js';
import type { Experiment, Scale } from '../experiment.js';
import { median, rowOf, type BenchRow } from '../row.js';
import { openStand, serverCalls, timedRun, type Stand, type StandWish } from '../stand.js';
import { membersOf } from './member-query.js';

const pageMs = 2_000;
const pageRows = 5_000;
/** Hint of the server, and the least share of the possible pace that a run has to reach. */
const shares = [
  { hint: 1, share: 0.9, members: 100_000 },
  { hint: 4, share: 0.9, members: 400_000 },
  { hint: 16, share: 0.85, members: 1_000_000 },
] as const;

/** E3: when the server is slow, a run is as fast as the number of requests that the server recommends. */
export const slowPages: Experiment = {
  id: 'E3',
  title: 'pages of two seconds: pace against one chain and against the recommended parallelism',
  async measure(scale, say) {
    const rows = [await againstOneChain(scale, say)];
    for (const wish of shares) rows.push(await shareOfPace(wish, scale, say));
    return rows;
  },
};

async function againstOneChain({ members, runs }: Scale, say: (line: string) => void): Promise<BenchRow> {
  await using stand = await openSlowStand({ contacts: members, hint: 52 });
  const query = membersOf(stand.listIds[0] ?? '');
  const sample = 5;
  const started = performance.now();
  let pages = 0;
  for await (const page of fetchPages(stand.system.dataverse, query.entitySet, query.fetchXml)) {
    if (page.value.length > 0) pages += 1;
    if (pages === sample) break;
  }
  const secondsPerPage = (performance.now() - started) / 1_000 / sample;
  const ours: number[] = [];
  for (let run = 1; run <= runs; run += 1) ours.push((await timedRun(stand)).seconds);
  // One chain reads full pages alone: who is on the list, then the members.
  const needed = 2 * Math.ceil(members / pageRows);
  const baseline = needed * secondsPerPage;
  say(`hint 52: ${ours.join(', ')} s; one chain ${String(baseline)} s for ${String(needed)} pages`);
  const note = 'one chain: the pages it needs x measured seconds a page';
  return rowOf({ id: 'E3 hint 52', value: median(ours), baseline, unit: 's', runs, note }, { atLeast: 30 });
}

async function shareOfPace(
  wish: (typeof shares)[number],
  { members, runs }: Scale,
  say: (line: string) => void,
): Promise<BenchRow> {
  const contacts = Math.min(wish.members, members);
  await using stand = await openSlowStand({ contacts, hint: wish.hint });
  const measured: { readonly seconds: number; readonly possible: number }[] = [];
  for (let run = 1; run <= runs; run += 1) {
    await stand.admin('POST', 'calls/reset');
    const { seconds } = await timedRun(stand);
    const calls = await serverCalls(stand);
    const possible = ((calls.memberPages + calls.membershipPages) * pageMs) / 1_000 / wish.hint;
    say(`hint ${String(wish.hint)}: ${String(seconds)} s of ${String(possible)} s possible`);
    measured.push({ seconds, possible });
  }
  const note = `${String(contacts)} members; pages served x page time / hint is possible`;
  const value = median(measured.map(({ seconds }) => seconds));
  const baseline = median(measured.map(({ possible }) => possible));
  return rowOf(
    { id: `E3 hint ${String(wish.hint)}`, value, baseline, unit: 's', runs, note },
    { atMost: 1 / wish.share },
  );
}

/** A stand whose server has made its indexes: an organisation's database has had them for years. */
async function openSlowStand(wish: StandWish): Promise<Stand> {
  const stand = await openStand(wish);
  await timedRun(stand);
  await stand.admin('POST', 'page-time', { ms: pageMs });
  return stand;
}
