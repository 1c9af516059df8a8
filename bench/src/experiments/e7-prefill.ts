import { setTimeout as sleep } from 'node:timers/promises';
import { request, Pool } from 'undici';
import { recipientLinks } from '@pmds/scripts/sync/prefill';
import type { Experiment } from '../experiment.js';
import { median, rowOf, type BenchRow } from '../row.js';
import { standBack } from '../stand-back.js';
import { openStand, timedRun, type Stand } from '../stand.js';

const perSecond = 500;
/** A longer run is no harder on those who ask meanwhile. */
const mostMembers = 300_000;
const warmUpSeconds = 3;
const idleSeconds = 10;

/** So many people as ask here have more links than are signed for it. */
const unlimited = { PMDS_PREFILL_LINK_PER_MINUTE: '1000000', PMDS_PREFILL_CLIENT_PER_MINUTE: '1000000' };

/**
 * Servers that the run reads from. The local Dataverse stands behind the others: with pages of a second it answers as a
 * server elsewhere does, without a delay the run takes all that two cores have left.
 */
const servers = [
  { pageMs: 1_000, hint: 4 },
  { pageMs: 0, hint: 16 },
] as const;

/** E7: people who open a form during a bulk run wait no longer than twice what they wait otherwise. */
export const prefillDuringRun: Experiment = {
  id: 'E7',
  title: 'prefill p99 at 500 requests/s during a bulk run against idle',
  async measure({ members, runs }, say) {
    const rows: BenchRow[] = [];
    for (const server of servers) {
      await using stand = await openStand({ contacts: Math.min(members, mostMembers), ...server, bridge: unlimited });
      const listId = stand.listIds[0] ?? '';
      await stand.admin('POST', 'page-time', { ms: 0 });
      await timedRun(stand, [listId]);
      await stand.admin('POST', 'page-time', { ms: server.pageMs });
      const tokens = await tokensOf(stand, listId);
      standBack(stand.system.dataverse.child.pid);
      // What is measured first must not pay for what is compiled and cached then.
      await load(stand, tokens, sleep(warmUpSeconds * 1_000));
      const id = `E7 pages of ${String(server.pageMs)} ms`;
      const idle: number[] = [];
      const busy: number[] = [];
      for (let run = 1; run <= runs; run += 1) {
        idle.push(percentile(await load(stand, tokens, sleep(idleSeconds * 1_000)), 0.99));
        busy.push(percentile(await load(stand, tokens, timedRun(stand, [listId])), 0.99));
      }
      say(`${id}: p99 idle ${idle.join(', ')} ms, during the run ${busy.join(', ')} ms`);
      rows.push(rowOf({ id, value: median(busy), baseline: median(idle), unit: 'ms', runs }, { atMost: 2 }));
    }
    return rows;
  },
};

/** Of people on the list, as links have them. */
export async function tokensOf(stand: Stand, listId: string): Promise<readonly string[]> {
  const { url, token } = stand.system.dataverse;
  const path = `lists(${listId})/listcontact_association?$select=contactid&$filter=statecode eq 0 and emailaddress1 ne null&$top=200`;
  const answer = await request(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const { value } = (await answer.body.json()) as { readonly value: readonly { readonly contactid: string }[] };
  const links = await recipientLinks(
    stand.system.env,
    'contact',
    value.map((row) => row.contactid),
  );
  return links.map((link) => new URL(link).hash.replace('#pmds=', ''));
}

/** Asks at a steady pace, whatever the answers take (an open loop), until `until` settles. @returns Milliseconds per answer. */
async function load(stand: Stand, tokens: readonly string[], until: Promise<unknown>): Promise<readonly number[]> {
  const pool = new Pool(stand.system.bridge().url, { connections: 64 });
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const end = new AbortController();
  void until.finally(() => end.abort()).catch(() => undefined);
  const started = performance.now();
  while (!end.signal.aborted) {
    const due = Math.floor(((performance.now() - started) / 1_000) * perSecond);
    while (asked.length < due) asked.push(ask(pool, tokens[asked.length % tokens.length] ?? '', times));
    await sleep(1);
  }
  await Promise.all(asked);
  await pool.close();
  await until;
  return times;
}

async function ask(pool: Pool, token: string, times: number[]): Promise<void> {
  const started = performance.now();
  const answer = await pool.request({
    path: '/v1/prefill',
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.body.dump();
  times.push(performance.now() - started);
  if (answer.statusCode !== 200) throw new Error(`A prefill was answered with ${String(answer.statusCode)}.`);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
