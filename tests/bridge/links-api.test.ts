import { randomUUID } from 'node:crypto';
import { serialiseWebFormFields } from '@pmds/contracts/web-form/definition';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, origin, pmds, type EdgesWorld } from './edges-world';

/** Links for an application of the tenant, with an access token that the local Dataverse's sign-in service issues. */
const audience = randomUUID();
const page = 'https://news.example.org';
const linkState = { suspended: 742100001 };

let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;
let sync: string;
let run: string;
let ids: readonly string[];
let bearer: string;

interface Answer {
  readonly table: string;
  readonly id: string;
  readonly link?: string;
  readonly refused?: string;
}

async function tokenFor(scope: string, client = world.dataverse): Promise<string> {
  const answer = await fetch(`${world.dataverse.authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope,
    }),
  });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}

async function aForm(key: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const shown = { exposure: 'clear', submit: 'never', blankErases: false, lead: null } as const;
  await world.call('POST', 'pmds_webforms', {
    pmds_webformid: randomUUID(),
    pmds_name: `Form ${key}`,
    pmds_key: key,
    pmds_addresses: `${page}/${key}`,
    pmds_fields: serialiseWebFormFields([{ input: 'first', contact: 'firstname', ...shown }]),
    ...more,
  });
}

const ask = (body: unknown, authorization = `Bearer ${bearer}`) =>
  fetch(`${bridge.url}/v1/links`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const contact = (id: string) => ({ table: 'contact', id });
async function linksOf(body: unknown): Promise<readonly Answer[]> {
  const answer = await ask(body);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { readonly links: readonly Answer[] }).links;
}
async function refusal(body: unknown) {
  const answer = await ask(body);
  const { code, field } = (await answer.json()) as { readonly code: string; readonly field?: string };
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return [answer.status, code, field];
}
const claimsOf = (link = '') =>
  JSON.parse(Buffer.from(link.split('#pmds=')[1]?.split('.')[1] ?? '', 'base64url').toString()) as Readonly<
    Record<string, unknown>
  >;
const opened = (link = '', from = page) =>
  fetch(`${bridge.url}/v1/prefill`, {
    headers: { authorization: `Bearer ${new URL(link).hash.replace('#pmds=', '')}`, origin: from },
  });

beforeAll(async () => {
  world = await anEdgesWorld();
  const grants = { [world.dataverse.clientId]: ['Links.Issue'] };
  await world.admin('POST', 'apis', { identifierUri: 'api://pmds', appId: audience, grants });
  // The list of the sync has them all from now on.
  await world.admin('POST', 'generate', { contacts: 10_000, leads: 0, columns: 5 });
  await aForm('spring');
  sync = await world.aSync({ pmds_plannedsendend: '2030-01-01T00:00:00Z' });
  env = world.environment({ PMDS_API_AUDIENCE: audience, PMDS_API_CLIENT_PER_MINUTE: '10000' });
  bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  run = await world.start(sync);
  await world.ended(sync, run);
  // A page of the Web API has 5,000 rows.
  const halves = ['asc', 'desc'].map((order) => world.rows(`contacts?$select=contactid&$orderby=contactid ${order}`));
  ids = (await Promise.all(halves)).flat().map(({ contactid }) => String(contactid));
  bearer = await tokenFor('api://pmds/.default');
  await until('the form is known', async () => (await ask({ form: 'spring', members: [contact(randomUUID())] })).ok);
});
afterAll(() => world[Symbol.asyncDispose]());

describe('links that an application asks for', () => {
  it('are 10,000 at once, in the order in which they were asked for, and each opens the form of its member', async () => {
    const asked = ids.slice(0, 10_000).reverse();
    expect(new Set(asked).size).toBe(10_000);
    const links = await linksOf({ form: 'spring', members: asked.map(contact) });
    expect(links.map(({ id }) => id)).toEqual(asked);
    expect(new Set(links.map(({ link }) => claimsOf(link)['sub'])).size).toBe(10_000);
    for (const place of [0, 4_999, 9_999]) {
      const { id, link } = links[place] ?? {};
      const row = await world.row(`contacts(${String(id)})?$select=firstname`);
      const answer = await opened(link);
      expect([answer.status, await answer.json()]).toEqual([
        200,
        expect.objectContaining({ values: { firstname: row['firstname'] } }),
      ]);
    }
    expect((await opened(links[0]?.link, origin)).status).toBe(403);
  });

  it('are refused for who is not known, and for who opted out or is inactive', async () => {
    const [out = '', inactive = '', stays = ''] = ids;
    const stranger = randomUUID();
    await world.call('PATCH', `contacts(${out})`, { donotbulkemail: true });
    await world.call('PATCH', `contacts(${inactive})`, { statecode: 1, statuscode: 2 });
    const members = [stranger, out, stays, inactive, out].map(contact);
    const what = async () =>
      (await linksOf({ form: 'spring', members })).map(({ id, refused = 'a link' }) => [id, refused]);
    const right = [
      [stranger, 'unknown'],
      [out, 'closed'],
      [stays, 'a link'],
      [inactive, 'closed'],
      [out, 'closed'],
    ];
    await until('both are closed', async () => JSON.stringify(await what()) === JSON.stringify(right));
    const asLead = await linksOf({ form: 'spring', members: [{ table: 'lead', id: stays }] });
    expect(asLead).toEqual([{ table: 'lead', id: stays, refused: 'unknown' }]);
    await aForm('choices', { pmds_ispreference: true });
    const preference = () => ask({ form: 'choices', members: [contact(out)] });
    await until('the form about preferences is known', async () => (await preference()).ok);
    expect(JSON.stringify(await (await preference()).json())).toContain(`"link":"${page}/choices#pmds=`);
  });

  it('belong to the run that was named, or to that of the sync, whose planned send they outlast', async () => {
    const members = [contact(ids[5] ?? '')];
    const alone = claimsOf((await linksOf({ form: 'spring', members }))[0]?.link);
    expect(alone).toMatchObject({ aud: 'pmds:form:spring', sub: ids[5] });
    expect([alone['run'], Number(alone['exp']) - Number(alone['iat'])]).toEqual([undefined, 30 * 86_400]);
    expect(claimsOf((await linksOf({ form: 'spring', members, run }))[0]?.link)['run']).toBe(run);
    const bySync = claimsOf((await linksOf({ form: 'spring', members, sync }))[0]?.link);
    const planned = Date.parse('2030-01-01T00:00:00Z') / 1_000;
    expect([bySync['run'], bySync['exp']]).toEqual([run, planned + 30 * 86_400]);
    expect(await refusal({ form: 'spring', members, run: randomUUID() })).toEqual([404, 'run-unknown', 'run']);
    expect(await refusal({ form: 'spring', members, sync: randomUUID() })).toEqual([409, 'sync-not-synced', 'sync']);
  });

  it('are not made for a form that would open nothing', async () => {
    const members = [contact(ids[6] ?? '')];
    await aForm('paused', { pmds_linkstate: linkState.suspended });
    await aForm('damaged', { pmds_fields: '{' });
    await aForm('nowhere', { pmds_addresses: '' });
    await aForm('ended');
    const status = async (form: string) => (await ask({ form, members })).status;
    for (const form of ['paused', 'damaged', 'nowhere']) {
      await until(`${form} is known`, async () => (await status(form)) === 409);
    }
    expect(await refusal({ form: 'paused', members })).toEqual([409, 'form-suspended', 'form']);
    expect(await refusal({ form: 'damaged', members })).toEqual([409, 'form-unreadable', 'form']);
    expect(await refusal({ form: 'nowhere', members })).toEqual([409, 'form-without-address', 'form']);
    expect(await refusal({ form: 'winter', members })).toEqual([404, 'form-unknown', 'form']);
    const again = await world.start(sync);
    await world.ended(sync, again);
    expect((await pmds(env, 'revoke', '--run', again)).code).toBe(0);
    await until('the run is revoked', async () => (await ask({ form: 'spring', members, sync })).status === 409);
    expect(await refusal({ form: 'spring', members, sync })).toEqual([409, 'links-revoked', undefined]);
  });
});

