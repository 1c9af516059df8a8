import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Choices } from '@pmds/contracts/generated/tables';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import type { Row } from '@pmds/scripts/dataverse/web-api';
import { parse } from 'csv-parse/sync';
import { until } from '../support/waiting';
import { anEdgesWorld, origin, pmds, type EdgesWorld } from './edges-world';

const { values: kinds } = Choices.requestKind;
const { values: states } = Choices.requestState;

let world: EdgesWorld;
let bridge: Bridge;
let env: BridgeEnvironment;
let sync: string;
let contact: string;
const formId = randomUUID();

beforeAll(async () => {
  world = await anEdgesWorld();
  const fields = {
    version: 1,
    fields: [
      {
        input: 'first',
        contact: 'firstname',
        lead: null,
        exposure: 'clear',
        submit: 'never',
        blankErases: false,
      },
    ],
  };
  await world.call('POST', 'pmds_webforms', {
    pmds_webformid: formId,
    pmds_name: 'Spring',
    pmds_key: 'spring',
    pmds_addresses: `${origin}/newsletter.html`,
    pmds_fields: JSON.stringify(fields),
    pmds_contactlinkcolumn: 'description',
    pmds_linkdays: 10,
  });
  sync = await world.aSync();
  const form = { '@odata.id': `${world.dataverse.url}pmds_webforms(${formId})` };
  await world.call('POST', `pmds_datasyncs(${sync})/pmds_datasync_webform/$ref`, form);
  env = world.environment();
  bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  await until('the form is known', async () => Promise.resolve(bridge.child.said().includes('web-forms-changed')));
  const run = await world.start(sync);
  await world.ended(sync, run);
  contact = String((await world.rows('contacts?$select=contactid&$top=1'))[0]?.['contactid']);
});
afterAll(async () => world[Symbol.asyncDispose]());

async function ask(columns: Row): Promise<Row> {
  const id = randomUUID();
  await world.call('POST', 'pmds_requests', {
    pmds_requestid: id,
    pmds_name: 'A request',
    pmds_state: states.waiting,
    ...columns,
  });
  return until('the request is answered', async () => {
    const row = await world.row(`pmds_requests(${id})`);
    return row['pmds_state'] === states.waiting ? null : row;
  });
}
const exported = (columns: Row = {}) =>
  ask({ pmds_kind: kinds.exportLinks, pmds_targettable: 'pmds_datasync', pmds_targetid: sync, ...columns });

