import { randomUUID } from 'node:crypto';
import type { RowId } from '@pmds/contracts/ids';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { guidBytes } from '@pmds/bridge/domain/guid';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { resigned } from '../support/tokens';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

/** People who are deleted, merged or opted out in Dataverse: their links open nothing within seconds, without a run. */
let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;
/** Of somebody; with another id it is another person's. */
let aToken: string;

beforeAll(async () => {
  world = await anEdgesWorld();
  // Nobody looks by himself: what is noticed came by webhook.
  env = world.environment({ PMDS_POLL_SECONDS: '3600' });
  bridge = await world.serve(env);
  const { code, stdout } = await pmds(env, 'setup', '--webhook-url', bridge.url);
  if (code !== 0) throw new Error(stdout);
  const [contact] = await world.rows('contacts?$select=contactid&$top=1');
  const link = await pmds(env, 'link', '--table', 'contact', '--id', String(contact?.['contactid']));
  aToken = tokenOf(link.stdout.trim());
});
afterAll(() => world[Symbol.asyncDispose]());

const status = async (token: string) =>
  (await fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}` } })).status;
const refuses = (token: string) => until('the link is refused', async () => (await status(token)) === 404);
const opens = (token: string) => until('the link opens', async () => (await status(token)) === 200);
const noted = async () => {
  const text = await (await fetch(`${bridge.operationsUrl}/metrics`)).text();
  return Number(/pmds_webhook_requests_total\{outcome="noted"\} (\d+)/.exec(text)?.[1] ?? 0);
};

const put = (collection: string, row: string) =>
  world.call('POST', collection, { '@odata.id': `${world.dataverse.url}${row}` });

/** Stored by a run, with a link to a form. */
interface Recipient {
  readonly id: string;
  readonly token: string;
}
async function recipients(count: number, table: 'contact' | 'lead' = 'contact'): Promise<readonly Recipient[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const row = (id: string) => ({
    [`${table}id`]: id,
    firstname: 'Ada',
    emailaddress1: 'ada@example.com',
    statecode: 0,
  });
  await world.admin('POST', `rows/${table}`, ids.map(row));
  const listid = randomUUID();
  const collection = table === 'contact' ? 'contacts' : 'leads';
  const type = { createdfromcode: table === 'contact' ? 2 : 4, membertype: table === 'contact' ? 2 : 4 };
  await world.call('POST', 'lists', { listid, listname: listid, type: false, ...type });
  for (const id of ids) await put(`lists(${listid})/list${table}_association/$ref`, `${collection}(${id})`);
  const fields = JSON.stringify({
    version: 1,
    contact: ['firstname', 'emailaddress1'],
    lead: ['firstname', 'emailaddress1'],
  });
  const sync = await world.aSync({ pmds_fields: fields });
  await put(`pmds_datasyncs(${sync})/pmds_datasync_list/$ref`, `lists(${listid})`);
  await world.ended(sync, await world.start(sync));
  const stored = ids.map((id) => ({ id, token: resigned(aToken, { sub: id, table }, env) }));
  for (const { token } of stored) expect(await status(token)).toBe(200);
  return stored;
}

describe('webhooks about people', () => {
  it('E11 close a contact and a lead that are deleted', async () => {
    const [contact] = await recipients(1);
    const [lead] = await recipients(1, 'lead');
    await world.call('DELETE', `contacts(${contact!.id})`);
    await world.call('DELETE', `leads(${lead!.id})`);
    await refuses(contact!.token);
    await refuses(lead!.token);
  });

  it('E11 close who opts out or is deactivated, and open him again; other changes do nothing', async () => {
    const [ada, eve] = await recipients(2);
    await world.call('PATCH', `contacts(${ada!.id})`, { donotbulkemail: true });
    await refuses(ada!.token);
    await world.call('PATCH', `contacts(${eve!.id})`, { statecode: 1, statuscode: 2 });
    await refuses(eve!.token);
    const before = await noted();
    await world.call('PATCH', `contacts(${ada!.id})`, { firstname: 'Augusta' });
    await world.call('PATCH', `contacts(${ada!.id})`, { donotbulkemail: false });
    await opens(ada!.token);
    expect(await noted()).toBe(before + 1);
    await world.call('PATCH', `contacts(${eve!.id})`, { statecode: 0, statuscode: 1 });
    await opens(eve!.token);
  });

  it('E11 close who was merged into another, whose link goes on to open his own values and no others', async () => {
    const [master, gone] = await recipients(2);
    const of = ({ id }: Recipient) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: id });
    await world.call('POST', 'Merge', {
      Target: of(master!),
      Subordinate: of(gone!),
      UpdateContent: { '@odata.type': 'Microsoft.Dynamics.CRM.contact' },
      PerformParentingChecks: false,
    });
    await refuses(gone!.token);
    expect(await status(master!.token)).toBe(200);
  });

  it('E11 are all kept when 2,000 people are deleted at once, while forms are answered', async () => {
    const [ada] = await recipients(1);
    const ids = Array.from({ length: 2_000 }, () => randomUUID());
    const before = await noted();
    const posts = ids.values();
    const post = async (): Promise<void> => {
      for (const id of posts) {
        const Target = { Id: id, LogicalName: 'contact' };
        const context = { MessageName: 'Delete', PrimaryEntityName: 'contact', PrimaryEntityId: id };
        const { status: answer } = await fetch(`${bridge.url}/webhooks/dataverse`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-pmds-key': env['PMDS_WEBHOOK_KEY'] ?? '' },
          body: JSON.stringify({ ...context, InputParameters: [{ key: 'Target', value: Target }] }),
        });
        expect(answer).toBe(202);
      }
    };
    await Promise.all([
      ...Array.from({ length: 100 }, post),
      (async () => expect(await status(ada!.token)).toBe(200))(),
    ]);
    expect(await noted()).toBe(before + 2_000);
    const ledger = openSqlite(`${(env['PMDS_STORE'] ?? '').replace(/^sqlite:/, '')}/ledger.sqlite`, { timeout: 5_000 });
    const known = ledger.prepare('select 1 from closed_member where id = ?');
    await until('all are closed', () => ids.every((id) => known.get(guidBytes(id as RowId)) !== undefined));
    ledger.close();
    expect(await status(ada!.token)).toBe(200);
  });

  it('E11 are worked on after the service was killed when it had accepted them', async () => {
    const [ada] = await recipients(1);
    await world.call('PATCH', `contacts(${ada!.id})`, { donotbulkemail: true });
    await refuses(ada!.token);
    const before = await noted();
    // Only a look can tell that he is open again, and none gets through.
    await world.admin('POST', 'faults', { kind: 'status', status: 503, count: 1_000, match: `>${ada!.id}<` });
    await world.call('PATCH', `contacts(${ada!.id})`, { donotbulkemail: false });
    await until('it is accepted', async () => (await noted()) === before + 1);
    bridge.child.kill('SIGKILL');
    await bridge.child.stop();
    await world.admin('DELETE', 'faults');
    bridge = await world.serve(env);
    await opens(ada!.token);
  });
});
