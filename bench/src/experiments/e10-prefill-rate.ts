import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { Pool } from 'undici';
import type { BarePrefill } from '../baselines/bare-prefill.js';
import type { Experiment } from '../experiment.js';
import { median, rowOf } from '../row.js';
import { openStand, timedRun, type Stand } from '../stand.js';
import { tokensOf } from './e7-prefill.js';

const mostMembers = 100_000;
const connections = 32;
const secondsEach = 4;
/** The service may take so many times as long as the bare server: 0.6 of its requests a second. */
const atMost = 1.67;

/** E10: answering a form costs little more than a signature, a row and its bytes. */
export const prefillRate: Experiment = {
  id: 'E10',
  title:
    'prefill requests/s against a bare server that checks the same signature, reads the same row and writes the same bytes',
  async measure({ members, runs }, say) {
    await using stand = await openStand({
      contacts: Math.min(members, mostMembers),
      bridge: { PMDS_PREFILL_LINK_PER_MINUTE: '1000000', PMDS_PREFILL_CLIENT_PER_MINUTE: '1000000' },
    });
    const listId = stand.listIds[0] ?? '';
    await timedRun(stand, [listId]);
    const tokens = await tokensOf(stand, listId);
    const url = stand.system.bridge().url;
    const folder = mkdtempSync(join(tmpdir(), 'pmds-bare-'));
    const bare = await bareServer(stand, tokens, url, folder);
    try {
      await rate(url, tokens, 1);
      await rate(bare.url, tokens, 1);
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let run = 1; run <= runs; run += 1) {
        ours.push(await rate(url, tokens, secondsEach));
        theirs.push(await rate(bare.url, tokens, secondsEach));
      }
      say(`E10: requests/s ${ours.map(Math.round).join(', ')}, bare ${theirs.map(Math.round).join(', ')}`);
      const perThousand = (rates: readonly number[]): number => 1_000_000 / median(rates);
      const note = 'ms per 1,000 requests';
      return [
        rowOf(
          { id: 'E10', value: perThousand(ours), baseline: perThousand(theirs), unit: 'ms', runs, note },
          { atMost },
        ),
      ];
    } finally {
      bare.child.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function bareServer(
  stand: Stand,
  tokens: readonly string[],
  url: string,
  folder: string,
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const answers: Record<string, string> = {};
  for (const token of tokens) {
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
    const answer = await fetch(`${url}/v1/prefill`, { headers: { authorization: `Bearer ${token}` } });
    answers[sub] = await answer.text();
  }
  const { env } = stand.system;
  const ledger = join((env['PMDS_STORE'] ?? '').replace(/^sqlite:/, ''), 'ledger.sqlite');
  const handle = openSqlite(ledger, { readonly: true });
  const generation = Number(handle.prepare('select max(generation) from current_generation').pluck().get());
  handle.close();
  const [key] = JSON.parse(env['PMDS_PREFILL_KEYS'] ?? '[]') as readonly { readonly secret: string }[];
  const told: BarePrefill = { ledger, generation, secret: key?.secret ?? '', answers };
  const file = join(folder, 'bare.json');
  writeFileSync(file, JSON.stringify(told));
  const script = new URL('../baselines/bare-prefill.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}`, child };
}

/** Asks as fast as answers come. @returns requests/s. */
async function rate(url: string, tokens: readonly string[], seconds: number): Promise<number> {
  const pool = new Pool(url, { connections });
  const untilMs = performance.now() + seconds * 1_000;
  let asked = 0;
  const started = performance.now();
  const ask = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const token = tokens[asked % tokens.length] ?? '';
      asked += 1;
      const answer = await pool.request({
        path: '/v1/prefill',
        method: 'GET',
        headers: { authorization: `Bearer ${token}` },
      });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`A prefill was answered with ${String(answer.statusCode)}.`);
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  const took = (performance.now() - started) / 1_000;
  await pool.close();
  return asked / took;
}
