import type { RowId } from '@pmds/contracts/ids';
import { createEvents } from '@pmds/bridge/events';
import { maxWebhookBytes } from '@pmds/bridge/http/webhook-route';
import { contactId, context, dataSyncId, key, now, origin, runId, serving, tokens, type Served } from './http-world.js';

let served: Served;
interface Said {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}
/** What is under `/v1` answers by RFC 9457, everything else with an `error`. */
const errorOf = async (response: Response): Promise<Said> => {
  const body = (await response.json()) as { readonly error: Said } & Said;
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  return isProblem ? body : body.error;
};

beforeEach(async () => {
  served = await serving();
});
afterEach(() => served.close());

describe('the webhook', () => {
  it('accepts a start with 202 and keeps it', async () => {
    const response = await served.post(context());
    expect(response.status).toBe(202);
    expect(served.starts).toMatchObject([{ runId, dataSyncId, trigger: 'button' }]);
  });

  it.each([
    ['no key', {}],
    ['a wrong key', { 'x-pmds-key': 'k'.repeat(39) }],
    ['a longer key', { 'x-pmds-key': 'k'.repeat(41) }],
    ['an empty key', { 'x-pmds-key': '' }],
  ])('refuses %s with 401, whatever the body is', async (_case, headers) => {
    for (const body of [context(), 'not json']) expect((await served.post(body, headers)).status).toBe(401);
    expect(served.starts).toEqual([]);
  });

  it('names the field that it cannot understand', async () => {
    const { PrimaryEntityId: _left, ...rest } = context();
    for (const [body, field] of [
      [rest, 'PrimaryEntityId'],
      [{ ...context(), MessageName: 7 }, 'MessageName'],
      [{ ...context(), MessageName: 'Delete' }, 'MessageName'],
      [context({ RunId: 'soon' }), 'InputParameters.RunId'],
      [[], '(body)'],
    ] as const) {
      const response = await served.post(body);
      expect(response.status).toBe(400);
      expect((await errorOf(response)).field).toBe(field);
    }
    expect(served.starts).toEqual([]);
  });

  it('N6 says in a sentence why Trace rows cannot be retried', async () => {
    const response = await served.post({ ...context({ TraceIds: [contactId] }), MessageName: 'pmds_RetryErrors' });
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toMatch(
      /^A selected Error Trace is no open error of a member of this sync/,
    );
    expect(served.starts).toEqual([]);
  });

  it('E11 takes who was changed, and tells the log how many they are and not who', async () => {
    const attributes = [{ key: 'donotbulkemail', value: true }];
    const target = { Id: contactId, LogicalName: 'contact', Attributes: attributes };
    const update = { MessageName: 'Update', PrimaryEntityName: 'contact', PrimaryEntityId: contactId };
    const response = await served.post({ ...update, InputParameters: [{ key: 'Target', value: target }] });
    expect([response.status, await response.json()]).toEqual([202, { outcome: 'noted', members: 1 }]);
    expect(served.changed).toEqual([{ table: 'contact', id: contactId, at: now, closes: 'opted-out', merged: false }]);
    expect(served.log.join()).not.toContain(contactId);
    for (const table of ['account', 'constructor']) {
      const other = await served.post({ ...update, PrimaryEntityName: table });
      expect([other.status, (await errorOf(other)).message]).toEqual([
        400,
        expect.stringContaining(`Update of ${table}`),
      ]);
    }
    expect(served.changed).toHaveLength(1);
  });

  it('refuses what is not JSON', async () => {
    const malformed = await served.post('{"MessageName":');
    expect([malformed.status, (await errorOf(malformed)).code]).toEqual([400, 'not-json']);
    const other = await served.post('a=b', { 'x-pmds-key': key, 'content-type': 'application/x-www-form-urlencoded' });
    expect(other.status).toBe(415);
  });

  it('takes a body of 1 MB and refuses one byte more with 413', async () => {
    const empty = JSON.stringify(context({ RunId: runId, Padding: '' }));
    const of = (bytes: number) =>
      JSON.stringify(context({ RunId: runId, Padding: 'x'.repeat(bytes - Buffer.byteLength(empty)) }));
    expect((await served.post(of(maxWebhookBytes))).status).toBe(202);
    const response = await served.post(of(maxWebhookBytes + 1));
    expect([response.status, (await errorOf(response)).code]).toEqual([413, 'too-large']);
    expect(served.starts).toHaveLength(1);
  });

  it('does not exist where no key is configured', async () => {
    await served.close();
    served = await serving({ webhook: null });
    expect((await served.post(context())).status).toBe(404);
  });

  it('answers 503 and tells nobody why, when the start could not be kept', async () => {
    await served.close();
    served = await serving({}, true);
    const response = await served.post(context());
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('secret');
    expect(served.log.join()).toContain('disk full');
  });
});

