import { systemClock } from '@pmds/bridge/adapters/clock';
import { batchGet } from '@pmds/bridge/adapters/dataverse/http/batch';
import { createDataverseClient, type ConnectedClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import { patiences } from '@pmds/bridge/domain/retry-policy';
import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';

let dataverse: LocalDataverse;
let connected: ConnectedClient;

beforeAll(async () => {
  dataverse = await startDataverse({ port: 0 });
});
afterAll(() => dataverse.child.stop());
beforeEach(() => {
  const { origin: organizationUrl, authority, clientId, clientSecret } = dataverse;
  const users = [{ clientId, clientSecret }];
  const config = { organizationUrl, authority, users, longestPauseMs: 1_500 };
  connected = createDataverseClient(config, { clock: systemClock, patience: patiences.command });
});
afterEach(async () => {
  await connected[Symbol.asyncDispose]();
  await admin('DELETE', 'faults');
});

const admin = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> =>
  askAdmin(dataverse.adminUrl, method, path, body);
const fired = async (): Promise<number> => ((await admin('GET', 'faults')) as { readonly fired: number }).fired;
const nobody = '00000000-0000-4000-8000-000000000000';

/** Orders a fault for one request, does something, and makes sure that the fault happened exactly once. */
async function once<Value>(fault: object, action: () => Promise<Value>): Promise<Value> {
  const before = await fired();
  await admin('POST', 'faults', { count: 1, ...fault });
  const value = await action();
  expect(await fired()).toBe(before + 1);
  return value;
}

const strangers: readonly (readonly [string, object])[] = [
  ['a redirect', { kind: 'redirect' }],
  ['a web page with 200', { kind: 'not-json' }],
  ['half a body', { kind: 'half' }],
  ['an empty 200', { kind: 'empty' }],
  ['an empty 204', { kind: 'empty', status: 204 }],
  ['a 404 page', { kind: 'page', status: 404 }],
  ["a proxy's 403", { kind: 'page', status: 403 }],
  ["a gateway's 520", { kind: 'page', status: 520 }],
  ['a 429 without a wish', { kind: 'status', status: 429, retryAfter: '0' }],
  ['a 429 with a wish that is over', { kind: 'status', status: 429, retryAfter: 'Sat, 01 Jan 2000 00:00:00 GMT' }],
  ['a 429 of a day', { kind: 'page', status: 429, retryAfter: '86400' }],
  ['a token that is refused', { kind: 'status', status: 401 }],
];

describe('B9 the client goes on after', () => {
  it.each(strangers)('%s in the place of a page', async (_, fault) => {
    const answer = await once({ ...fault, match: 'contacts' }, () =>
      connected.client.get('contacts?$select=contactid', { purpose: 'members' }),
    );
    expect(answer).toHaveProperty('value');
  });

  it.each(strangers.filter(([what]) => what !== 'half a body' && what !== 'an empty 204'))(
    '%s in the place of a report',
    async (_, fault) => {
      const path = `contacts(${nobody})`;
      const report = (lastname: string) =>
        connected.client.request({ method: 'PATCH', path, purpose: 'report', body: { lastname } });
      await once({ ...fault, match: nobody }, () => report(String(Math.random())));
      const row = await connected.client.get(path, { purpose: 'setup' });
      expect(row).toHaveProperty('contactid', nobody);
    },
  );

  it.each(strangers)('%s inside a part of a $batch', async (_, fault) => {
    const paths = [`contacts(${nobody})?$select=contactid`, 'WhoAmI'];
    await connected.client.request({ method: 'PATCH', path: `contacts(${nobody})`, purpose: 'setup', body: {} });
    const answers = await once({ ...fault, match: nobody, part: true }, () =>
      batchGet(connected.client, paths, { purpose: 'verify' }),
    );
    expect(answers.map(({ status, refusal, body }) => [status, refusal, typeof JSON.parse(body)])).toEqual([
      [200, null, 'object'],
      [200, null, 'object'],
    ]);
  });

  it.each(strangers.filter(([what]) => what !== 'a token that is refused'))(
    '%s in the place of a token',
    async (_, fault) => {
      const answer = await once({ ...fault, match: 'oauth2' }, () =>
        connected.client.get('WhoAmI', { purpose: 'setup' }),
      );
      expect(answer).toHaveProperty('UserId');
    },
  );
});

describe('RT-18 a call that fails for good has the code of its cause', () => {
  const causes = [
    ['DATAVERSE_THROTTLED', { kind: 'status', status: 429, retryAfter: '3600' }],
    ['DATAVERSE_UNAVAILABLE', { kind: 'status', status: 500 }],
    ['DATAVERSE_UNAVAILABLE', { kind: 'status', status: 503 }],
    ['FOREIGN_ANSWER', { kind: 'page', status: 503 }],
    ['FOREIGN_ANSWER', { kind: 'not-json' }],
    ['FOREIGN_ANSWER', { kind: 'redirect' }],
    ['DATAVERSE_UNREACHABLE', { kind: 'reset' }],
    ['SIGN_IN_FAILED', { kind: 'status', status: 401 }],
  ] as const;

  async function failureAt(fault: object, match: string): Promise<unknown> {
    const { origin: organizationUrl, authority, clientId, clientSecret } = dataverse;
    const config = { organizationUrl, authority, users: [{ clientId, clientSecret }] };
    const patience = { ...patiences.command, attempts: 1, longestWaitMs: 1_000 };
    await using once = createDataverseClient(config, { clock: systemClock, patience });
    await admin('POST', 'faults', { ...fault, match, count: 3 });
    return await once.client.get('WhoAmI', { purpose: 'setup' }).catch((error: unknown) => error);
  }

  it.each(causes)('%s after %j', async (failureCode, fault) => {
    expect(await failureAt(fault, 'WhoAmI')).toMatchObject({ failureCode });
  });

  it.each(causes.filter(([code]) => code === 'FOREIGN_ANSWER' || code === 'DATAVERSE_UNREACHABLE'))(
    '%s after %j of the token',
    async (failureCode, fault) => {
      expect(await failureAt(fault, 'oauth2')).toMatchObject({ failureCode });
    },
  );
});

describe('what Dataverse itself says', () => {
  it('is told from a page: a row that is gone, inside a $batch and alone', async () => {
    const gone = 'contacts(11111111-0000-4000-8000-000000000000)';
    const alone = connected.client.get(gone, { purpose: 'setup' });
    await expect(alone).rejects.toMatchObject({ code: 'not-found', platformCode: '0x80040217' });
    const [part] = await batchGet(connected.client, [gone], { purpose: 'verify' });
    expect(part?.refusal).toMatchObject({ code: 'not-found', platformCode: '0x80040217' });
    await admin('POST', 'faults', { kind: 'page', status: 404, count: 3, match: 'contacts' });
    await expect(connected.client.get(gone, { purpose: 'setup' })).rejects.toMatchObject({ code: 'foreign' });
  });

  it('of a token is believed after one renewal, not asked nine times', async () => {
    const before = await fired();
    await admin('POST', 'faults', { kind: 'status', status: 401, count: 20 });
    const asked = connected.client.get('WhoAmI', { purpose: 'setup' });
    await expect(asked).rejects.toMatchObject({ code: 'unauthorized', retry: null });
    expect((await fired()) - before).toBe(2);
  });

  it('S3 makes nobody in front of a form wait', async () => {
    const { origin: organizationUrl, authority, clientId, clientSecret } = dataverse;
    const config = { organizationUrl, authority, users: [{ clientId, clientSecret }] };
    await using people = createDataverseClient(config, { clock: systemClock, patience: patiences.person });
    await admin('POST', 'faults', { kind: 'status', status: 429, retryAfter: '3600', count: 1 });
    const started = performance.now();
    for (let time = 0; time < 2; time += 1) {
      await expect(people.client.get('WhoAmI', { purpose: 'prefill' })).rejects.toMatchObject({ code: 'throttled' });
    }
    // As long as a person waits at the most, and nowhere near the hour that Dataverse asks for.
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});
