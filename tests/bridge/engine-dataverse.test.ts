import { patiences } from '@pmds/bridge/domain/retry-policy';
import { noOutcomes } from '@pmds/contracts/run/counts';
import type { PlannedList } from '@pmds/bridge/domain/run/run';
import { aRow, EngineWorld, personId, range } from './engine/engine-world';

describe('a run against the local Dataverse', () => {
  let world: EngineWorld;
  let fixed: PlannedList;
  let overlapping: PlannedList;
  let leads: PlannedList;

  beforeAll(async () => {
    world = await EngineWorld.start();
    const trouble: Readonly<Record<number, object>> = {
      3: { statecode: 1, statuscode: 2 },
      4: { emailaddress1: null },
      5: { donotbulkemail: true },
      6: { donotemail: true },
      7: { birthdate: 'in spring' },
      8: { donotsendmm: true },
    };
    await world.load(
      'contact',
      range(0, 900).map((number) => aRow('contact', number, trouble[number])),
    );
    await world.load(
      'lead',
      range(0, 300).map((number) => aRow('lead', number)),
    );
    fixed = await world.staticList('contact', range(0, 600));
    overlapping = await world.dynamicList(
      'contact',
      '<fetch><entity name="contact"><attribute name="fullname"/><filter><condition attribute="lastname" operator="eq" value="Even"/></filter></entity></fetch>',
    );
    leads = await world.staticList('lead', range(0, 300));
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(async () => {
    await world.admin('DELETE', 'faults');
  });

  // 600 on the static list, and of the 300 others every second.
  const expected = {
    contact: {
      ...noOutcomes,
      'skipped-inactive': 1,
      'skipped-no-email': 1,
      'skipped-opted-out': 3,
      'failed-value': 1,
      synced: 744,
    },
    lead: { ...noOutcomes, synced: 300 },
  };
  const fields = ['firstname', 'lastname'];

  it('CD-18 CD-19 counts overlapping static and dynamic lists to the unit, over many pages and ranges', async () => {
    const { counts, run } = await world.run([fixed, overlapping], { fields: [...fields, 'birthdate'] });
    expect(counts.contact).toEqual(expected.contact);
    expect(run).toMatchObject({ status: 'completed-with-errors', members: { contact: 750, lead: 0 } });
  });

  it('CD-18 counts members that are deleted after the scan as skipped, by asking for them in bulk', async () => {
    const own = range(1_000, 1_200);
    await world.load(
      'contact',
      own.map((number) => aRow('contact', number, { lastname: 'Own' })),
    );
    const list = await world.staticList('contact', own);
    const ids = own.slice(100, 120).map((number) => personId('contact', number));
    await world.admin('POST', 'triggers', {
      when: { table: 'contact', memberPage: 1, phase: 'before' },
      then: [{ delete: { table: 'contact', ids } }],
    });
    const { counts, run } = await world.run([list]);
    expect(counts.contact).toEqual({ ...noOutcomes, 'skipped-deleted': 20, synced: 180 });
    expect(run.apiCalls).toBeLessThan(4 + 8 + 10);
  });

  it('CD-05 stores what changed before it was read, and reports what changed after as newer in CRM', async () => {
    const own = range(2_000, 2_200);
    await world.load(
      'contact',
      own.map((number) => aRow('contact', number, { lastname: 'Fresh' })),
    );
    const lists = [
      await world.staticList('contact', own.slice(0, 150)),
      await world.dynamicList(
        'contact',
        '<fetch><entity name="contact"><filter><condition attribute="lastname" operator="eq" value="Fresh"/></filter></entity></fetch>',
      ),
    ];
    const change = (number: number, values: object): object => ({
      update: { table: 'contact', id: personId('contact', number), values },
    });
    // Nobody of the list is read yet: these are stored as they are then.
    await world.admin('POST', 'triggers', {
      when: { table: 'contact', memberPage: 1, phase: 'before' },
      then: own.slice(0, 5).map((number) => change(number, { firstname: 'In time' })),
    });
    // All are read: who is on no list, and a field that is not selected, are no matter.
    await world.admin('POST', 'triggers', {
      when: { table: 'contact', memberPage: 4, phase: 'after' },
      then: [
        ...own.slice(5, 12).map((number) => change(number, { firstname: 'Too late' })),
        change(own[12] ?? 0, { jobtitle: 'Not selected' }),
        change(own[13] ?? 0, { donotbulkemail: true }),
        change(800, { firstname: 'On no list' }),
      ],
    });
    const { run, counts, newer } = await world.run(lists, { pageRows: 50 });
    expect(run.status).toBe('completed');
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 200 });
    expect(newer).toEqual({ members: 8, more: false });
  });

  it.each(['requests', 'time', 'concurrency'])('reads everything in spite of 429 by the %s limit', async (kind) => {
    await world.admin('POST', 'throttle', { count: 2, retryAfter: 1, kind });
    const { counts } = await world.run([leads]);
    expect(counts.lead).toEqual(expected.lead);
  });

  it.each([
    ['status 503', { kind: 'status', status: 503, count: 3, match: 'leads' }],
    ['status 500', { kind: 'status', status: 500, count: 2, match: 'listmembers' }],
    ['reset connections', { kind: 'reset', count: 3, match: 'leads' }],
    ['bodies cut off', { kind: 'truncate', count: 2, match: 'leads' }],
    ['slow bodies', { kind: 'slow', count: 2, match: 'leads', milliseconds: 200 }],
    ['an expired token', { kind: 'status', status: 401, count: 1, match: 'leads' }],
  ])('reads everything in spite of %s', async (_, fault) => {
    await world.admin('POST', 'faults', fault);
    const { counts, run } = await world.run([leads]);
    expect(counts.lead).toEqual(expected.lead);
    expect(run.status).toBe('completed');
  });

  it('ends Failed with PAGE_INVALID when pages stay cut off', async () => {
    await world.admin('POST', 'faults', { kind: 'half', count: 100, match: 'leads' });
    const { run } = await world.run([leads], { patience: patiences.command });
    expect(run).toMatchObject({ status: 'failed', failure: { code: 'PAGE_INVALID' } });
  });

  it.each([
    ['a web page with 200', { kind: 'not-json' }],
    ['redirects', { kind: 'redirect' }],
    ["a gateway's 404", { kind: 'page', status: 404 }],
  ])('B9 waits while %s stand in the place of pages', async (_, fault) => {
    await world.admin('POST', 'faults', { ...fault, count: 100, match: 'leads' });
    const { result, run } = await world.run([leads], { patience: patiences.command });
    expect([result, run.status, run.failure]).toEqual(['suspended', 'waiting', null]);
  });

  const entity = (inner: string): string => `<fetch><entity name="contact">${inner}</entity></fetch>`;
  it.each([
    ['is no FetchXML', 'select * from contact', 'LIST_QUERY_INVALID'],
    ['reads another table', '<fetch><entity name="lead"/></fetch>', 'LIST_QUERY_OTHER_TABLE'],
    [
      'names a missing column',
      entity('<filter><condition attribute="nosuchcolumn" operator="eq" value="1"/></filter>'),
      'LIST_QUERY_REFUSED',
    ],
    [
      'is relative to the caller',
      entity('<filter><condition attribute="ownerid" operator="eq-userid"/></filter>'),
      'LIST_QUERY_CALLER_RELATIVE',
    ],
  ])('ends Failed, naming the list, when the query of a dynamic list %s', async (_, query, code) => {
    const { run, errors } = await world.run([fixed, await world.dynamicList('contact', query, 'Broken')]);
    expect(run).toMatchObject({ status: 'failed', failure: { code } });
    expect(run.failure?.detail).toContain('"Broken"');
    expect(errors).toBe(1);
  });

  it('N19 ends Failed, naming the field, when a selected field does not exist', async () => {
    const { run } = await world.run([fixed], { fields: ['firstname', 'nosuchfield'] });
    expect(run).toMatchObject({ status: 'failed', failure: { code: 'FIELD_MISSING' } });
    expect(run.failure?.detail).toContain('"nosuchfield"');
  });

  it('E5 asks for no more pages than the members fill, and little besides', async () => {
    await world.admin('POST', 'calls/reset');
    const { run } = await world.run([leads], { pageRows: 150 });
    const seen = (await world.admin('GET', 'calls')) as {
      readonly memberPages: number;
      readonly membershipPages: number;
    };
    expect(run.status).toBe('completed');
    // The one beyond those that hold the members asks who changed meanwhile.
    expect([seen.membershipPages, seen.memberPages]).toEqual([2, 2 + 1]);
    expect(run.apiCalls).toBeLessThanOrEqual(4 + 20);
  });
});
