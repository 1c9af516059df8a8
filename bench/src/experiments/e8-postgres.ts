import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Experiment, Scale } from '../experiment.js';
import { makeDatabase } from '../postgres/database.js';
import { noServer, postgresServer } from '../postgres/server.js';
import { startWorker } from '../postgres/worker-process.js';
import { median, rowOf, type BenchRow } from '../row.js';
import { openStand, timedRun, type Stand } from '../stand.js';

type Say = (line: string) => void;

/** Slow pages: a run of so many members has 400 of them, so that its beginning and its end weigh little. */
const slow = { pageMs: 1_000, hint: 4, members: 1_000_000 } as const;

/** E8: several processes on one PostgreSQL, and what one process there costs. */
export const postgres: Experiment = {
  id: 'E8',
  title: 'PostgreSQL: two processes against one, one against SQLite, and growth',
  async measure(scale, say) {
    await using server = await postgresServer();
    if (server === null) {
      say(`E8 ${noServer}`);
      return [];
    }
    return [await twoProcesses(server.url, scale, say), ...(await againstSqlite(server.url, scale, say))];
  },
};

async function twoProcesses(server: string, { members, runs }: Scale, say: Say): Promise<BenchRow> {
  await using database = await makeDatabase(server);
  const contacts = Math.min(members, slow.members);
  const { pageMs, hint } = slow;
  await using stand = await openStand({ contacts, pageMs, hint, bridge: { PMDS_STORE: database.url } });
  const several = async (): Promise<readonly number[]> => {
    const seconds: number[] = [];
    for (let run = 1; run <= runs; run += 1) seconds.push((await timedRun(stand)).seconds);
    return seconds;
  };
  const alone = await several();
  await using _second = await startWorker({ ...stand.system.env, ...(await anotherUser(stand)) });
  const together = await several();
  say(
    `${String(contacts)} members, pages of ${String(pageMs)} ms: one process ${alone.join(', ')} s, two ${together.join(', ')} s`,
  );
  const measured = { value: median(together), baseline: median(alone), unit: 's', runs } as const;
  return rowOf({ id: 'E8 two processes', ...measured }, { atLeast: 1.8 });
}

/** An application user that shares the work, as the environment of the process that uses it. */
async function anotherUser(stand: Stand): Promise<Readonly<Record<string, string>>> {
  const user = { clientId: randomUUID(), clientSecret: randomBytes(32).toString('base64url') };
  await stand.admin('POST', 'clients', { ...user, name: 'Second', roles: ['System Administrator'] });
  return { PMDS_CLIENT_ID: user.clientId, PMDS_CLIENT_SECRET: user.clientSecret };
}

async function againstSqlite(server: string, { members, runs }: Scale, say: Say): Promise<readonly BenchRow[]> {
  const sqlite = await secondsOf({ members, runs }, {});
  say(`SQLite, ${String(members)} members: ${sqlite.told}`);
  const sizes = [Math.round(members / 10), Math.round((members * 3) / 10), members];
  const seconds: number[] = [];
  for (const size of sizes) {
    await using database = await makeDatabase(server);
    const measured = await secondsOf({ members: size, runs }, { PMDS_STORE: database.url });
    say(`PostgreSQL, ${String(size)} members: ${measured.told}`);
    seconds.push(measured.seconds);
  }
  const [small = 0, middle = 0, large = 0] = seconds;
  const linear = (value: number, from: number, times: number, id: string) =>
    rowOf(
      { id, value, baseline: from * times, unit: 's', runs, note: 'baseline: the smaller run, scaled' },
      { atMost: 1.15 },
    );
  return [
    rowOf({ id: 'E8 against SQLite', value: large, baseline: sqlite.seconds, unit: 's', runs }, { atMost: 1.4 }),
    linear(middle, small, 3, 'E8 growth 10 to 30 %'),
    linear(large, middle, 10 / 3, 'E8 growth 30 to 100 %'),
  ];
}

/** Median of full runs into empty sets; in words with the processor time of the bridge, which a busy machine changes least. */
async function secondsOf(
  { members, runs }: Scale,
  bridge: Readonly<Record<string, string>>,
): Promise<{ readonly seconds: number; readonly told: string }> {
  await using stand = await openStand({ contacts: members, bridge });
  const seconds: number[] = [];
  const cpu: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const before = cpuSeconds(stand);
    seconds.push((await timedRun(stand)).seconds);
    cpu.push(cpuSeconds(stand) - before);
  }
  const words = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(', ');
  return { seconds: median(seconds), told: `${words(seconds)} s, of the bridge's processor ${words(cpu)} s` };
}

const ticksPerSecond = 100;

/** User and system time of the bridge so far. */
function cpuSeconds(stand: Stand): number {
  const stat = readFileSync(`/proc/${String(stand.system.bridge().child.pid)}/stat`, 'utf8');
  const [user = '0', system = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / ticksPerSecond;
}
