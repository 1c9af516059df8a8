import { noOutcomes } from '@pmds/contracts/run/counts';
import { aRow, EngineWorld, range } from './engine/engine-world';

describe('a list of accounts in the local Dataverse', () => {
  let world: EngineWorld;
  beforeAll(async () => {
    world = await EngineWorld.start();
    await world.load(
      'contact',
      range(0, 300).map((number) => aRow('contact', number, number === 3 ? { donotemail: true } : {})),
    );
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('OC-04 makes the primary contacts of its accounts members, each once, together with those of other lists', async () => {
    const contacts = await world.staticList('contact', range(100, 200));
    // Two accounts share contact 0, and 100 to 119 are on the other list, too.
    const firms = await world.accountList([0, ...range(0, 120)]);
    const { run, counts } = await world.run([contacts, firms]);
    expect(run).toMatchObject({ status: 'completed', members: { contact: 200, lead: 0 } });
    expect(counts.contact).toEqual({ ...noOutcomes, 'skipped-opted-out': 1, synced: 199 });
  });

  it('says in the Trace, as a warning, how many of its accounts have no primary contact', async () => {
    const firms = await world.accountList([1, 2, null, null, null]);
    const { run, counts, errors, traces } = await world.run([firms]);
    expect(run.status).toBe('completed');
    expect(counts.contact.synced).toBe(2);
    expect(errors).toBe(0);
    expect(traces).toMatchObject([{ code: 'ACCOUNT_WITHOUT_CONTACT', severity: 'warning', member: null }]);
    expect(traces[0]?.message).toContain('3 accounts on marketing list "Firms"');
  });

  it('may be dynamic: its query selects the accounts', async () => {
    const query = (name: string): string =>
      `<fetch><entity name="account"><attribute name="name"/><filter><condition attribute="name" operator="eq" value="${name}"/></filter></entity></fetch>`;
    const firms = await world.accountList([3, 250, 251, 252], { query: query('Wine'), accountName: 'Wine' });
    const found = await world.run([firms]);
    expect(found.counts.contact).toEqual({ ...noOutcomes, 'skipped-opted-out': 1, synced: 3 });
    const nobody = await world.run([await world.accountList([], { query: query('Beer') })]);
    expect(nobody.run).toMatchObject({ status: 'failed', failure: { code: 'NO_MEMBERS' } });
  });

  it('whose query is relative to the caller ends the run, naming the list', async () => {
    const query =
      '<fetch><entity name="account"><filter><condition attribute="ownerid" operator="eq-userid"/></filter></entity></fetch>';
    const { run } = await world.run([await world.accountList([], { query })]);
    expect(run.failure).toMatchObject({
      code: 'LIST_QUERY_CALLER_RELATIVE',
      detail: expect.stringContaining('"Firms"') as unknown,
    });
  });
});
