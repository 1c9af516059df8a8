import { randomUUID } from 'node:crypto';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import { until } from '../support/waiting';
import { resigned } from '../support/tokens';
import { anEdgesWorld, origin, pmds, type EdgesWorld } from './edges-world';

/** People whom no run has reached, over real HTTP: how old their values may be, who is closed, what strangers may cost. */
let world: EdgesWorld;

beforeAll(async () => {
  world = await anEdgesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function serving(more: BridgeEnvironment = {}) {
  const env = world.environment({ PMDS_POLL_SECONDS: '3600', ...more });
  const bridge = await world.serve(env);
  return { env, bridge };
}
async function aLink(env: BridgeEnvironment, id: string): Promise<string> {
  const { code, stdout, stderr } = await pmds(env, 'link', '--table', 'contact', '--id', id);
  if (code !== 0) throw new Error(stderr);
  return tokenOf(stdout.trim());
}
const asking = (bridge: Bridge) => (token: string) =>
  fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}`, origin } });
const valuesOf = async (response: Response) =>
  ((await response.json()) as { readonly values: Readonly<Record<string, unknown>> }).values;
const calls = async () => ((await world.admin('GET', 'calls')) as { readonly total: number }).total;

const person = () => ({
  contactid: randomUUID(),
  firstname: 'Ada',
  lastname: 'Byron',
  emailaddress1: 'ada@example.com',
  governmentid: '123-45-678',
  statecode: 0,
});

describe('somebody whom no run has reached', () => {
  it('E11 S4 is read again once what is kept is too old, and is shown no more when he was opted out or deleted', async () => {
    const { env, bridge } = await serving({ PMDS_ON_DEMAND_MAX_AGE_MINUTES: '0', PMDS_ON_DEMAND_MISS_SECONDS: '0' });
    const ask = asking(bridge);
    const ada = person();
    await world.admin('POST', 'rows/contact', [ada]);
    const token = await aLink(env, ada.contactid);
    expect(await valuesOf(await ask(token))).toMatchObject({ firstname: 'Ada' });
    await world.call('PATCH', `contacts(${ada.contactid})`, { firstname: 'Augusta' });
    expect(await valuesOf(await ask(token))).toMatchObject({ firstname: 'Augusta' });
    await world.call('PATCH', `contacts(${ada.contactid})`, { donotbulkemail: true });
    expect((await ask(token)).status).toBe(404);
    await world.call('PATCH', `contacts(${ada.contactid})`, { donotbulkemail: false });
    expect((await ask(token)).status).toBe(200);
    await world.call('DELETE', `contacts(${ada.contactid})`);
    expect((await ask(token)).status).toBe(404);
  });

  it('E11 shows nothing old when Dataverse does not answer', async () => {
    const { env, bridge } = await serving({ PMDS_ON_DEMAND_MAX_AGE_MINUTES: '0' });
    const ask = asking(bridge);
    const ada = person();
    await world.admin('POST', 'rows/contact', [ada]);
    const token = await aLink(env, ada.contactid);
    expect((await ask(token)).status).toBe(200);
    await world.admin('POST', 'faults', { kind: 'status', status: 400, count: 1, match: ada.contactid });
    expect((await ask(token)).status).toBe(503);
    await world.admin('DELETE', 'faults');
  });

  it('S12 costs Dataverse next to nothing when 300 requests ask for somebody who is not there', async () => {
    const { env, bridge } = await serving();
    const ada = person();
    await world.admin('POST', 'rows/contact', [ada]);
    const token = resigned(await aLink(env, ada.contactid), { sub: randomUUID() }, env);
    const before = await calls();
    const ask = asking(bridge);
    const answers: Response[] = [];
    for (let batch = 0; batch < 15; batch += 1) {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => ask(token)))));
    }
    // Sign-in, the columns' definitions, the person, whether he is gone.
    expect((await calls()) - before).toBeLessThan(10);
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([404, 429]);
    const slowed = answers.find(({ status }) => status === 429);
    expect(Number(slowed?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await slowed?.json()).toMatchObject({ code: 'too-many-requests' });
  });

  it('S12 leaves the budget of runs alone: reads for links have their own, and what is stored is answered all the same', async () => {
    const { env, bridge } = await serving({ PMDS_ON_DEMAND_READS_PER_MINUTE: '2' });
    const ask = asking(bridge);
    const people = [person(), person(), person()];
    await world.admin('POST', 'rows/contact', people);
    const tokens: string[] = [];
    for (const { contactid } of people) tokens.push(await aLink(env, contactid));
    const statuses: number[] = [];
    for (const token of tokens) statuses.push((await ask(token)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await ask(tokens[0] ?? '')).status).toBe(200);
  });
});

describe('a link', () => {
  it('S19 does not show what is sensitive, although a sync selects it, unless an administrator allows it', async () => {
    const ada = person();
    await world.admin('POST', 'rows/contact', [ada]);
    const fields = { PMDS_PREFILL_DEFAULT_FIELDS: 'firstname,governmentid' };
    const usual = await serving(fields);
    const shown = await valuesOf(await asking(usual.bridge)(await aLink(usual.env, ada.contactid)));
    expect(shown).toEqual({ firstname: 'Ada' });
    const wide = await serving({ ...fields, PMDS_PUBLIC_COLUMNS: 'governmentid' });
    const allowed = await valuesOf(await asking(wide.bridge)(await aLink(wide.env, ada.contactid)));
    expect(allowed).toEqual({ governmentid: '123-45-678' });
  });

  it('K12 S19 shows nobody whom another sync knows to be deleted, and no sensitive column from the store', async () => {
    const { env, bridge } = await serving({ PMDS_POLL_SECONDS: '1' });
    const ask = asking(bridge);
    const [list] = await world.rows('lists?$select=listid&$filter=createdfromcode eq 2');
    const member = await aMemberOf(String(list?.['listid']));
    const columns = { pmds_fields: JSON.stringify({ version: 1, contact: ['firstname', 'governmentid'], lead: [] }) };
    const [one, two] = [await world.aSync(columns), await world.aSync(columns)];
    for (const id of [one, two]) await synced(id);
    const token = await aLink(env, member);
    expect(Object.keys(await valuesOf(await ask(token)))).toEqual(['firstname']);
    await world.call('DELETE', `contacts(${member})`);
    await synced(one);
    expect((await ask(token)).status).toBe(404);
  });

  /** Somebody of one's own, on the list that the syncs have. */
  async function aMemberOf(listId: string): Promise<string> {
    const { statecode: _active, ...columns } = person();
    const { contactid } = columns;
    await world.call('POST', 'contacts', columns);
    await world.call('POST', `lists(${listId})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contactid });
    return contactid;
  }

  /** Asks for a run by the row, and waits for its end. */
  async function synced(id: string): Promise<void> {
    const before = (await world.row(`pmds_datasyncs(${id})`))['_pmds_currentrunid_value'];
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_requestedon: new Date().toISOString() });
    await until('the run has ended', async () => {
      const row = await world.row(`pmds_datasyncs(${id})`);
      return row['_pmds_currentrunid_value'] !== before && row['pmds_completedon'] !== null ? row : null;
    });
  }
});
