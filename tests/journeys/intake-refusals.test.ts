import { checkCounts } from '@pmds/scripts/sync/check';
import { askPrefill, recipientLinks, tokenOf } from '@pmds/scripts/sync/prefill';
import { callWebApi, readRow } from '@pmds/scripts/dataverse/web-api';
import { aDataSync, aStart, sharedSystem, theEnd } from '../support/system.js';
import { forged, resigned } from '../support/tokens.js';

describe('what the bridge refuses at its doors', () => {
  const system = sharedSystem(200);
  let dataSyncId: string;
  let token: string;

  beforeAll(async () => {
    dataSyncId = await aDataSync(system());
    const recipient = system().loaded.sample(1)[0]!;
    token = tokenOf((await recipientLinks(system().env, recipient.table, [recipient.id]))[0]!);
  });

  const post = async (body: string, headers: Readonly<Record<string, string>>) =>
    fetch(new URL('/webhooks/dataverse', system().bridge().url), {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  const key = () => ({ 'x-pmds-key': system().env['PMDS_WEBHOOK_KEY'] ?? '' });
  const start = (id: string) =>
    JSON.stringify({
      MessageName: 'pmds_StartSync',
      PrimaryEntityName: 'pmds_datasync',
      PrimaryEntityId: id,
      InputParameters: [{ key: 'Target', value: { Id: id, LogicalName: 'pmds_datasync' } }],
    });
  const statusOfRow = async (id: string) =>
    (await readRow(system().dataverse, `pmds_datasyncs(${id})?$select=pmds_status`))['pmds_status'];

  it.each([
    ['no key', {}],
    ['a wrong key', { 'x-pmds-key': 'wrong' }],
  ])('answers a webhook with %s with 401 and starts nothing', async (_, headers) => {
    const id = await aDataSync(system());
    const response = await post(start(id), headers);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(key()['x-pmds-key']);
    expect(await statusOfRow(id)).toBe(742_100_000);
  });

  it('answers a body over 1 MB with 413 and one that is not the message with 400 naming the field', async () => {
    expect((await post(`{"MessageName":"${'x'.repeat(1024 * 1024)}"}`, key())).status).toBe(413);
    const response = await post(start('no-guid'), key());
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/Target|PrimaryEntityId/);
    expect((await post('{', key())).status).toBe(400);
  });

  it.each([
    ['no token', () => ''],
    ['a forged token', () => forged(token, { sub: system().loaded.sample(2)[1]!.id })],
    [
      'a token whose record was changed',
      () => token.replace(/\.([^.]+)\./, (_, payload: string) => `.${payload.slice(0, -2)}AA.`),
    ],
  ])('CD-01 answers a prefill with %s with 401 and no value', async (_, made) => {
    const response = await askPrefill(system().bridge().url, made());
    expect(response.status).toBe(401);
    const { code, values } = (await response.json()) as { code: string; values?: unknown };
    expect(code).toMatch(/^token-/);
    expect(values).toBeUndefined();
  });

  it('answers an expired token with 401, and like every other that is wrong', async () => {
    const past = Math.floor(Date.now() / 1_000) - 60;
    const response = await askPrefill(
      system().bridge().url,
      resigned(token, { iat: past - 60, nbf: past - 60, exp: past }, system().env),
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'token-invalid' });
  });

  it('refuses a page of an origin that is not on the list', async () => {
    const response = await askPrefill(system().bridge().url, token, 'https://elsewhere.example');
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('loses nothing over all that: the next start runs to its end', async () => {
    const result = await theEnd(system(), await aStart(system(), dataSyncId));
    expect(checkCounts(system().loaded.expected, result).filter((check) => !check.holds)).toEqual([]);
    expect((await askPrefill(system().bridge().url, token)).status).toBe(200);
  });

  it('makes the Custom API fail, with a message, while no bridge answers, and the row stays as it was', async () => {
    const id = await aDataSync(system());
    await system().bridge().child.stop();
    await expect(
      callWebApi(system().dataverse, 'POST', `pmds_datasyncs(${id})/Microsoft.Dynamics.CRM.pmds_StartSync`, {}),
    ).rejects.toThrow();
    expect(await statusOfRow(id)).toBe(742_100_000);
    await system().restartBridge();
  });
});
