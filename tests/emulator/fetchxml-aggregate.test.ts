import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { aStore, contextOf, errorOf, id, insertContacts, valueOf } from './data-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/aggregate-data
describe('aggregates', () => {
  const store = aStore();
  const account = store.insert('account', { accountid: id('a', 1), name: 'Adventure' });
  insertContacts(
    store,
    { numberofchildren: 2, gendercode: 2, createdon: '2026-01-05T00:00:00Z', parentcustomerid: account },
    { numberofchildren: 4, gendercode: 1, createdon: '2026-01-20T00:00:00Z', parentcustomerid: account },
    { gendercode: 1, createdon: '2026-04-01T00:00:00Z' },
  );
  const ask = (inside: string, annotate?: string): Record<string, unknown>[] => {
    const context = contextOf(store, annotate === undefined ? {} : { annotate });
    const xml = `<fetch aggregate="true"><entity name="contact">${inside}</entity></fetch>`;
    return valueOf(answerFetch(context, 'contacts', xml).body);
  };

  it('computes every measure over all rows, nulls counted by count alone', () => {
    const of = (aggregate: string, more = ''): string =>
      `<attribute name="numberofchildren" alias="${aggregate}${more === '' ? '' : '_d'}" aggregate="${aggregate}"${more}/>`;
    expect(
      ask(
        ['count', 'countcolumn', 'sum', 'avg', 'min', 'max'].map((name) => of(name)).join('') +
          of('countcolumn', ' distinct="true"'),
      ),
    ).toEqual([{ count: 3, countcolumn: 2, sum: 6, avg: 3, min: 2, max: 4, countcolumn_d: 2 }]);
  });

  it('groups, orders groups by alias, and formats them', () => {
    const rows = ask(
      '<attribute name="gendercode" alias="g" groupby="true"/><attribute name="contactid" alias="n" aggregate="count"/><order alias="n" descending="true"/>',
      'OData.Community.Display.V1.FormattedValue',
    );
    expect(rows.map((row) => [row['g'], row['g@OData.Community.Display.V1.FormattedValue'], row['n']])).toEqual([
      [1, 'Male', 2],
      [2, 'Female', 1],
    ]);
  });

  it.each([
    [
      'month',
      [
        [1, 2],
        [4, 1],
      ],
    ],
    [
      'quarter',
      [
        [1, 2],
        [2, 1],
      ],
    ],
    ['year', [[2026, 3]]],
    [
      'week',
      [
        [2, 1],
        [4, 1],
        [14, 1],
      ],
    ],
    [
      'day',
      [
        [1, 1],
        [5, 1],
        [20, 1],
      ],
    ],
  ])('groups dates by %s', (grouping, expected) => {
    const rows = ask(
      `<attribute name="createdon" alias="d" groupby="true" dategrouping="${grouping}"/><attribute name="contactid" alias="n" aggregate="count"/><order alias="d"/>`,
    );
    expect(rows.map((row) => [row['d'], row['n']])).toEqual(expected);
  });

  it('groups by a column of a linked table', () => {
    const rows = ask(
      '<attribute name="contactid" alias="n" aggregate="count"/><link-entity name="account" from="accountid" to="parentcustomerid"><attribute name="name" alias="company" groupby="true"/></link-entity>',
    );
    expect(rows).toEqual([{ n: 2, company: 'Adventure' }]);
  });

  it('refuses what an aggregate cannot be', () => {
    expect(errorOf(() => ask('<attribute name="firstname" aggregate="count"/>')).message).toContain(
      'An alias must be specified for every attribute in an aggregate query.',
    );
    expect(errorOf(() => ask('<attribute name="firstname" alias="x" aggregate="sum"/>'))).toMatchObject({
      code: '0x8004112F',
      message: 'Aggregate sum is not supported for attribute of type string.',
    });
    expect(errorOf(() => ask('<attribute name="firstname" alias="x" aggregate="median"/>')).message).toContain(
      "'median' is not known",
    );
  });

  it('reads 50,000 rows and refuses 50,001 with 0x8004E023', () => {
    const many = aStore();
    many.load(
      'contact',
      Array.from({ length: 50_000 }, (_, at) => ({ contactid: id('c', at) })),
    );
    const count =
      '<fetch aggregate="true"><entity name="contact"><attribute name="contactid" alias="n" aggregate="count"/></entity></fetch>';
    expect(valueOf(answerFetch(contextOf(many), 'contacts', count).body)).toEqual([{ n: 50_000 }]);
    many.insert('contact', {});
    expect(errorOf(() => answerFetch(contextOf(many), 'contacts', count)).code).toBe('0x8004E023');
  });
});
