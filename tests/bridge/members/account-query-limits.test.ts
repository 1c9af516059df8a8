import { noOutcomes } from '@pmds/contracts/run/counts';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { changedPrimaryContacts } from '@pmds/bridge/adapters/dataverse/source/fetchxml/changed-accounts';
import { createDataverseClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import { aRow, EngineWorld, personId, range } from '../engine/engine-world';

/** https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows#limits */
describe('B8 queries of dynamic account lists at the limits of the platform', () => {
  let world: EngineWorld;
  beforeAll(async () => {
    world = await EngineWorld.start();
    await world.load(
      'contact',
      range(0, 60).map((number) => aRow('contact', number)),
    );
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const accounts = (inside: string): string => `<fetch><entity name="account">${inside}</entity></fetch>`;
  const names = (count: number, name: string): string => {
    const others = range(1, count).map((number) => `<condition attribute="name" operator="eq" value="No ${number}"/>`);
    return `<filter type="or"><condition attribute="name" operator="eq" value="${name}"/>${others.join('')}</filter>`;
  };
  const links = (count: number): string =>
    range(0, count)
      .map((at) => `<link-entity name="systemuser" from="systemuserid" to="ownerid" alias="u${at}" link-type="inner"/>`)
      .join('');

  it.each([498, 499, 500])('is read to its end with %i conditions', async (count) => {
    const accountName = `Firm of ${count}`;
    const query = accounts(names(count, accountName));
    const { run, counts } = await world.run([await world.accountList(range(0, 20), { query, accountName })]);
    expect(run).toMatchObject({ status: 'completed', failure: null });
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 20 });
  });

  it.each([14, 15])('is read to its end with %i links', async (count) => {
    const accountName = `Linked ${count}`;
    const query = accounts(`<filter>${names(1, accountName)}</filter>${links(count)}`);
    const { run, counts } = await world.run([await world.accountList(range(20, 40), { query, accountName })]);
    expect(run).toMatchObject({ status: 'completed', failure: null });
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 20 });
  });

  it('counts a contact of several accounts once, leaves out accounts without one, and goes on over pages', async () => {
    const accountName = 'Many pages';
    const query = accounts(names(500, accountName));
    const list = await world.accountList([...range(0, 55), ...range(0, 55), null, null], { query, accountName });
    const { run, counts } = await world.run([list], { pageRows: 10 });
    expect(run).toMatchObject({ status: 'completed', failure: null });
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 55 });
  });

  it.each([
    ['conditions of an account list', 500],
    ['conditions of an account list, with room', 480],
  ])('takes what has changed by a second run: %s', async (_, count) => {
    const accountName = `Twice ${count}`;
    const query = accounts(names(count, accountName));
    const list = await world.accountList(range(0, 20), { query, accountName });
    const { run, counts } = await world.run([list], { again: 'incremental' });
    expect(run).toMatchObject({ status: 'completed', failure: null, base: expect.anything() as unknown });
    expect(counts.contact.unchanged).toBe(20);
  });

  it('is asked for changed primary contacts, with room for a condition and without', async () => {
    const since = new Date(Date.now() - 60_000);
    for (const count of [10, 500]) {
      const accountName = `Watched ${count}`;
      const query = accounts(names(count, accountName));
      const list = await world.accountList([3, 4], { query, accountName });
      const { origin: organizationUrl, authority, clientId, clientSecret } = world.dataverse;
      const terms = { organizationUrl, authority, users: [{ clientId, clientSecret }] };
      const connected = createDataverseClient(terms, { clock: systemClock });
      const ask = (moment: Date) => changedPrimaryContacts(connected.client, list, moment, { flow: 'test' });
      // Loaded rows have no time of their last change until somebody writes them.
      await world.touchAccounts(accountName);
      expect([...((await ask(since)) ?? [])].sort()).toEqual([personId('contact', 3), personId('contact', 4)]);
      expect(await ask(new Date(Date.now() + 60_000))).toEqual([]);
      await connected[Symbol.asyncDispose]();
    }
  });
});
