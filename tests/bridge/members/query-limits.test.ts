import { noOutcomes } from '@pmds/contracts/run/counts';
import { aRow, EngineWorld, range } from '../engine/engine-world';

describe('queries of dynamic lists at the limits of the platform', () => {
  let world: EngineWorld;
  beforeAll(async () => {
    world = await EngineWorld.start();
    await world.load(
      'contact',
      range(0, 700).map((number) => aRow('contact', number)),
    );
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const fetch = (inside: string, attributes = ''): string =>
    `<fetch${attributes}><entity name="contact">${inside}</entity></fetch>`;
  const conditions = (count: number): string => {
    const each = range(0, count).map(
      (number) => `<condition attribute="firstname" operator="eq" value="Person ${number}"/>`,
    );
    return `<filter type="or">${each.join('')}</filter>`;
  };

  it.each([498, 499, 500])(
    'B8 %i conditions leave little or no room for ours: complete, sliced or not',
    async (count) => {
      const list = await world.dynamicList('contact', fetch(conditions(count)));
      const { run, counts } = await world.run([list]);
      expect(run).toMatchObject({ status: 'completed', failure: null });
      expect(counts.contact).toEqual({ ...noOutcomes, synced: count });
    },
  );

  it.each([498, 499, 500])(
    'B8 %i conditions are complete by a second run, too, which finds nobody changed',
    async (count) => {
      const list = await world.dynamicList('contact', fetch(conditions(count)));
      const { run, counts } = await world.run([list], { again: 'incremental' });
      expect(run).toMatchObject({ status: 'completed', failure: null, base: expect.anything() as unknown });
      expect(counts.contact.unchanged).toBe(count);
    },
  );

  it('B8 501 conditions are too many by themselves, and the list is named', async () => {
    const { run } = await world.run([await world.dynamicList('contact', fetch(conditions(501)), 'Too long')]);
    expect(run.failure).toMatchObject({
      code: 'LIST_QUERY_REFUSED',
      detail: expect.stringContaining('"Too long"') as unknown,
    });
  });

  it('B8 a query of 50 KB as Advanced Find writes it is read, without the names that are there for its own display', async () => {
    const value = (number: number): string =>
      `\n      <value uiname="Somebody with a name of some length ${number}" uitype="contact">{C0000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}}</value>`;
    const filter = `<filter type="and">\n  <condition attribute="contactid" operator="in">${range(0, 450).map(value).join('')}\n  </condition>\n</filter>`;
    const query = fetch(filter);
    expect(query.length).toBeGreaterThan(50_000);
    const { run, counts } = await world.run([await world.dynamicList('contact', query)]);
    expect(run).toMatchObject({ status: 'completed', failure: null });
    expect(counts.contact.synced).toBe(450);
  });

  it.each([
    ['distinct', fetch('', ' distinct="true"')],
    [
      'distinct over a link',
      fetch(
        '<link-entity name="contact" from="contactid" to="contactid" link-type="inner" alias="self"/>',
        ' distinct="true"',
      ),
    ],
    [
      'distinct with columns and an order of its own',
      fetch('<attribute name="lastname"/><order attribute="lastname"/>', ' distinct="true"'),
    ],
  ])('B7 a query that is %s is read to its end', async (_, query) => {
    const list = { ...(await world.dynamicList('contact', query)), memberCount: 700 };
    const { run, counts } = await world.run([list], { pageRows: 10 });
    expect(run).toMatchObject({ status: 'completed', failure: null });
    expect(counts.contact.synced).toBe(700);
  });

  it('B5 names list, operator and value of what depends on the time zone of who asks, and what limits the list', async () => {
    const query = fetch(
      '<filter><condition attribute="createdon" operator="last-x-years" value="40"/><condition attribute="createdon" operator="on-or-after" value="2020-01-01"/></filter>',
      ' top="5"',
    );
    const { run, errors, traces } = await world.run([await world.dynamicList('contact', query, 'Recent')]);
    expect(run.status).toBe('completed');
    expect(errors).toBe(0);
    const said = traces.filter(({ code, severity }) => code === 'LIST_QUERY_DIFFERS' && severity === 'warning');
    const messages = said.map(({ message }) => message).join('|');
    expect(said).toHaveLength(3);
    for (const part of [
      '"Recent" asks for top="5"',
      '"createdon last-x-years 40"',
      '"createdon on-or-after"',
      'time zone of the application user',
    ]) {
      expect(messages).toContain(part);
    }
  });

  it('B5 says nothing of a query that means the same to everybody', async () => {
    const query = fetch(
      '<filter><condition attribute="createdon" operator="ge" value="2020-01-01T00:00:00Z"/><condition attribute="createdon" operator="last-x-hours" value="400000"/></filter>',
    );
    expect((await world.run([await world.dynamicList('contact', query)])).traces).toEqual([]);
  });
});
