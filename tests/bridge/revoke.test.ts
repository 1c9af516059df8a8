import { randomBytes, randomUUID } from 'node:crypto';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import { resigned } from '../support/tokens';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;
const person = () => ({ contactid: randomUUID(), firstname: 'Ada', emailaddress1: 'ada@example.com', statecode: 0 });
const [ada, eve] = [person(), person()];

beforeAll(async () => {
  world = await anEdgesWorld();
  const older = world.environment();
  const keys = JSON.parse(older['PMDS_PREFILL_KEYS'] ?? '[]') as readonly object[];
  const rotated = { kid: 'next', secret: randomBytes(32).toString('base64url') };
  env = { ...older, PMDS_PREFILL_KEYS: JSON.stringify([...keys, rotated]) };
  bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  await world.admin('POST', 'rows/contact', [ada, eve]);
});
afterAll(() => world[Symbol.asyncDispose]());

const link = (id: string, ...more: readonly string[]) => pmds(env, 'link', '--table', 'contact', '--id', id, ...more);
const token = async (id: string, ...more: readonly string[]) => {
  const { code, stdout, stderr } = await link(id, ...more);
  if (code !== 0) throw new Error(stderr);
  return tokenOf(stdout.trim());
};
const status = async (given: string) =>
  (await fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${given}` } })).status;
const refused = (given: string) => until('the link is refused', async () => (await status(given)) === 401);
const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

describe('S22 pmds revoke', () => {
  it('--run ends the links of a run for ever, and no others', async () => {
    const sync = await world.aSync();
    const run = await world.start(sync);
    await world.ended(sync, run);
    const [of, apart] = [await token(ada.contactid, '--run', run), await token(ada.contactid)];
    expect(await status(of)).toBe(200);
    const { code, stdout } = await pmds(env, 'revoke', '--run', run);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(`made for run ${run} open nothing`) as unknown,
    });
    await refused(of);
    expect(await status(apart)).toBe(200);
    expect(await link(ada.contactid, '--run', run)).toMatchObject({ code: 1, stdout: '' });
  });

  it('--run says of a run that nobody knows that nothing was changed', async () => {
    const { code, stdout, stderr } = await pmds(env, 'revoke', '--run', randomUUID());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/knows no run .*; nothing was changed/);
  });

  it('--member ends the links of one person that were made without a run, and lets new ones be made', async () => {
    const [hers, others] = [await token(eve.contactid), await token(ada.contactid)];
    const older = resigned(hers, { iat: secondsAgo(5) }, env);
    const later = resigned(hers, { iat: secondsAgo(-60) }, env);
    expect((await pmds(env, 'revoke', '--member', eve.contactid.toUpperCase())).code).toBe(0);
    await refused(older);
    expect([await status(others), await status(later)]).toEqual([200, 200]);
  });

  it('--form ends the links to one web form', async () => {
    const form = 'https://forms.example.com/spring.html';
    const [spring, other] = [await token(ada.contactid, '--form', form), await token(ada.contactid)];
    const { code, stdout } = await pmds(env, 'revoke', '--form', `${form}/`);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(`links to ${form} that were made`) as unknown,
    });
    await refused(spring);
    expect(await status(other)).toBe(200);
  });

  it('--before ends every link that was made before a time, with a later one reaching further', async () => {
    const now = await token(ada.contactid);
    const [old, older] = [60, 7200].map((ago) => resigned(now, { iat: secondsAgo(ago) }, env));
    expect(await status(older!)).toBe(200);
    const before = (ago: number) => pmds(env, 'revoke', '--before', new Date(Date.now() - ago * 1000).toISOString());
    expect((await before(3600)).code).toBe(0);
    await refused(older!);
    expect(await status(old!)).toBe(200);
    expect((await before(30)).code).toBe(0);
    expect((await before(5000)).code).toBe(0);
    await refused(old!);
    expect(await status(now)).toBe(200);
  });

  it('--key ends whatever a key signed, says what to do, and pmds link makes none with it', async () => {
    const keys = JSON.parse(env['PMDS_PREFILL_KEYS'] ?? '[]') as readonly { readonly kid: string }[];
    const given = await token(ada.contactid);
    const { code, stdout } = await pmds(env, 'revoke', '--key', keys[0]!.kid);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/key "local-1" signed .*another key/) as unknown,
    });
    await refused(given);
    await refused(resigned(given, { iat: secondsAgo(-3600) }, env));
    expect(await link(ada.contactid)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('revoked') as unknown,
    });
    const turned = { ...env, PMDS_PREFILL_KEYS: JSON.stringify([...keys].reverse()) };
    expect((await pmds(turned, 'link', '--table', 'contact', '--id', ada.contactid)).code).toBe(0);
  });

  it.each([
    [[], 'Say which links end'],
    [['--run', 'x'], '--run has to be the GUID'],
    [['--member', 'ada'], '--member has to be the GUID'],
    [['--form', 'spring'], '--form is "spring"'],
    [['--key', 'a key'], '--key has to be a kid'],
    [['--before', 'yesterday'], '--before is "yesterday"'],
    [['--before', '2026-02-31'], '--before is "2026-02-31"'],
    [['--before', '2999-01-01'], 'has not come yet'],
  ])('refuses %j, naming what is wrong', async (args, sentence) => {
    const { code, stdout, stderr } = await pmds(env, 'revoke', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it('refuses a key that is in no list', async () => {
    expect(await pmds(env, 'revoke', '--key', 'gone')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('E9 commands tell the truth', () => {
  it('pmds link makes none when one of the people is not there', async () => {
    const nobody = randomUUID();
    const turned = JSON.stringify(
      (JSON.parse(env['PMDS_PREFILL_KEYS'] ?? '[]') as readonly object[]).slice().reverse(),
    );
    const given = { ...env, PMDS_PREFILL_KEYS: turned };
    const ids = ['--id', ada.contactid, '--id', nobody];
    const one = await pmds(given, 'link', '--table', 'contact', ...ids);
    expect(one).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`no contact ${nobody}`) as unknown,
    });
    const wrongTable = await pmds(given, 'link', '--table', 'lead', '--id', ada.contactid);
    expect(wrongTable).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no lead') as unknown });
    const unknownRun = await pmds(given, 'link', '--table', 'contact', '--id', ada.contactid, '--run', randomUUID());
    expect(unknownRun).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('knows no run') as unknown,
    });
    const away = { ...given, PMDS_CLIENT_SECRET: 'not-the-secret-of-this-user' };
    const unasked = await pmds(away, 'link', '--table', 'contact', '--id', ada.contactid);
    expect(unasked).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('no link was made') as unknown,
    });
  });

  it('pmds cancel and pmds retry say that there is nothing to cancel or to retry', async () => {
    const sync = await world.aSync();
    const run = await world.start(sync);
    await world.ended(sync, run);
    const ended = await pmds(env, 'cancel', '--run', run);
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('has ended already') as unknown,
    });
    const unknown = await pmds(env, 'cancel', '--run', randomUUID());
    expect(unknown).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('knows no run') as unknown,
    });
    const retry = await pmds(env, 'retry', '--sync', randomUUID());
    expect(retry).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('nothing to retry') as unknown,
    });
  });
});
