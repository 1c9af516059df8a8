import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrefillResponse } from '@pmds/contracts/prefill';
import { serialiseWebFormFields, type WebFormField } from '@pmds/contracts/web-form/definition';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import { resigned } from '../support/tokens';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

/** From the record of a Web Form in the local Dataverse to what a page is answered. */
let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;
const ada = {
  contactid: randomUUID(),
  firstname: 'Ada',
  lastname: 'Byron',
  emailaddress1: 'ada@example.com',
  statecode: 0,
};
const page = 'https://news.example.org';

const field = (contact: string, exposure: WebFormField['exposure']): WebFormField => ({
  input: `the ${contact}`,
  contact,
  lead: null,
  exposure,
  submit: 'never',
  blankErases: false,
});

beforeAll(async () => {
  world = await anEdgesWorld();
  // These tests ask again and again until the service has looked at Dataverse.
  env = world.environment({
    PMDS_PREFILL_LINK_PER_MINUTE: '100000',
    PMDS_ON_DEMAND_PERSON_PER_MINUTE: '100000',
    PMDS_ON_DEMAND_FORM_PER_MINUTE: '100000',
    PMDS_ON_DEMAND_CLIENT_PER_MINUTE: '100000',
  });
  await world.admin('POST', 'rows/contact', [ada]);
  bridge = await world.serve(env);
});
afterAll(() => world[Symbol.asyncDispose]());

async function aForm(key: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = randomUUID();
  await world.call('POST', 'pmds_webforms', {
    pmds_webformid: id,
    pmds_name: `Form ${key}`,
    pmds_key: key,
    pmds_addresses: `${page}/subscribe\n`,
    pmds_language: 1031,
    pmds_fields: serialiseWebFormFields([
      field('firstname', 'clear'),
      field('emailaddress1', 'masked'),
      field('lastname', 'verified'),
    ]),
    ...more,
  });
  return id;
}

/** A link as the service signs it for a described form. */
async function linkTo(key: string): Promise<string> {
  const { stdout } = await pmds(env, 'link', '--table', 'contact', '--id', ada.contactid);
  return resigned(tokenOf(stdout.trim()), { aud: `pmds:form:${key}` }, env);
}
const ask = (token: string, path = '', body?: object) =>
  fetch(`${bridge.url}/v1/prefill${path}`, {
    method: path === '' ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      origin: page,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const answers = (token: string, status: number) =>
  until(`the link is answered with ${status}`, async () => (await ask(token)).status === status);

describe('a Web Form in Dataverse', () => {
  it('CD-07 N11 opens filled in, by the exposure of its fields, as soon as it is described', async () => {
    await aForm('news');
    const token = await linkTo('news');
    await answers(token, 200);
    const response = await ask(token);
    expect(response.headers.get('access-control-allow-origin')).toBe(page);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      values: { firstname: 'Ada' },
      form: {
        inputs: { 'the firstname': 'firstname' },
        masked: { emailaddress1: 'a•••@example.com' },
        verified: ['lastname'],
        language: 1031,
      },
    });
    for (const hidden of ['Byron', 'ada@']) expect(text).not.toContain(hidden);
  });

  it('N11 shows the rest to who types the code that was mailed, in the language of the form', async () => {
    await aForm('verified');
    const token = await linkTo('verified');
    await answers(token, 200);
    expect((await ask(token, '/code')).status).toBe(202);
    const [mail] = await world.rows("emails?$select=subject,description&$filter=startswith(subject,'Ihr Code')");
    const code = /\d{6}/.exec(String(mail?.['subject']))?.[0] ?? '';
    expect(String(mail?.['description'])).toContain('Formular „Form verified“');
    const filled = await ask(token, '/verify', { code });
    expect(filled.status).toBe(200);
    expect(((await filled.json()) as PrefillResponse).values).toEqual({ firstname: 'Ada', lastname: 'Byron' });
    expect((await ask(token, '/verify', { code })).status).toBe(403);
    const folder = (env['PMDS_STORE'] ?? '').replace(/^sqlite:/, '');
    const kept = readdirSync(folder).filter((file) => file.startsWith('links.sqlite'));
    const bytes = kept.map((file) => readFileSync(join(folder, file), 'latin1')).join('');
    expect(bytes).toContain('mail_code');
    // Neither who asked nor the code: a copy of the store tells nobody.
    for (const hidden of [ada.contactid, code]) expect(bytes).not.toContain(hidden);
  });

  it.each([
    ['suspended', (id: string) => world.call('PATCH', `pmds_webforms(${id})`, { pmds_linkstate: 742100001 })],
    ['deactivated', (id: string) => world.call('PATCH', `pmds_webforms(${id})`, { statecode: 1, statuscode: 2 })],
    ['deleted', (id: string) => world.call('DELETE', `pmds_webforms(${id})`)],
    ['given another key', (id: string) => world.call('PATCH', `pmds_webforms(${id})`, { pmds_key: 'renamed' })],
    [
      'described by what cannot be read',
      (id: string) => world.call('PATCH', `pmds_webforms(${id})`, { pmds_fields: '{' }),
    ],
  ])('N11 opens nothing any more once it is %s', async (how, change) => {
    const key = how.replace(/ /g, '-').slice(0, 40);
    const id = await aForm(key);
    const token = await linkTo(key);
    await answers(token, 200);
    await change(id);
    await answers(token, 401);
    expect(await (await ask(token)).json()).toMatchObject({ code: 'token-invalid' });
  });
});

describe('pmds link for a Web Form', () => {
  const link = (form: string, ...more: readonly string[]) =>
    pmds(env, 'link', '--table', 'contact', '--id', ada.contactid, '--form', form, ...more);
  const claims = (text: string) =>
    JSON.parse(Buffer.from(tokenOf(text).split('.')[1] ?? '', 'base64url').toString()) as Readonly<
      Record<string, unknown>
    >;

  it('makes the link for the form, by its key, its name or its address, as its record says', async () => {
    await aForm('leaflet', { pmds_addresses: `${page}/leaflet?a=b`, pmds_linkdays: 7, pmds_maximumuses: 2 });
    await answers(await linkTo('leaflet'), 200);
    for (const form of ['leaflet', 'Form leaflet', `${page}/leaflet?a=b`]) {
      const { code, stdout } = await link(form);
      expect([code, stdout.startsWith(`${page}/leaflet?a=b#pmds=`)]).toEqual([0, true]);
      const { aud, iat, exp, max } = claims(stdout.trim());
      expect([aud, Number(exp) - Number(iat), max]).toEqual(['pmds:form:leaflet', 7 * 86_400, 2]);
      expect((await ask(tokenOf(stdout.trim()))).status).toBe(200);
    }
    const short = claims((await link('leaflet', '--ttl-minutes', '5')).stdout.trim());
    expect(Number(short['exp']) - Number(short['iat'])).toBe(300);
  });

  it('makes none that would open nothing, and names the form that is not there', async () => {
    const id = await aForm('poster');
    const token = await linkTo('poster');
    await answers(token, 200);
    await world.call('PATCH', `pmds_webforms(${id})`, { pmds_linkstate: 742100001 });
    await until('the form is suspended', async () => (await link('poster')).stderr.includes('links suspended'));
    const suspended = await link('poster');
    expect([suspended.code, suspended.stdout]).toEqual([1, '']);
    const unknown = await link('nobody-described-this');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('No Web Form has this key or name')]);
  });
});
