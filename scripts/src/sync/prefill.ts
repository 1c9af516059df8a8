import type { PrefillResponse, PrefillValue } from '@pmds/contracts/prefill';
import type { ExpectedProfile } from '../population/population.js';
import { pmds, type BridgeEnvironment } from '../processes/bridge-process.js';
import type { SeedTable } from '../seeds/seed.js';
import { check, type Check } from './check.js';

/** Links for members of one table, in the order of `ids`, as the service's command line prints them. */
export async function recipientLinks(
  env: BridgeEnvironment,
  table: SeedTable,
  ids: readonly string[],
): Promise<readonly string[]> {
  const links: string[] = [];
  // One command takes many ids, but a command line has its limits on every system.
  for (let at = 0; at < ids.length; at += 200) {
    const wanted = ids.slice(at, at + 200).flatMap((id) => ['--id', id]);
    const result = await pmds(env, 'link', '--table', table, ...wanted);
    if (result.code !== 0) throw new Error(`pmds link ended with ${String(result.code)}: ${result.stderr}`);
    links.push(...result.stdout.split('\n').filter((line) => line.trim() !== ''));
  }
  if (links.length !== ids.length) {
    throw new Error(`pmds link printed ${String(links.length)} links for ${String(ids.length)} members.`);
  }
  return links;
}

/** The signed token that a link carries behind `#pmds=`. */
export function tokenOf(link: string): string {
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('pmds');
  if (token === null) throw new Error('The link carries no token.');
  return token;
}

/** Asks the prefill endpoint as `prefill.js` does. */
export async function askPrefill(bridgeUrl: string, token: string, origin?: string): Promise<Response> {
  return fetch(new URL('/v1/prefill', bridgeUrl), {
    headers: { Authorization: `Bearer ${token}`, ...(origin === undefined ? {} : { Origin: origin }) },
  });
}

/** Asks for every member of the sample and compares each selected column. */
export async function checkPrefill(
  bridgeUrl: string,
  env: BridgeEnvironment,
  sample: readonly ExpectedProfile[],
): Promise<readonly Check[]> {
  let right = 0;
  const differences: string[] = [];
  for (const table of ['contact', 'lead'] as const) {
    const profiles = sample.filter((profile) => profile.table === table);
    const links = await recipientLinks(
      env,
      table,
      profiles.map(({ id }) => id),
    );
    for (const [at, profile] of profiles.entries()) {
      const difference = await compare(bridgeUrl, tokenOf(links[at] ?? ''), profile);
      if (difference === null) right += 1;
      else differences.push(`${table} ${profile.id}: ${difference}`);
    }
  }
  const first = differences[0] === undefined ? '' : `, first: ${differences[0]}`;
  return [
    check('members ready at the prefill endpoint', `${String(sample.length)} right`, `${String(right)} right${first}`),
  ];
}

async function compare(bridgeUrl: string, token: string, profile: ExpectedProfile): Promise<string | null> {
  const response = await askPrefill(bridgeUrl, token);
  if (response.status !== 200) return `answered with ${String(response.status)}`;
  return differenceOf(profile, (await response.json()) as PrefillResponse);
}

/** The first column that differs from what is expected, or that nobody asked for. @returns `null` when all is right. */
export function differenceOf(expected: ExpectedProfile, answer: PrefillResponse): string | null {
  if (answer.table !== expected.table) return `answered a ${answer.table}`;
  for (const [column, value] of Object.entries(expected.values)) {
    if (!(column in answer.values)) return `${column} is missing`;
    if (!isSame(answer.values[column] ?? null, value)) return `${column} differs`;
  }
  for (const [column, label] of Object.entries(expected.labels)) {
    if (answer.labels[column] !== label) return `the label of ${column} differs`;
  }
  const more = Object.keys(answer.values).find((column) => !(column in expected.values));
  return more === undefined ? null : `${more} was not selected`;
}

/** Numbers come as text and dates without their zone: the same value, spelt for a form. */
function isSame(answered: PrefillValue, expected: PrefillValue): boolean {
  if (answered === expected) return true;
  if (typeof answered !== 'string') return false;
  if (typeof expected === 'number') return Number(answered) === expected;
  return typeof expected === 'string' && expected === `${answered}Z`;
}
