import { fixedZone } from '@pmds/emulator/time/time-zone';
import { errorOf, id, type contextOf } from './data-world';
import { run, sampleAccounts } from './sample-accounts';

const formatted = 'OData.Community.Display.V1.FormattedValue';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/aggregate-data
describe('Aggregate data using FetchXml', () => {
  const store = sampleAccounts();
  const ask = (inside: string, fetch = '', more: Parameters<typeof contextOf>[1] = {}): Record<string, unknown>[] =>
    run(store, `<fetch aggregate='true'${fetch}><entity name='account'>${inside}</entity></fetch>`, more).rows;

  it('computes the example: nulls are counted, but not considered', () => {
    const measures = [
      ['Average', 'avg'],
      ['Count', 'count'],
      ['ColumnCount', 'countcolumn'],
      ['Maximum', 'max'],
      ['Minimum', 'min'],
      ['Sum', 'sum'],
    ];
    const rows = ask(
      measures
        .map(([alias, name]) => `<attribute name='numberofemployees' alias='${alias}' aggregate='${name}' />`)
        .join(''),
      '',
      { annotate: formatted },
    );
    expect(rows.map((row) => measures.map(([alias]) => row[`${alias}@${formatted}`]))).toEqual([
      ['3,911', '10', '9', '6,200', '1,500', '35,200'],
    ]);
    expect(rows[0]).toMatchObject({ Average: 3911, Sum: 35200 });
  });

  it('counts distinct values of a column', () => {
    expect(
      ask(`<attribute name='numberofemployees' alias='ColumnCount' aggregate='countcolumn' distinct='true' />`),
    ).toEqual([{ ColumnCount: 8 }]);
  });

  it('groups by city, null first', () => {
    const rows = ask(
      `<attribute name='numberofemployees' alias='Total' aggregate='sum' /><attribute name='address1_city' alias='Count' aggregate='count' />
       <attribute name='address1_city' alias='City' groupby='true' /><order alias='City' />`,
    );
    expect(rows).toEqual([
      { Total: 0, Count: 1 },
      { Total: 6000, Count: 1, City: 'Dallas' },
      { Total: 2900, Count: 1, City: 'Los Angeles' },
      { Total: 2700, Count: 1, City: 'Lynnwood' },
      { Total: 4800, Count: 1, City: 'Missoula' },
      { Total: 3900, Count: 1, City: 'Phoenix' },
      { Total: 10600, Count: 3, City: 'Redmond' },
      { Total: 4300, Count: 1, City: 'Santa Cruz' },
    ]);
  });

  it('groups by parts of a date', () => {
    const parts = ['Day', 'Week', 'Month', 'Year', 'FiscalPeriod', 'FiscalYear'];
    const rows = ask(
      `<attribute name='numberofemployees' alias='Total' aggregate='sum' />${parts
        .map(
          (part) =>
            `<attribute name='createdon' alias='${part}' groupby='true' dategrouping='${part.replace('Fiscal', 'fiscal-').toLowerCase()}' />`,
        )
        .join('')}<order alias='Month' />`,
    );
    expect(rows).toEqual([
      { Total: 35200, Day: 25, Week: 12, Month: 3, Year: 2023, FiscalPeriod: 'Quarter 1 FY2023', FiscalYear: 'FY2023' },
      { Total: 0, Day: 27, Week: 35, Month: 8, Year: 2023, FiscalPeriod: 'Quarter 3 FY2023', FiscalYear: 'FY2023' },
    ]);
  });

  it("groups by the user's days unless usertimezone says otherwise", () => {
    const day = (more: string): unknown[] =>
      ask(
        `<attribute name='accountid' alias='n' aggregate='count' /><attribute name='createdon' alias='d' groupby='true' dategrouping='day'${more} /><order alias='d' />`,
        '',
        { as: { timeZone: fixedZone(14 * 60) } },
      ).map((row) => row['d']);
    expect(day('')).toEqual([26, 28]);
    expect(day(` usertimezone='false'`)).toEqual([25, 27]);
  });

  it('annotates groups with column, text and, for a lookup, table', () => {
    const [first] = ask(
      `<attribute name='accountid' alias='n' aggregate='count' /><attribute name='primarycontactid' alias='who' groupby='true' /><order alias='who' descending='true' />`,
      '',
      { annotate: '*' },
    );
    expect(first).toEqual({
      'n@OData.Community.Display.V1.AttributeName': 'accountid',
      'n@OData.Community.Display.V1.FormattedValue': '1',
      n: 1,
      'who@OData.Community.Display.V1.AttributeName': 'primarycontactid',
      'who@OData.Community.Display.V1.FormattedValue': 'Jim Glynn (sample)',
      'who@Microsoft.Dynamics.CRM.lookuplogicalname': 'contact',
      who: id('c', 9),
    });
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data#aggregate-sum-of-revenue
  it("shows sums of money in the organisation's currency", () => {
    const rich = sampleAccounts();
    const basecurrencyid = rich.insert('transactioncurrency', { currencyname: 'US Dollar', currencysymbol: '$' });
    rich.insert('organization', { name: 'org', basecurrencyid });
    rich.update('account', id('a', 1), { revenue: 400000 });
    rich.update('account', id('a', 2), { revenue: 40000 });
    const xml = `<fetch aggregate='true'><entity name='account'><attribute name='revenue' alias='total' aggregate='sum' /></entity></fetch>`;
    expect(run(rich, xml, { annotate: formatted }).rows).toEqual([
      { [`total@${formatted}`]: '$440,000.00', total: 440000 },
    ]);
  });

  it('refuses more rows than aggregatelimit allows', () => {
    const xml = `<attribute name='name' alias='account_count' aggregate='count' />`;
    expect(ask(xml, ` aggregatelimit='10'`)).toEqual([{ account_count: 10 }]);
    expect(errorOf(() => ask(xml, ` aggregatelimit='9'`))).toMatchObject({
      code: '0x8004E023',
      message: 'AggregateQueryRecordLimit exceeded. Cannot perform this operation.',
    });
  });

  it('sums nothing to nothing, and nulls to 0', () => {
    const sum = `<attribute name='numberofemployees' alias='s' aggregate='sum' />`;
    const named = (name: string): string =>
      `<filter><condition attribute='name' operator='eq' value='${name}' /></filter>`;
    expect(ask(sum + named('Example Account'))).toEqual([{ s: 0 }]);
    expect(ask(sum + named('No such account'))).toEqual([{}]);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/query-hierarchical-data
describe('Query hierarchical data', () => {
  const store = sampleAccounts();
  // 1 over 2 and 3, 2 over 4, 4 over 5.
  for (const [child, parent] of [
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 4],
  ] as const) {
    store.update('account', id('a', child), { parentaccountid: id('a', parent) });
  }
  const numbers = (operator: string, of: number, attribute = 'accountid'): number[] =>
    run(
      store,
      `<fetch><entity name='account'><attribute name='accountid' /><filter><condition attribute='${attribute}' operator='${operator}' value='${id('a', of)}' /></filter></entity></fetch>`,
    ).rows.map((row) => Number(`0x${String(row['accountid']).slice(-8)}`));

  it.each([
    ['above', 4, [1, 2]],
    ['eq-or-above', 4, [1, 2, 4]],
    ['under', 1, [2, 3, 4, 5]],
    ['eq-or-under', 2, [2, 4, 5]],
    ['not-under', 1, [1, 6, 7, 8, 9, 10]],
  ])('%s', (operator, of, expected) => {
    expect(numbers(operator, of)).toEqual(expected);
  });

  it('counts the children of a row beside its columns', () => {
    const { rows } = run(
      store,
      `<fetch><entity name='account'><attribute name='name' /><attribute name='accountid' /><attribute name='accountid'
        rowaggregate='CountChildren' alias='AccountChildren'/><filter type='and'><condition attribute='accountid' operator='under'
        value='${id('a', 1)}' /></filter></entity></fetch>`,
      { annotate: formatted },
    );
    expect(rows.map((row) => [row['name'], row['AccountChildren'], row[`AccountChildren@${formatted}`]])).toEqual([
      ['Adventure Works (sample)', 1, '1'],
      ['Fabrikam, Inc. (sample)', 0, '0'],
      ['Blue Yonder Airlines (sample)', 1, '1'],
      ['City Power & Light (sample)', 0, '0'],
    ]);
  });

  it('follows the hierarchy of a joined table, too', () => {
    const { rows } = run(
      store,
      `<fetch><entity name='contact'><attribute name='fullname' /><filter><condition entityname='a' attribute='accountid' operator='under'
        value='${id('a', 2)}' /></filter><link-entity name='account' from='accountid' to='parentcustomerid' link-type='outer' alias='a' /></entity></fetch>`,
    );
    expect(rows.map((row) => row['fullname'])).toEqual(['Sidney Higa (sample)', 'Scott Konersmann (sample)']);
  });
});