describe('the prefill endpoint', () => {
  const claims = { table: 'contact', id: contactId, runId: null } as const;
  const bearer = async (seconds = 60, id: string = contactId) => ({
    authorization: `Bearer ${tokens.sign({ ...claims, id: id as RowId }, now, seconds)}`,
  });

  it('CD-01 returns the selected fields to a page of an allowed origin, and lets nobody keep them', async () => {
    const response = await served.prefill({ ...(await bearer()), origin });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ table: 'contact', values: { firstname: 'Ada' }, labels: {}, columns: {} });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('vary')).toContain('Origin');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  it.each([
    ['no token', {}, 401, 'token-missing'],
    ['no bearer', { authorization: 'Basic YTpi' }, 401, 'token-invalid'],
    ['a forged token', { authorization: 'Bearer a.b.c' }, 401, 'token-invalid'],
  ] as const)('refuses %s', async (_case, headers, status, code) => {
    const response = await served.prefill({ ...headers, origin });
    expect([response.status, (await errorOf(response)).code]).toEqual([status, code]);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('tells of each form that was filled in, and of none that was refused', async () => {
    await served.prefill({ ...(await bearer()), origin });
    await served.prefill({ ...(await bearer()), origin });
    await served.prefill(await bearer(-1));
    await served.prefill({});
    expect(served.filled).toHaveLength(2);
  });

  it('refuses an expired token', async () => {
    const response = await served.prefill(await bearer(-1));
    expect([response.status, (await errorOf(response)).code]).toEqual([401, 'token-invalid']);
  });

  it('refuses pages of other origins, with a right token too', async () => {
    for (const other of ['https://evil.example.com', 'https://forms.example.com.evil.example', 'null']) {
      const response = await served.prefill({ ...(await bearer()), origin: other });
      expect([response.status, (await errorOf(response)).code]).toEqual([403, 'origin-not-allowed']);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('answers 404 for a person who is not there', async () => {
    const response = await served.prefill(await bearer(60, dataSyncId));
    expect([response.status, (await errorOf(response)).code]).toEqual([404, 'not-found']);
  });

  it('lets the browser ask before it sends a token, for allowed origins alone', async () => {
    const ask = (from: string) =>
      fetch(`${served.url}/v1/prefill`, {
        method: 'OPTIONS',
        headers: {
          origin: from,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization',
        },
      });
    const allowed = await ask(origin);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('GET');
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
    const foreign = await ask('https://evil.example.com');
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect(foreign.headers.get('vary')).toContain('Origin');
  });

  it('lets the browser ask of this address alone', async () => {
    const headers = { origin, 'access-control-request-method': 'GET' };
    for (const path of ['/webhooks/dataverse', '/health', '/nothing']) {
      const response = await fetch(`${served.url}${path}`, { method: 'OPTIONS', headers });
      expect([path, response.status >= 400]).toEqual([path, true]);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('leaves no token and no value in the log', async () => {
    const headers = await bearer();
    await served.prefill({ ...headers, origin });
    await served.prefill({ authorization: `${headers.authorization}x`, origin });
    const logged = served.log.join();
    expect(logged).toContain('prefill-served');
    for (const hidden of ['Ada', contactId, headers.authorization.slice(7)]) expect(logged).not.toContain(hidden);
  });
});

describe('health and metrics', () => {
  it('say that the service works, in numbers', async () => {
    const response = await fetch(`${served.operationsUrl}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      problems: [],
      version: '9.9.9',
      activeRuns: 1,
      queuedRuns: 0,
      outboxEntries: 3,
      oldestOutboxSeconds: 7,
      deadLetters: 0,
      store: 'in use',
      clockSkewSeconds: 0,
    });
  });

  it('say that nothing runs without a worker', async () => {
    await served.close();
    served = await serving({}, true);
    expect((await fetch(`${served.operationsUrl}/health`)).status).toBe(503);
  });

  it('count webhooks and prefills in the text format of Prometheus', async () => {
    await served.post(context());
    await served.post(context(), {});
    await served.prefill({});
    const text = await (await fetch(`${served.operationsUrl}/metrics`)).text();
    expect(text).toContain('pmds_webhook_requests_total{outcome="accepted"} 1\n');
    expect(text).toContain('pmds_webhook_requests_total{outcome="refused-401"} 1\n');
    expect(text).toContain('pmds_prefill_requests_total{outcome="token-missing"} 1\n');
    expect(text).toContain('# TYPE pmds_profiles gauge\npmds_profiles 12\n');
  });

  it('begin each count at 0, so that the first event is an increase that an alarm sees', async () => {
    const text = await (await fetch(`${served.operationsUrl}/metrics`)).text();
    expect(text).toContain('\npmds_store_missed_total 0\n');
    expect(text).toContain('\npmds_polls_failed_total 0\n');
  });

  it('have no sample of the clocks before Dataverse has answered, and nothing of the process beside', async () => {
    const events = createEvents('silent');
    const text = await events.metrics.registry.metrics();
    expect(text).not.toMatch(/^pmds_clock_skew_seconds /m);
    events.metrics.clockSkew.set(2);
    expect(await events.metrics.registry.metrics()).toMatch(/^pmds_clock_skew_seconds 2$/m);
    for (const [, name] of text.matchAll(/^# TYPE (\S+)/gm)) expect(name).toMatch(/^pmds_/);
    // A registry of its own: what another service of this process counts is not counted here.
    createEvents('silent').metrics.profiles.set(5);
    expect(await events.metrics.registry.metrics()).toMatch(/^pmds_profiles 0$/m);
  });

  it('S16 are for operators: where everybody comes, no number, no version and no metric is told', async () => {
    const health = await fetch(`${served.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    for (const path of ['/metrics', '/metrics/', '/health/', '//metrics', '/%6detrics', '/Metrics']) {
      const response = await fetch(`${served.url}${path}`);
      expect([path, response.status]).toEqual([path, 404]);
    }
  });

  it('are all there is beside webhook and prefill', async () => {
    const response = await fetch(`${served.url}/admin`);
    expect([response.status, (await errorOf(response)).code]).toEqual([404, 'not-found']);
    const undecodable = await fetch(`${served.url}/%ff`);
    expect([undecodable.status, (await errorOf(undecodable)).code]).toEqual([400, 'invalid-address']);
  });

  it.each([
    ['GET', '/webhooks/dataverse', 'POST'],
    ['POST', '/v1/prefill?x=1', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/health', 'GET, HEAD'],
  ])('answer %s %s with 405 and the methods there are', async (method, path, allowed) => {
    const response = await fetch(`${served.url}${path}`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
    expect((await errorOf(response)).code).toBe('method-not-allowed');
  });
});
