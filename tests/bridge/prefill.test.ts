import { randomUUID } from 'node:crypto';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import { resigned } from '../support/tokens';
import { anEdgesWorld, origin, pmds, type EdgesWorld } from './edges-world';

let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;
const ada = {
  contactid: randomUUID(),
  firstname: 'Ada',
  lastname: 'Łukaszewicz',
  emailaddress1: 'ada@example.com',
  jobtitle: 'Engineer',
  statecode: 0,
};

beforeAll(async () => {
  world = await anEdgesWorld();
  // Requests that are counted below must be the test's own: nothing looks for waiting rows meanwhile.
  env = world.environment({ PMDS_POLL_SECONDS: '3600' });
  bridge = await world.serve(env);
  await world.admin('POST', 'rows/contact', [ada]);
});
afterAll(() => world[Symbol.asyncDispose]());

async function link(...more: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await pmds(env, 'link', '--table', 'contact', ...more);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

const ask = (token: string, headers: Record<string, string> = {}) =>
  fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}`, origin, ...headers } });
/** A link whose person is gone; the command makes none for somebody who is not there. */
const tokenOfNobody = async () => resigned(tokenOf(await link('--id', ada.contactid)), { sub: randomUUID() }, env);
const reads = async () => ((await world.admin('GET', 'calls')) as { readonly memberPages: number }).memberPages;

describe('prefill of somebody whom no run has reached', () => {
  it('CD-08 returns values from an empty store, without any sync, and keeps them', async () => {
    const token = tokenOf(await link('--id', ada.contactid));
    const first = await ask(token);
    expect(first.status).toBe(200);
    const expected = {
      table: 'contact',
      values: { firstname: 'Ada', lastname: 'Łukaszewicz', emailaddress1: 'ada@example.com' },
      labels: {},
      columns: { firstname: { kind: 'text' }, lastname: { kind: 'text' }, emailaddress1: { kind: 'text' } },
    };
    expect(await first.json()).toEqual(expected);
    // With Dataverse's own row gone, only the store can answer; a restart shows that it is on disk.
    await world.admin('DELETE', 'rows/contact', { ids: [ada.contactid] });
    expect(await (await ask(token)).json()).toEqual(expected);
    await bridge.child.stop();
    bridge = await world.serve({ ...env, PMDS_PORT: new URL(bridge.url).port });
    expect(await (await ask(token)).json()).toEqual(expected);
    await world.admin('POST', 'rows/contact', [ada]);
    expect(await world.rows('pmds_datasyncs')).toEqual([]);
  });

  it('CD-08 asks Dataverse once for many clicks at the same time', async () => {
    const id = randomUUID();
    await world.admin('POST', 'rows/contact', [{ ...ada, contactid: id, firstname: 'Busy' }]);
    const token = tokenOf(await link('--id', id));
    await ask(await tokenOfNobody());
    const before = await reads();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect((await reads()) - before).toBe(1);
  });

  it('tells nothing apart: nobody, inactive, opted out', async () => {
    const inactive = { ...ada, contactid: randomUUID(), statecode: 1 };
    const optedOut = { ...ada, contactid: randomUUID(), donotbulkemail: true };
    await world.admin('POST', 'rows/contact', [inactive, optedOut]);
    const texts = new Set<string>();
    const tokens = [inactive, optedOut].map(async ({ contactid }) => tokenOf(await link('--id', contactid)));
    for (const token of [tokenOfNobody(), ...tokens]) {
      const response = await ask(await token);
      expect(response.status).toBe(404);
      texts.add(await response.text());
    }
    expect(texts.size).toBe(1);
  });

  it('answers 503 and no half values, while Dataverse does not answer', async () => {
    const id = randomUUID();
    await world.admin('POST', 'rows/contact', [{ ...ada, contactid: id }]);
    const token = tokenOf(await link('--id', id));
    await world.admin('POST', 'faults', { kind: 'status', status: 400, count: 1, match: id });
    expect((await ask(token)).status).toBe(503);
    await world.admin('DELETE', 'faults');
    expect((await ask(token)).status).toBe(200);
  });
});

describe('links', () => {
  it('are printed one per line, in the order of the ids', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    await world.admin(
      'POST',
      'rows/contact',
      ids.map((contactid) => ({ ...ada, contactid })),
    );
    const lines = (await link(...ids.flatMap((id) => ['--id', id]))).split('\n');
    const subjects = lines.map((line) => JSON.parse(atob(tokenOf(line).split('.')[1]!)) as { readonly sub: string });
    expect(subjects.map(({ sub }) => sub)).toEqual(ids);
    for (const line of lines) expect(line).toMatch(/^http:\/\/127\.0\.0\.1:4630\/newsletter\.html#pmds=/);
  });

  it.each([
    ['https://x.example/?page_id=12', 'https://x.example/?page_id=12#pmds='],
    ['https://x.example/app/#/form?step=1', 'https://x.example/app/#/form?step=1&pmds='],
    ['https://x.example/app#/form', 'https://x.example/app#/form?pmds='],
    ['https://x.example/a/?b=c#signup', 'https://x.example/a/?b=c#signup&pmds='],
  ])('A14 lead to %s with its own query and fragment', async (form, start) => {
    const printed = await link('--id', ada.contactid, '--form', form);
    expect(printed.slice(0, start.length)).toBe(start);
    expect(printed.slice(start.length)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it.each([
    [['--table', 'account', '--id', ada.contactid], '--table has to be one of contact, lead'],
    [['--table', 'lead'], '--id is missing'],
    [['--table', 'lead', '--id', 'ada'], '--id ada is not a GUID'],
    [['--table', 'lead', '--id', ada.contactid, '--ttl-minutes', '0'], '--ttl-minutes'],
    [['--table', 'lead', '--id', ada.contactid, '--form', 'newsletter'], '--form is "newsletter"'],
    [['--table', 'lead', '--id', ada.contactid, '--form', 'https://x.example/?pmds=a.b.c'], '--form is a link already'],
    [['--table', 'lead', '--colour', 'red'], '--colour'],
  ])('are refused for %j', async (args, sentence) => {
    const { code, stderr } = await pmds(env, 'link', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n +at /);
  });
});
