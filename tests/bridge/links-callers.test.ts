import { createPublicKey, generateKeyPairSync, randomUUID, type JsonWebKey, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RowId } from '@pmds/contracts/ids';
import { createEntraAccessTokens } from '@pmds/bridge/adapters/tokens/entra-access-tokens';
import type { LinksRouteDependencies } from '@pmds/bridge/http/links-route';
import type { WebForm } from '@pmds/bridge/domain/web-form/web-form';
import { RequestGate } from '@pmds/bridge/application/prefill/request-gate';
import { createEvents } from '@pmds/bridge/events';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { undescribed } from '../support/api-description';
import { aWorld, type World } from '../emulator/server-world';
import { contactId, now, serving, type Served } from './http-world.js';

/** Who asks for links: access tokens of the local Dataverse's sign-in service, right ones and every kind of wrong ones. */
const audience = randomUUID();
const client = randomUUID();
const api = { appId: audience, identifierUri: 'api://pmds', grants: new Map([[client, ['Links.Issue']]]) };

const form: WebForm = {
  id: randomUUID() as RowId,
  key: 'spring',
  name: 'Spring',
  addresses: ['https://news.example.org/'],
  origins: [],
  language: null,
  isPreference: false,
  fields: [],
  linkColumns: { contact: null, lead: null },
  linkDays: 30,
  maximumUses: null,
  linkState: 'active',
  modifiedOn: now,
  version: '1',
};

interface Front {
  readonly authority: string;
  readonly asked: { discovery: number; keys: number };
  /** Answers 503 from now on, or no longer. */
  broken: boolean;
  close(): void;
}

/** The sign-in service of the local Dataverse, with a count of what is asked. */
async function aFront(world: World): Promise<Front> {
  const asked = { discovery: 0, keys: 0 };
  const server: Server = createServer((request, response) => {
    const isKeys = request.url?.includes('/keys') ?? false;
    asked[isKeys ? 'keys' : 'discovery'] += 1;
    if (front.broken) return void response.writeHead(503).end();
    void fetch(`${world.connection.url.replace(/\/api\/.*$/, '')}${request.url ?? ''}`).then(async (answer) => {
      const text = await answer.text();
      const { issuer } = isKeys ? { issuer: '' } : (JSON.parse(text) as { readonly issuer: string });
      // The keys are read through the front; the issuer stays what tokens say.
      const origin = issuer === '' ? '' : new URL(issuer).origin;
      const shown = isKeys ? text : JSON.stringify({ ...(JSON.parse(text) as object), jwks_uri: keysAt(text, origin) });
      response.writeHead(200, { 'content-type': 'application/json' }).end(shown);
    });
  });
  const keysAt = (text: string, origin: string): string =>
    (JSON.parse(text) as { readonly jwks_uri: string }).jwks_uri.replace(origin, address);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const front: Front = {
    authority: `${address}${new URL(world.connection.authority).pathname}`,
    asked,
    broken: false,
    close: () => void server.close(),
  };
  return front;
}

/** A service that asks the front, with a key set of its own. */
async function aService(
  front: Front,
  times: { readonly cooldownMs?: number; readonly restMs?: number } = {},
  perClient = Infinity,
) {
  const events = createEvents('silent', pino({ level: 'silent' })).requests;
  const links: LinksRouteDependencies = {
    tokens: createEntraAccessTokens({ authority: front.authority, audience, onUnreachable: () => undefined, ...times }),
    rates: new RequestGate({ perPerson: Infinity, perForm: Infinity, perClient }, () => now),
    events,
    reader: {
      webForms: { byKey: async (key: string) => (key === form.key ? form : null) },
      links: {
        runOf: async () => null,
        page: async () => ({ members: [], last: null }),
        standings: async (_table: string, ids: readonly RowId[]) => new Map(ids.map((id) => [id, 'known' as const])),
      },
      runs: { stateOfRun: async () => 'unknown' },
      revocations: { isRevoked: async () => false, isRunRevoked: async () => false },
    } as unknown as LinksRouteDependencies['reader'],
    links: { kid: 'k1', linkOf: (_terms, _table, id) => `https://news.example.org/#pmds=${id}` },
    plannedSendEnd: async () => null,
    now: () => now,
  };
  return serving({ links });
}

