import { randomUUID } from 'node:crypto';
import { Tables } from '@pmds/contracts/generated/tables';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { createDataverseClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import { orderOf, readDataSyncRow } from '@pmds/bridge/adapters/dataverse/reporting/claim/data-sync-row';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { queryNotesText } from '@pmds/contracts/run/query-notes';
import { guidOfName } from '@pmds/emulator/model/guid';
import { aRow, EngineWorld, range } from '../engine/engine-world';

const [utc, auckland, berlin] = [92, 290, 110];

/** https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/operators */
describe('B5 days in the query of a list whose owner lives in another time zone', () => {
  let world: EngineWorld;
  beforeAll(async () => {
    world = await EngineWorld.start();
    // 03:00 in UTC on the 28th is 16:00 in Auckland: today began at 11:00 UTC on the 27th there.
    await world.admin('POST', 'clock', { now: '2026-11-28T03:00:00Z' });
    const created = ['2026-11-27T11:30:00Z', '2026-11-28T01:00:00Z', '2026-11-27T09:00:00Z'];
    await world.load(
      'contact',
      range(0, 3).map((number) => aRow('contact', number, { createdon: created[number] })),
    );
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const service = (clientId: string): string => guidOfName(`systemuser:application:${clientId}`);
  const owner = async (timezonecode: number | null): Promise<RowId> => {
    const id = parseRowId(randomUUID());
    if (!id.ok) throw new Error('A made id is no GUID.');
    if (timezonecode !== null)
      await world.admin('POST', 'rows/usersettings', [{ systemuserid: id.value, timezonecode }]);
    return id.value;
  };
  const query = (operator: string): string =>
    `<fetch><entity name="contact"><filter><condition attribute="createdon" ${operator}/></filter></entity></fetch>`;
  const today = query('operator="today"');
  const zoneNote = { kind: 'zone', list: 'Fresh', said: 'createdon today' } as const;

  it('is owned by whom the row of the sync says, as it is read over HTTP', async () => {
    const { url, token, origin: organizationUrl, authority, clientId, clientSecret } = world.dataverse;
    const send = async (method: string, path: string, body: object): Promise<string> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(await response.text());
      return /\(([^)]*)\)$/.exec(response.headers.get('odata-entityid') ?? '')?.[1] ?? '';
    };
    const listid = await send('POST', 'lists', { listname: 'Fresh', type: true, createdfromcode: 2, query: today });
    const sync = await send('POST', 'pmds_datasyncs', {
      pmds_name: 'Spring',
      pmds_notificationemails: 'a@example.org',
      pmds_fields: JSON.stringify({ version: 1, contact: ['firstname'], lead: [] }),
    });
    const [id] = [sync, listid].map((text) => parseRowId(text));
    if (id?.ok !== true) throw new Error('The sync has no id.');
    const { navigationProperty } = Tables.dataSync.manyToMany.list;
    await send('POST', `pmds_datasyncs(${sync})/${navigationProperty}/$ref`, { '@odata.id': `${url}lists(${listid})` });
    const terms = { organizationUrl, authority, users: [{ clientId, clientSecret }] };
    const connected = createDataverseClient(terms, { clock: systemClock });
    const row = await readDataSyncRow(connected.client, id.value, { flow: 'test' });
    await connected[Symbol.asyncDispose]();
    const admin = guidOfName('systemuser:Ada Admin');
    expect(row === null ? null : orderOf(row).lists).toMatchObject([{ kind: 'dynamic', owner: admin }]);
  });

  it('takes those whom the list shows its owner where the application user has the same zone, and says nothing', async () => {
    await world.chooseZone(service(world.dataverse.clientId), auckland);
    const list = await world.dynamicList('contact', today, 'Fresh', await owner(auckland));
    const { counts, queries, traces } = await world.run([list]);
    expect(counts.contact.synced).toBe(2);
    expect([queries, traces]).toEqual([null, []]);
  });

  it('names operator and both zones where they differ, in the Trace and for the form, and completes', async () => {
    await world.chooseZone(service(world.dataverse.clientId), utc);
    const list = await world.dynamicList('contact', today, 'Fresh', await owner(auckland));
    const { run, counts, errors, queries, traces } = await world.run([list]);
    expect([run.status, counts.contact.synced, errors]).toEqual(['completed', 1, 0]);
    expect(queries).toEqual({ notes: [{ ...zoneNote, service: 'UTC', owner: 'Pacific/Auckland' }], more: 0 });
    const [trace] = traces;
    expect(trace).toMatchObject({ code: 'LIST_QUERY_DIFFERS', severity: 'warning' });
    for (const part of ['"Fresh"', '"createdon today"', '(UTC)', '(Pacific/Auckland)'])
      expect(trace?.message).toContain(part);
  });

  it.each([
    ['operator="last-x-days" value="3"', 'createdon last-x-days 3'],
    ['operator="this-week"', 'createdon this-week'],
    ['operator="on-or-after" value="2026-11-28"', 'createdon on-or-after'],
    ['operator="in-fiscal-period" value="4"', 'createdon in-fiscal-period'],
  ])('has a word for %s', async (condition, said) => {
    const list = await world.dynamicList('contact', query(condition), 'Fresh', await owner(berlin));
    const { queries } = await world.run([list]);
    expect(queries?.notes).toEqual([{ ...zoneNote, said, service: 'UTC', owner: 'Europe/Berlin' }]);
  });

  it('says that the zone of the owner is not known, of a team and of a user without settings', async () => {
    for (const somebody of [null, await owner(null)]) {
      const { queries } = await world.run([await world.dynamicList('contact', today, 'Fresh', somebody)]);
      expect(queries?.notes).toEqual([{ ...zoneNote, service: 'UTC', owner: null }]);
    }
  });

  it('looks at every application user: whichever of them reads a page, its days count', async () => {
    const { clientId, clientSecret } = world.dataverse;
    await world.chooseZone(service(clientId), auckland);
    const second = await world.userReading({ prvReadContact: 8 });
    const users = [{ clientId, clientSecret }, second];
    const list = await world.dynamicList('contact', today, 'Fresh', await owner(auckland));
    const { queries } = await world.run([list], { users });
    expect(queries?.notes).toEqual([{ ...zoneNote, service: 'Pacific/Auckland, UTC', owner: 'Pacific/Auckland' }]);
    await world.chooseZone(service(clientId), utc);
  });

  it('says five things at the most on the form, how many there are beside them, and all of them in the Trace', async () => {
    const each = range(1, 8).map(
      (days) => `<condition attribute="createdon" operator="last-x-days" value="${days * 1000}"/>`,
    );
    const own = `<fetch top="2"><entity name="contact"><filter type="or">${each.join('')}</filter></entity></fetch>`;
    const { queries, traces } = await world.run([await world.dynamicList('contact', own, 'Many')]);
    expect(queries?.notes).toHaveLength(5);
    expect(queries?.notes[0]).toEqual({ kind: 'limit', list: 'Many', said: 'top="2"' });
    expect(queries?.more).toBe(3);
    expect(traces).toHaveLength(8);
    if (queries !== null)
      expect(queryNotesText(queries, 'en')).toMatch(/3 more notes of this kind: see the Errors tab/);
  });

  it.each([
    ['an order', '<fetch><entity name="contact"><order attribute="lastname"/></entity></fetch>'],
    ['a count of all rows', '<fetch returntotalrecordcount="true"><entity name="contact"/></fetch>'],
    ['distinct', '<fetch distinct="true"><entity name="contact"/></fetch>'],
    ['an option of the platform', '<fetch latematerialize="true"><entity name="contact"/></fetch>'],
  ])('has no word for %s, which changes nobody', async (_, own) => {
    const { counts, queries } = await world.run([await world.dynamicList('contact', own)]);
    expect([counts.contact.synced, queries]).toEqual([3, null]);
  });

  it.each([
    [
      'LIST_QUERY_INVALID',
      'aggregat',
      '<fetch aggregate="true"><entity name="contact"><attribute name="contactid" aggregate="count" alias="n"/></entity></fetch>',
    ],
    [
      'LIST_QUERY_REFUSED',
      'sideways',
      '<fetch><entity name="contact"><link-entity name="account" from="accountid" to="parentcustomerid" link-type="sideways"/></entity></fetch>',
    ],
  ])('ends with %s, which names the list and %s, what cannot be honoured', async (code, named, own) => {
    const { run } = await world.run([await world.dynamicList('contact', own, 'Odd')]);
    expect(run.failure?.code).toBe(code);
    expect(run.failure?.detail).toContain('"Odd"');
    expect(run.failure?.detail).toContain(named);
  });
});
