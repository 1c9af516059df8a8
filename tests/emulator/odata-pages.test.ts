import { read } from '@pmds/emulator/odata/read';
import { aStore, contextOf, errorOf, id, insertContacts, valueOf } from './data-world';

const root = 'http://127.0.0.1:5000/api/data/v9.2/';

interface Page {
  readonly '@odata.nextLink'?: string;
  readonly '@odata.count'?: number;
  readonly value: Record<string, unknown>[];
}

const store = aStore();
const names = ['Eve', 'Bob', null, 'Ann', 'bob', 'Cid', null];
const ids = insertContacts(
  store,
  ...names.map((firstname, at) => ({ firstname, numberofchildren: at % 3, gendercode: (at % 2) + 1 })),
);
const get = (url: string, maxPageSize?: number): Page => {
  const [path = '', query = ''] = url.replace(root, '').split('?');
  return JSON.parse(read(contextOf(store, maxPageSize === undefined ? {} : { maxPageSize }), path, query).body) as Page;
};
function walk(url: string, maxPageSize: number): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (let next: string | undefined = url; next !== undefined;) {
    const page: Page = get(next, maxPageSize);
    rows.push(...page.value);
    next = page['@odata.nextLink'];
  }
  return rows;
}

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results
describe('paging with OData', () => {
  it('walks every row once by absolute next links, in key order when nothing else is asked', () => {
    expect(walk(`${root}contacts?$select=firstname`, 3).map((row) => row['contactid'])).toEqual(ids);
  });

  it('writes the skiptoken as documented', () => {
    const link = get(`${root}contacts?$select=firstname`, 3)['@odata.nextLink'] ?? '';
    expect(link).toMatch(
      /^http:\/\/127\.0\.0\.1:5000\/api\/data\/v9\.2\/contacts\?\$select=firstname&\$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d/,
    );
    const token = decodeURIComponent(link.split('$skiptoken=')[1] ?? '');
    const inner = decodeURIComponent(/pagingcookie="([^"]*)"/.exec(token)?.[1] ?? '');
    expect(token).toMatch(/^<cookie pagenumber="2" pagingcookie="[^"]+" istracking="False" \/>$/);
    expect(inner).toBe(
      `<cookie page="1"><contactid last="{${(ids[2] ?? '').toUpperCase()}}" first="{${(ids[0] ?? '').toUpperCase()}}" /></cookie>`,
    );
  });

  it.each([
    ['firstname', [null, null, 'Ann', 'Bob', 'bob', 'Cid', 'Eve']],
    ['firstname desc', ['Eve', 'Cid', 'Bob', 'bob', 'Ann', null, null]],
  ])('orders by %s over pages, nulls lowest, equal values by key', (order, expected) => {
    const rows = walk(`${root}contacts?$select=firstname&$orderby=${encodeURIComponent(order)}`, 2);
    expect(rows.map((row) => row['firstname'])).toEqual(expected);
  });

  it('orders by several columns and by a column of a looked-up row', () => {
    const rows = walk(`${root}contacts?$select=numberofchildren&$orderby=numberofchildren desc,contactid desc`, 2);
    expect(rows.map((row) => row['numberofchildren'])).toEqual([2, 2, 1, 1, 0, 0, 0]);
    expect(rows[4]?.['contactid']).toBe(id('c', 7));
    expect(walk(`${root}contacts?$select=firstname&$orderby=parentcustomerid_account/name`, 2)).toHaveLength(7);
  });

  it('stops at $top without a next link, and ignores $top beside maxpagesize', () => {
    const top = get(`${root}contacts?$select=firstname&$top=2`);
    expect(top.value).toHaveLength(2);
    expect(top['@odata.nextLink']).toBeUndefined();
    expect(walk(`${root}contacts?$select=firstname&$top=2`, 3)).toHaveLength(7);
  });

  it('refuses a skiptoken that is none', () => {
    expect(() => get(`${root}contacts?$skiptoken=2`)).toThrow('paging cookie is malformed');
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/count-rows
  it('counts with $count and /$count, filters included, up to 5,000', () => {
    expect(get(`${root}contacts?$select=firstname&$count=true&$top=1&$filter=gendercode eq 1`)['@odata.count']).toBe(4);
    expect(read(contextOf(store), 'contacts/$count', '$filter=gendercode eq 2')).toMatchObject({
      body: '3',
      contentType: 'text/plain',
    });
    const many = aStore();
    many.load(
      'contact',
      Array.from({ length: 5001 }, (_, at) => ({ contactid: id('c', at) })),
    );
    expect(read(contextOf(many), 'contacts/$count', '').body).toBe('5000');
    expect(
      JSON.parse(read(contextOf(many, { annotate: '*' }), 'contacts', '$count=true&$top=1&$select=contactid').body),
    ).toMatchObject({
      '@odata.count': 5000,
      '@Microsoft.Dynamics.CRM.totalrecordcount': 5000,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': true,
    });
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data
describe('$apply', () => {
  const apply = (text: string): Record<string, unknown>[] =>
    valueOf(read(contextOf(store), 'contacts', `$apply=${encodeURIComponent(text)}`).body);

  it('groups and aggregates without keys and etags', () => {
    expect(apply('groupby((gendercode),aggregate($count as n,numberofchildren with sum as kids))')).toEqual([
      { gendercode: 1, n: 4, kids: 3 },
      { gendercode: 2, n: 3, kids: 3 },
    ]);
  });

  it('filters first, and aggregates everything when there is no groupby', () => {
    expect(
      apply(
        'filter(gendercode eq 1)/aggregate(numberofchildren with max as most,numberofchildren with average as mean,firstname with countdistinct as names)',
      ),
    ).toEqual([{ most: 2, mean: 0.75, names: 2 }]);
    expect(apply('groupby((gendercode))')).toEqual([{ gendercode: 1 }, { gendercode: 2 }]);
  });

  it('stops at 50,000 source rows with 0x8004E023', () => {
    const many = aStore();
    many.load(
      'contact',
      Array.from({ length: 50_001 }, (_, at) => ({ contactid: id('c', at) })),
    );
    expect(errorOf(() => read(contextOf(many), 'contacts', '$apply=aggregate($count as n)')).code).toBe('0x8004E023');
  });

  it('names a transformation that it does not have', () => {
    expect(() => apply('topcount(2,numberofchildren)')).toThrow("the transformation 'topcount'");
  });
});
