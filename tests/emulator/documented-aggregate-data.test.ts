import { aStore, contextOf, errorOf, id, valueOf } from './data-world';
import { read } from '@pmds/emulator/odata/read';

/** The published answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data */
const formatted = 'OData.Community.Display.V1.FormattedValue';
const store = aStore();
const currency = store.insert('transactioncurrency', { currencyname: 'US Dollar', currencysymbol: '$' });
store.insert('organization', { name: 'Local', basecurrencyid: currency });
const jim = store.insert('contact', { contactid: id('c', 1), fullname: 'Jim Glynn (sample)' });
const maria = store.insert('contact', { contactid: id('c', 2), fullname: 'Maria Campbell (sample)' });
const accounts = [
  { statuscode: 1, revenue: 80_000, primarycontactid: maria, address1_stateorprovince: 'WA', accountcategorycode: 2 },
  { statuscode: 1, revenue: 10_000, primarycontactid: jim, address1_stateorprovince: 'OR' },
  { statuscode: 2, revenue: 20_000, statecode: 1, createdon: '2023-03-25T17:42:47Z' },
];
accounts.forEach((account, at) => store.insert('account', { accountid: id('a', at), statecode: 0, ...account }));

const answer = (apply: string, annotate?: string, more = ''): string =>
  read(
    contextOf(store, annotate === undefined ? {} : { annotate }),
    'accounts',
    `$apply=${encodeURIComponent(apply)}${more}`,
  ).body;
const groups = (apply: string, annotate?: string, more = ''): unknown[] =>
  valueOf(answer(apply, annotate, more)).map((group) => Object.entries(group));

describe('aggregate-data', () => {
  it('the context names the set alone', () => {
    expect(JSON.parse(answer('groupby((statuscode))'))).toEqual({
      '@odata.context': 'http://127.0.0.1:5000/api/data/v9.2/$metadata#accounts',
      value: [{ statuscode: 1 }, { statuscode: 2 }],
    });
  });

  it.each([
    [
      'groupby((statuscode),aggregate($count as count))',
      [
        [`statuscode@${formatted}`, 'Active'],
        ['statuscode', 1],
        [`count@${formatted}`, '2'],
        ['count', 2],
      ],
    ],
    [
      'aggregate(revenue with sum as total)',
      [
        [`total@${formatted}`, '$110,000.00'],
        ['total', 110_000],
      ],
    ],
    [
      'groupby((statuscode),aggregate(revenue with average as averagevalue))',
      [
        [`statuscode@${formatted}`, 'Active'],
        ['statuscode', 1],
        [`averagevalue@${formatted}`, '$45,000.00'],
        ['averagevalue', 45_000],
      ],
    ],
    [
      'filter(statuscode eq 2)/aggregate(createdon with max as lastCreate)',
      [
        [`lastCreate@${formatted}`, '3/25/2023 5:42 PM'],
        ['lastCreate', '2023-03-25T17:42:47Z'],
      ],
    ],
  ])('%s', (apply, expected) => {
    expect(groups(apply, formatted)[0]).toEqual(expected);
  });

  it('groups by a column of a related row, which stands behind the totals as table_column', () => {
    expect(groups('groupby((primarycontactid/fullname),aggregate(revenue with sum as total))').slice(1)).toEqual([
      [
        ['total', 10_000],
        ['contact_fullname', 'Jim Glynn (sample)'],
      ],
      [
        ['total', 80_000],
        ['contact_fullname', 'Maria Campbell (sample)'],
      ],
    ]);
    expect(groups("filter(address1_stateorprovince eq 'WA')/groupby((primarycontactid/fullname))")).toEqual([
      [['contact_fullname', 'Maria Campbell (sample)']],
    ]);
  });

  it('leaves out a key that is null', () => {
    expect(groups('groupby((statecode,statuscode,accountcategorycode))')).toEqual([
      [
        ['statecode', 0],
        ['statuscode', 1],
      ],
      [
        ['statecode', 0],
        ['statuscode', 1],
        ['accountcategorycode', 2],
      ],
      [
        ['statecode', 1],
        ['statuscode', 2],
      ],
    ]);
  });

  it('$orderby and $top take groups by their keys; by an aggregate it is refused in the documented words', () => {
    expect(groups('groupby((statuscode))', undefined, '&$orderby=statuscode%20desc&$top=1')).toEqual([
      [['statuscode', 2]],
    ]);
    const byCount = () => answer('groupby((statuscode),aggregate($count as count))', undefined, '&$orderby=count desc');
    expect(errorOf(byCount).message).toBe('The query node SingleValueOpenPropertyAccess is not supported');
  });

  it('refuses to group by a date', () => {
    expect(errorOf(() => answer('groupby((createdon))')).status).toBe(400);
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-query-data-sample#section-7-aggregate-results
  it('all annotations: totals before the groups, the attribute before the formatted value', () => {
    const all = JSON.parse(answer('aggregate(revenue with min as minimum)', '*')) as object;
    expect(Object.keys(all)).toEqual([
      '@odata.context',
      '@Microsoft.Dynamics.CRM.totalrecordcount',
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded',
      'value',
    ]);
    expect(groups('aggregate(revenue with min as minimum)', '*')[0]).toEqual([
      ['minimum@OData.Community.Display.V1.AttributeName', 'revenue'],
      [`minimum@${formatted}`, '$10,000.00'],
      ['minimum', 10_000],
    ]);
  });
});