const ask = (
  served: Served,
  token: string,
  body: unknown = { form: 'spring', members: [{ table: 'contact', id: contactId }] },
) =>
  fetch(`${served.url}/v1/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

let world: World;
let front: Front;
let served: Served;
const origin = () => new URL(world.connection.authority).origin;
const issue = (seconds = 600, from = origin(), to = api) => world.organisation.apis.issue(to, client, from, seconds);

beforeAll(async () => {
  world = await aWorld();
  world.organisation.apis.register(api);
  front = await aFront(world);
  served = await aService(front);
});
afterAll(async () => {
  await served.close();
  front.close();
  await world.close();
});

/** The claims of a right token, changed, under another key or algorithm. */
async function made(
  changes: Readonly<Record<string, unknown>>,
  { alg = 'RS256', kid, key }: { readonly alg?: string; readonly kid?: string; readonly key: KeyObject | Uint8Array },
): Promise<string> {
  const [head = '', payload = ''] = (await issue()).split('.');
  const { kid: published } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { readonly kid: string };
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  return new SignJWT({ ...claims, ...changes })
    .setProtectedHeader({ alg, kid: kid ?? published, typ: 'JWT' })
    .sign(key);
}

describe('an application that asks for links', () => {
  it('is let in with its token, and within a minute of the time that it ended', async () => {
    for (const seconds of [600, -30]) expect((await ask(served, await issue(seconds))).status).toBe(200);
  });

  it('is refused in one way for every wrong token', async () => {
    const [head = '', payload = ''] = (await issue()).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const [jwk] = (await world.organisation.apis.keySet()).keys;
    const pem = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const other = { ...api, appId: randomUUID() };
    const wrong: Readonly<Record<string, string>> = {
      expired: await issue(-120),
      'of another issuer': await issue(600, 'https://login.example.com'),
      'for another audience': await issue(600, origin(), other),
      unsigned: `${none}.${payload}.`,
      'unsigned, with a signature': `${none}.${payload}.AAAA`,
      'without its signature': `${head}.${payload}.AAAA`,
      'signed with the public key as a secret': await made({}, { alg: 'HS256', key: Buffer.from(pem) }),
      'signed with the key set as a secret': await made({}, { alg: 'HS256', key: Buffer.from(JSON.stringify(jwk)) }),
      'signed by somebody else': await made({}, { key: privateKey }),
      'signed with a key that nobody published': await made({}, { key: privateKey, kid: 'nobody' }),
      'of another algorithm': await made({}, { alg: 'PS256', key: privateKey }),
      'no token': 'a.b.c',
    };
    const bodies = new Set<string>();
    for (const [what, token] of Object.entries(wrong)) {
      const answer = await ask(served, token);
      expect([what, answer.status, answer.headers.get('www-authenticate')]).toEqual([what, 401, 'Bearer']);
      bodies.add(await answer.text());
    }
    expect(bodies.size).toBe(1);
  });

  it('is told where the role is missing', async () => {
    const answer = await ask(served, await issue(600, origin(), { ...api, grants: new Map([[client, ['Other']]]) }));
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, 'Bearer error="insufficient_scope"']);
  });
});

describe('an application that asks too often', () => {
  it('is told when to ask again; others are not kept waiting by it', async () => {
    const own = await aFront(world);
    const service = await aService(own, {}, 2);
    const statuses: number[] = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await ask(service, await issue())).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect(Number((await ask(service, await issue())).headers.get('retry-after'))).toBeGreaterThan(0);
    const grants = new Map([['another', ['Links.Issue']]]);
    const other = await world.organisation.apis.issue({ ...api, grants }, 'another', origin(), 600);
    expect((await ask(service, other)).status).toBe(200);
    await service.close();
    own.close();
  });
});

describe('what is answered', () => {
  it('is as the description of the API says', async () => {
    const own = await aFront(world);
    own.broken = true;
    const [limited, away] = [await aService(front, {}, 0), await aService(own)];
    const token = await issue();
    const roleless = await issue(600, origin(), { ...api, grants: new Map() });
    const asked: readonly (readonly [Served, string, unknown, number])[] = [
      [served, token, undefined, 200],
      [served, token, [], 400],
      [served, 'a.b.c', undefined, 401],
      [served, roleless, undefined, 403],
      [served, token, { form: 'winter', members: [{ table: 'contact', id: contactId }] }, 404],
      [served, token, `"${'x'.repeat(2_200_000)}"`, 413],
      [limited, token, undefined, 429],
      [away, token, undefined, 503],
    ];
    for (const [service, bearer, body, status] of asked) {
      const answer = await ask(service, bearer, body);
      expect(answer.status).toBe(status);
      expect([status, undescribed('/v1/links', 'post', answer, await answer.json())]).toEqual([status, null]);
    }
    await Promise.all([limited.close(), away.close()]);
    own.close();
  });
});

describe('the keys of access tokens', () => {
  it('are read once, and for keys that they do not hold not again and again', async () => {
    const own = await aFront(world);
    const service = await aService(own);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (let time = 0; time < 3; time += 1) expect((await ask(service, await issue())).status).toBe(200);
    for (let time = 0; time < 5; time += 1) {
      const token = await made({}, { key: privateKey, kid: `nobody ${time}` });
      expect((await ask(service, token)).status).toBe(401);
    }
    expect(own.asked).toEqual({ discovery: 1, keys: 1 });
    await service.close();
    own.close();
  });

  it('are read again when they were rolled; tokens of the key before go on being right', async () => {
    const apart = await aWorld();
    const { apis } = apart.organisation;
    const token = () => apis.issue(api, client, new URL(apart.connection.authority).origin, 600);
    const own = await aFront(apart);
    const service = await aService(own, { cooldownMs: 0 });
    const before = await token();
    expect((await ask(service, before)).status).toBe(200);
    await apis.rollKey();
    expect((await ask(service, await token())).status).toBe(200);
    expect((await ask(service, before)).status).toBe(200);
    expect(own.asked).toEqual({ discovery: 1, keys: 2 });
    await service.close();
    own.close();
    await apart.close();
  });

  it('that cannot be read are no fault of the token: 503 with a time, and the issuer is left alone for that time', async () => {
    const own = await aFront(world);
    own.broken = true;
    const service = await aService(own, { restMs: 60_000 });
    for (let time = 0; time < 3; time += 1) {
      const answer = await ask(service, await issue());
      expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([503, true]);
    }
    expect(own.asked).toEqual({ discovery: 1, keys: 0 });
    await service.close();
    own.broken = false;
    const again = await aService(own, { restMs: 0 });
    expect((await ask(again, await issue())).status).toBe(200);
    await again.close();
    own.close();
  });
});

describe('what an application sends', () => {
  const right = { table: 'contact', id: contactId };
  it.each<readonly [string, unknown, string]>([
    ['no object', [], '(body)'],
    ['nothing', null, '(body)'],
    ['a member that is not known', { form: 'spring', members: [right], runs: contactId }, '(body)'],
    ['no form', { members: [right] }, 'form'],
    ['an empty form', { form: '', members: [right] }, 'form'],
    ['a long form', { form: 'x'.repeat(41), members: [right] }, 'form'],
    ['no members', { form: 'spring' }, 'members'],
    ['nobody', { form: 'spring', members: [] }, 'members'],
    ['too many', { form: 'spring', members: Array.from({ length: 10_001 }, () => right) }, 'members'],
    ['no id', { form: 'spring', members: [right, { table: 'lead' }] }, 'members[1].id'],
    [
      'what is no id',
      { form: 'spring', members: [...Array<object>(17).fill(right), { ...right, id: 'x' }] },
      'members[17].id',
    ],
    ['another table', { form: 'spring', members: [{ ...right, table: 'account' }] }, 'members[0].table'],
    ['a member that is none', { form: 'spring', members: [right, 7] }, 'members[1]'],
    ['more of a member', { form: 'spring', members: [{ ...right, name: 'Ada' }] }, 'members[0]'],
    ['what is no run', { form: 'spring', members: [right], run: 'x' }, 'run'],
    ['what is no sync', { form: 'spring', members: [right], sync: 7 }, 'sync'],
    ['a run and a sync', { form: 'spring', members: [right], run: contactId, sync: contactId }, 'run'],
  ])('is refused by the name of the part: %s', async (_what, body, field) => {
    const answer = await ask(served, await issue(), body);
    const said = (await answer.json()) as { readonly field: string; readonly detail: string };
    expect([answer.status, said.field]).toEqual([400, field]);
    expect(said.detail).toContain(`${field} has to be `);
  });

  it('is bounded, and has to be JSON', async () => {
    const token = await issue();
    const pretty = JSON.stringify({ form: 'spring', members: Array.from({ length: 10_000 }, () => right) }, null, 4);
    expect((await ask(served, token, pretty)).status).toBe(200);
    expect((await ask(served, token, `"${'x'.repeat(2_200_000)}"`)).status).toBe(413);
    expect((await ask(served, token, '{')).status).toBe(400);
  });

  it('whatever it is, is answered with links or with the name of a part, and never repeated', async () => {
    const token = await issue();
    const guid = fc.oneof(fc.uuid(), fc.constant(contactId), fc.string(), fc.anything());
    const member = fc.oneof(
      fc.record({ table: fc.constantFrom('contact', 'lead', 'account', '__proto__'), id: guid }, { requiredKeys: [] }),
      fc.anything(),
    );
    const body = fc.oneof(
      fc.record(
        { form: fc.oneof(fc.constant('spring'), fc.string()), members: fc.array(member), run: guid, sync: guid },
        { requiredKeys: [] },
      ),
      fc.json(),
    );
    const parts = /^(\(body\)|form|run|sync|members(\[\d+\](\.(table|id))?)?)$/;
    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        const text =
          typeof given === 'string'
            ? given
            : JSON.stringify(given, (_key, one: unknown) => (typeof one === 'bigint' ? 0 : one));
        const answer = await ask(served, token, text);
        const said = (await answer.json()) as { readonly links?: readonly object[]; readonly field?: string };
        if (answer.status === 200) {
          expect(said.links?.length).toBeGreaterThan(0);
          return;
        }
        expect([400, 404, 409]).toContain(answer.status);
        expect(said.field).toMatch(parts);
      }),
      { seed: 20_261_129, numRuns: Number(process.env['PMDS_FUZZ_CASES'] ?? 300) },
    );
  });
});
