import { DataverseError } from '@pmds/bridge/adapters/dataverse/http/errors';
import type { DataverseRequest } from '@pmds/bridge/adapters/dataverse/http/client';
import { aClient, json, refusal, ScriptedTransport } from './engine-fakes/scripted-transport';

const who: DataverseRequest = { method: 'GET', path: 'WhoAmI', purpose: 'setup' };
const reset = new DataverseError('The connection failed.', { code: 'network', status: 0, retry: { afterMs: 0 } });

describe('the Dataverse client', () => {
  it('asks below the service root with the headers that Dataverse documents, and without cookies', async () => {
    const transport = new ScriptedTransport(json({ UserId: 'x' }, { headers: { 'set-cookie': 'ARRAffinity=1' } }));
    const { client } = aClient(transport);
    await client.request(who);
    await client.request(who);
    const request = transport.requests[1];
    expect(request?.url).toBe('https://org.example/api/data/v9.2/WhoAmI');
    expect(request?.headers).toMatchObject({ 'odata-version': '4.0', authorization: 'Bearer token 1' });
    expect(request?.headers).not.toHaveProperty('cookie');
  });

  it.each(['0x80072322', '0x80072321', '0x80072326'])('waits for Retry-After on a 429 of kind %s', async (code) => {
    const transport = new ScriptedTransport(refusal(429, code, 'Slow down.', { 'retry-after': '17' }), json({}));
    const { client, clock } = aClient(transport);
    expect((await client.request(who)).status).toBe(200);
    expect(clock.waits).toContain(17_000);
  });

  it('goes on for as long as it is throttled, however often', async () => {
    const throttled = Array.from({ length: 30 }, () =>
      refusal(429, '0x80072322', 'Slow down.', { 'retry-after': '1' }),
    );
    const { client } = aClient(new ScriptedTransport(...throttled, json({ done: true })));
    expect((await client.request(who)).json).toEqual({ done: true });
  });

  it.each([500, 502, 503, 504])('tries again after a %d with growing waits', async (status) => {
    const down = refusal(status, '', 'Down.');
    const { client, clock } = aClient(new ScriptedTransport(down, down, down, json({})));
    expect((await client.request(who)).status).toBe(200);
    expect(clock.waits).toEqual([500, 1_000, 2_000]);
  });

  it.each([
    ['7', 7_000],
    ['20', 20_000],
  ])('B1 does not come back to a 503 before its Retry-After of %s seconds is over', async (seconds, floor) => {
    const down = refusal(503, '', 'Down.', { 'retry-after': seconds });
    const { client, clock } = aClient(new ScriptedTransport(down, down, json({})));
    expect((await client.request(who)).status).toBe(200);
    expect(clock.waits).toEqual([floor, floor]);
  });

  it('gives up on a server that stays down, saying that trying later can help', async () => {
    const { client } = aClient(new ScriptedTransport(refusal(503, '', 'Down.')));
    await expect(client.request(who)).rejects.toMatchObject({ code: 'unavailable', retry: { afterMs: 0 } });
  });

  it('does not try again what will fail until somebody has changed it, though a run may wait for that', async () => {
    const details = { code: 'network', status: 0, retry: { afterMs: 0 }, lasting: true } as const;
    const transport = new ScriptedTransport(new DataverseError('The certificate is not trusted.', details));
    const { client, clock } = aClient(transport);
    await expect(client.request(who)).rejects.toThrow('The certificate is not trusted.');
    expect([transport.requests.length, clock.waits]).toEqual([1, []]);
  });

  it('does not try again what somebody has to change first', async () => {
    const transport = new ScriptedTransport(refusal(403, '0x80040220', 'missing prvReadContact privilege'));
    const { client } = aClient(transport);
    await expect(client.request(who)).rejects.toMatchObject({ code: 'forbidden', platformCode: '0x80040220' });
    expect(transport.requests).toHaveLength(1);
  });

  it('asks for one new token when Dataverse refuses the old one, and sends the request again', async () => {
    const { client, tokens } = aClient(new ScriptedTransport(refusal(401, '', 'expired'), json({ fine: true })));
    expect((await client.request(who)).json).toEqual({ fine: true });
    expect(tokens()).toBe(2);
  });

  it('gives up when a fresh token is refused as well: it asks twice, not nine times', async () => {
    const transport = new ScriptedTransport(refusal(401, '', 'expired'));
    const { client, tokens, clock } = aClient(transport);
    await expect(client.request(who)).rejects.toMatchObject({ code: 'unauthorized' });
    expect([transport.requests.length, tokens(), clock.waits]).toEqual([2, 2, []]);
  });

  it('shares one token request among all calls that wait for it', async () => {
    const { client, tokens } = aClient(new ScriptedTransport(json({})));
    await Promise.all([client.request(who), client.request(who), client.request(who)]);
    expect(tokens()).toBe(1);
  });

  it('does not repeat a POST whose answer was lost, unless it is idempotent', async () => {
    const post: DataverseRequest = { method: 'POST', path: 'emails', purpose: 'mail', body: {} };
    await expect(aClient(new ScriptedTransport(reset, json({}))).client.request(post)).rejects.toBe(reset);
    const repeated = aClient(new ScriptedTransport(reset, json({})));
    expect((await repeated.client.request({ ...post, idempotent: true })).status).toBe(200);
    const get = new ScriptedTransport(reset, json({}));
    expect((await aClient(get).client.request(who)).status).toBe(200);
    expect(get.requests).toHaveLength(2);
  });

  it('names the resource and not the query when an answer is not JSON', async () => {
    const { client } = aClient(new ScriptedTransport({ body: '{"value":[' }));
    const asked = client.request({ ...who, path: "contacts?$filter=lastname eq 'Secret'" });
    await expect(asked).rejects.toThrow('Dataverse answered GET contacts with a body that is not JSON.');
  });
});