describe('who may not ask for links', () => {
  it('is whoever has no token of the tenant for the service; one without the role is told so', async () => {
    const other = { ...world.dataverse, clientId: randomUUID(), clientSecret: 'another secret' };
    await world.admin('POST', 'clients', { clientId: other.clientId, clientSecret: other.clientSecret });
    const elsewhere = { identifierUri: 'api://elsewhere', appId: randomUUID(), grants: {} };
    await world.admin('POST', 'apis', elsewhere);
    const members = [contact(ids[7] ?? '')];
    const wrong = [
      '',
      'Basic YTpi',
      `Bearer ${bearer.slice(0, -4)}AAAA`,
      `Bearer ${await tokenFor('api://elsewhere/.default')}`,
      `Bearer ${await tokenFor(`${world.dataverse.origin}/.default`)}`,
    ];
    const answers = await Promise.all(wrong.map((one) => ask({ form: 'spring', members }, one)));
    const bodies = await Promise.all(answers.map((one) => one.text()));
    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 401));
    expect(new Set(bodies).size).toBe(1);
    expect(answers.map(({ headers }) => headers.get('www-authenticate'))).toEqual(wrong.map(() => 'Bearer'));
    await linksOf({ form: 'spring', members });
    const roleless = await ask({ form: 'spring', members }, `Bearer ${await tokenFor('api://pmds/.default', other)}`);
    expect([roleless.status, await roleless.json()]).toEqual([403, expect.objectContaining({ code: 'role-missing' })]);
    const said = bridge.child.said();
    expect(said).toContain(world.dataverse.clientId);
    for (const secret of [bearer, ...wrong.slice(2).map((one) => one.slice(7))]) {
      expect(said).not.toContain(secret.split('.')[1] ?? secret);
    }
  });

  it('is anybody, where the service has no audience: then the address does not exist', async () => {
    const off = await world.serve(world.environment());
    const answer = await fetch(`${off.url}/v1/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect(answer.status).toBe(404);
  });
});