async function open(link: string) {
  const token = new URL(link).hash.replace('#pmds=', '');
  return fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}`, origin } });
}

describe('links, where mails are made', () => {
  it('stand in the column that the web form names, and open the form of their member', async () => {
    const rows = await world.rows('contacts?$select=contactid,firstname,description');
    for (const row of rows) {
      const answer = await open(String(row['description']));
      expect(answer.status).toBe(200);
      expect(JSON.stringify(await answer.json())).toContain(String(row['firstname']));
    }
  });

  it('come as a file of the request, one for each member', async () => {
    const row = await exported();
    expect([row['pmds_state'], row['pmds_sentence']]).toEqual([
      states.done,
      'The links to Spring are in the file of this request.',
    ]);
    const { url, token } = world.dataverse;
    const file = await fetch(`${url}pmds_requests(${String(row['pmds_requestid'])})/pmds_file/$value`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const records: readonly Readonly<Record<string, string>>[] = parse(await file.text(), { columns: true });
    const people = await world.rows('contacts?$select=contactid,emailaddress1&$orderby=contactid');
    expect(records.map(({ id, email }) => [id, email])).toEqual(
      people.map(({ contactid, emailaddress1 }) => [contactid, emailaddress1]),
    );
    expect((await open(records[0]?.['link'] ?? '')).status).toBe(200);
  });

  it('come as a file of the command line: by key, by name and by address of the form, whole or not at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pmds-links-'));
    const people = await world.rows('contacts?$select=contactid&$orderby=contactid');
    for (const form of ['spring', 'Spring', `${origin}/newsletter.html`]) {
      const out = join(folder, 'links.csv');
      const ran = await pmds(env, 'link', '--sync', sync, '--form', form, '--out', out);
      expect([ran.code, ran.stdout.trim()]).toEqual([0, `${out}: 2 links.`]);
      const records: readonly Readonly<Record<string, string>>[] = parse(readFileSync(out, 'utf8'), { columns: true });
      expect(records.map(({ id }) => id)).toEqual(people.map(({ contactid }) => contactid));
      expect((await open(records[1]?.['link'] ?? '')).status).toBe(200);
    }
    expect(readdirSync(folder)).toEqual(['links.csv']);
    const wrong = await pmds(env, 'link', '--sync', sync, '--form', 'winter', '--out', join(folder, 'none.csv'));
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('There is no web form "winter"')]);
    const unknown = await pmds(
      env,
      'link',
      '--sync',
      randomUUID(),
      '--form',
      'spring',
      '--out',
      join(folder, 'none.csv'),
    );
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('No run of the sync')]);
    const usage = await pmds(env, 'link', '--sync', sync, '--id', contact, '--form', 'spring');
    expect(usage.stderr).toContain('--out is missing');
    expect(readdirSync(folder)).toEqual(['links.csv']);
    rmSync(folder, { recursive: true });
  });

  it('N18 opens once, within a minute, for who looks at the form as its recipient', async () => {
    const row = await ask({
      pmds_kind: kinds.viewAsRecipient,
      pmds_targettable: 'contact',
      pmds_targetid: contact,
      pmds_parameters: '{"form":"spring"}',
    });
    const { address, expiresOn } = JSON.parse(String(row['pmds_answer'])) as Readonly<Record<string, string>>;
    expect(Date.parse(expiresOn ?? '') - Date.now()).toBeLessThanOrEqual(60_000);
    expect((await open(address ?? '')).status).toBe(200);
    expect((await open(address ?? '')).status).toBe(401);
    expect(bridge.child.said()).toContain('viewed-as-recipient');
    expect(bridge.child.said()).not.toContain(contact);
  });
});

describe('a request that cannot be answered', () => {
  const refusals: readonly (readonly [string, () => Row, string])[] = [
    ['of a kind that nobody handles', () => ({ pmds_kind: kinds.releaseLinks }), 'does not know this kind'],
    ['without a target', () => ({ pmds_targetid: null }), 'does not say which row'],
    ['about another table', () => ({ pmds_targettable: 'lead' }), 'is about rows of pmds_datasync'],
    ['about no row', () => ({ pmds_targetid: randomUUID() }), 'does not exist'],
    ['about what is no id', () => ({ pmds_targetid: 'x' }), 'does not exist'],
    ['with parameters that are no JSON', () => ({ pmds_parameters: '{' }), 'cannot be used: JSON'],
    ['with a parameter of another type', () => ({ pmds_parameters: '{"form":7}' }), 'cannot be used: form'],
    ['about a form that is not there', () => ({ pmds_parameters: '{"form":"winter"}' }), 'which web form'],
  ];
  for (const [what, columns, sentence] of refusals) {
    it(`is refused in words: ${what}`, async () => {
      const row = await exported(columns());
      expect(row['pmds_state']).toBe(states.refused);
      expect(row['pmds_sentence']).toContain(sentence);
      expect(row['pmds_answeredon']).not.toBeNull();
    });
  }

  it('of somebody who may not read what it is about', async () => {
    const users = await world.rows(`systemusers?$select=systemuserid,fullname`);
    const reader = users.find(({ fullname }) => String(fullname).startsWith('Rita'));
    const row = await exported({ 'ownerid@odata.bind': `/systemusers(${String(reader?.['systemuserid'])})` });
    expect(row['pmds_state']).toBe(states.refused);
    expect(row['pmds_sentence']).toMatch(/may not read|do not read all rows/);
  });
});
