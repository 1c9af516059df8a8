import { randomUUID } from 'node:crypto';
import { noOutcomes } from '@pmds/contracts/run/counts';
import { guidOfName } from '@pmds/emulator/model/guid';
import { aRow, EngineWorld, personId, range } from '../engine/engine-world';

const everything = { prvReadContact: 8, prvReadLead: 8, prvReadAccount: 8 } as const;
const [home, elsewhere] = [guidOfName('businessunit:root'), randomUUID()];

describe('who the service may read, in the local Dataverse', () => {
  let world: EngineWorld;
  beforeAll(async () => {
    world = await EngineWorld.start();
    await world.admin('POST', 'rows/businessunit', [{ businessunitid: elsewhere, name: 'Elsewhere' }]);
    for (const table of ['contact', 'lead'] as const) {
      const unitOf = (number: number) => ({ owningbusinessunit: number < 3 ? home : elsewhere });
      await world.load(
        table,
        range(0, 6).map((number) => aRow(table, number, unitOf(number))),
      );
    }
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.each([
    ['contact', 'prvReadContact', 2, 'Business Unit'],
    ['lead', 'prvReadLead', 4, 'Parent: Child Business Units'],
  ] as const)(
    'B6 names each %s of a static list that is out of reach, and says at the start why',
    async (table, privilege, depth, level) => {
      const list = await world.staticList(table, range(0, 6));
      const narrow = await world.userReading({ ...everything, [privilege]: depth });
      const { run, counts, traces } = await world.run([list], { users: [narrow] });
      expect(run).toMatchObject({ status: 'completed-with-errors', members: { [table]: 6 } });
      expect(counts[table]).toEqual({ ...noOutcomes, synced: 3, 'failed-unreadable': 3 });
      const unreadable = traces.flatMap(({ code, member }) => (code === 'MEMBER_UNREADABLE' ? [member?.id ?? ''] : []));
      expect(unreadable.sort()).toEqual(range(3, 6).map((number) => personId(table, number)));
      const [warning] = traces.filter(({ severity }) => severity === 'warning');
      expect(warning).toMatchObject({ code: 'READ_LIMITED', stage: 'claim' });
      expect(warning?.message).toContain(`reads the table "${table}" at the access level ${level}, not Organization`);
    },
  );

  it('B6 tells those out of reach from those who are gone', async () => {
    const list = await world.staticList('contact', range(0, 8));
    const { counts } = await world.run([list], {
      users: [await world.userReading({ ...everything, prvReadContact: 2 })],
    });
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 3, 'failed-unreadable': 3, 'skipped-deleted': 2 });
  });

  const refused = async (depths: object, lists: Parameters<EngineWorld['run']>[0], fields?: readonly string[]) => {
    const users = [await world.userReading({ ...everything, ...depths })];
    const { run, traces } = await world.run(lists, { users, ...(fields === undefined ? {} : { fields }) });
    expect(run.status).toBe('failed');
    expect(traces.every(({ stage }) => stage === 'claim')).toBe(true);
    return run.failure;
  };

  it('B6 refuses a dynamic list whose members could be out of reach, because nobody could count them', async () => {
    const contacts = await world.dynamicList('contact', '<fetch><entity name="contact"/></fetch>');
    expect(await refused({ prvReadContact: 1 }, [contacts])).toMatchObject({
      code: 'READ_LIMITED',
      detail: expect.stringContaining('"contact" at the access level User, not Organization') as unknown,
    });
  });

  it('B6 refuses a dynamic list that looks at another table of which not all rows are seen', async () => {
    const query =
      '<fetch><entity name="lead"><link-entity name="opportunity" from="originatingleadid" to="leadid"/></entity></fetch>';
    const list = await world.dynamicList('lead', query);
    expect(await refused({ prvReadOpportunity: 2 }, [list])).toMatchObject({
      code: 'READ_LIMITED',
      detail: expect.stringContaining('"opportunity"') as unknown,
    });
  });

  it('B6 refuses a list of accounts where accounts or lists could be out of reach', async () => {
    const firms = await world.accountList([0, 1]);
    const accounts = await refused({ prvReadAccount: 2 }, [firms]);
    expect(accounts).toMatchObject({ code: 'READ_LIMITED', detail: expect.stringContaining('"account"') as unknown });
    const lists = await refused({ prvReadList: 2 }, [await world.staticList('contact', [0])]);
    expect(lists).toMatchObject({ code: 'READ_LIMITED', detail: expect.stringContaining('"list"') as unknown });
  });

  it('B6 asks every application user, whichever of them would read', async () => {
    const list = await world.dynamicList('contact', '<fetch><entity name="contact"/></fetch>');
    const users = [await world.userReading(everything), await world.userReading({ ...everything, prvReadContact: 4 })];
    expect((await world.run([list], { users })).run.failure).toMatchObject({ code: 'READ_LIMITED' });
    expect((await world.run([list], { users: users.slice(0, 1) })).run).toMatchObject({ status: 'completed' });
  });

  describe('column security', () => {
    const secure = (table: string, column: string, secured = true) =>
      world.admin('POST', 'secured-columns', { table, column, secured });
    const reader = () => world.userReading(everything);

    it.each([
      ['contact', 'donotbulkemail'],
      ['contact', 'donotsendmm'],
      ['lead', 'donotemail'],
      ['lead', 'emailaddress1'],
      ['contact', 'statecode'],
    ] as const)(
      'B2 a run of %s ends before one member is read where %s is hidden, though nobody selected it',
      async (table, column) => {
        await secure(table, column);
        try {
          const list = await world.staticList(table, [0, 1]);
          const { run, counts } = await world.run([list], { users: [await reader()] });
          expect(run.failure).toMatchObject({
            code: 'FIELD_SECURED',
            detail: expect.stringContaining(`"${column}" of ${table} decides who may be mailed`) as unknown,
          });
          expect(run.known).toBe('request');
          expect(counts[table].synced).toBe(0);
        } finally {
          await secure(table, column, false);
        }
      },
    );

    it('B2 goes through where a column security profile lets the service read the column, selected or not', async () => {
      await secure('contact', 'donotbulkemail');
      await secure('contact', 'governmentid');
      try {
        const user = await reader();
        const list = await world.staticList('contact', [0, 1]);
        const fields = ['firstname', 'governmentid'];
        expect((await world.run([list], { users: [user], fields })).run.failure).toMatchObject({
          code: 'FIELD_SECURED',
        });
        await world.mayReadColumns(user, 'contact', ['donotbulkemail', 'governmentid']);
        expect((await world.run([list], { users: [user], fields })).run).toMatchObject({ status: 'completed' });
        // One of two who may not is enough: nobody knows who of them reads a page.
        const both = [user, await reader()];
        expect((await world.run([list], { users: both, fields })).run.failure).toMatchObject({ code: 'FIELD_SECURED' });
      } finally {
        await secure('contact', 'donotbulkemail', false);
        await secure('contact', 'governmentid', false);
      }
    });

    it('B2 a dynamic list that filters by a hidden column is refused, naming list, table and column', async () => {
      await secure('account', 'creditonhold');
      try {
        const query =
          '<fetch><entity name="contact"><link-entity name="account" from="accountid" to="parentcustomerid" alias="a"/>' +
          '<filter><condition entityname="a" attribute="creditonhold" operator="ne" value="1"/></filter></entity></fetch>';
        const list = await world.dynamicList('contact', query, 'Solvent');
        const { run } = await world.run([list], { users: [await reader()] });
        expect(run.failure).toMatchObject({
          code: 'FIELD_SECURED',
          detail: expect.stringMatching(/"Solvent" .* "creditonhold" of account/) as unknown,
        });
      } finally {
        await secure('account', 'creditonhold', false);
      }
    });
  });
});
