import fc from 'fast-check';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import { read } from '@pmds/emulator/odata/read';
import { contextOf, id } from './data-world';
import { sampleAccounts } from './sample-accounts';

/** The same inputs in every run. */
const settings = { seed: 20260318, numRuns: 800 };
const crm = 'Microsoft.Dynamics.CRM.';

const filters = [
  `name eq 'Coho Winery (sample)'`,
  `contains(name,'a') and numberofemployees gt 2000`,
  `not startswith(name,'A') or statecode eq 0`,
  `primarycontactid/firstname eq 'Jim'`,
  `contact_customer_accounts/any(c:c/lastname eq 'x' or c/createdon lt 2024-01-01T00:00:00Z)`,
  `contact_customer_accounts/all(c:c/statecode eq 0)`,
  `${crm}In(PropertyName='address1_city',PropertyValues=['Redmond','Dallas'])`,
  `${crm}Between(PropertyName='numberofemployees',PropertyValues=["1","3000"])`,
  `${crm}LastXDays(PropertyName='createdon',PropertyValue=@days)`,
  `_primarycontactid_value eq ${id('c', 1)}`,
  `revenue eq null`,
];
const options: Readonly<Record<string, readonly string[]>> = {
  $select: ['name', 'name,_primarycontactid_value', 'accountid,createdon', 'nope', ''],
  $filter: filters,
  $orderby: ['name', 'createdon desc,name', 'primarycontactid/fullname', '_ownerid_value', 'name up'],
  $expand: [
    'primarycontactid($select=fullname)',
    'contact_customer_accounts($select=lastname;$filter=statecode eq 0;$top=1;$orderby=lastname)',
    'primarycontactid/Microsoft.Dynamics.CRM.contact',
    'nope',
  ],
  $top: ['1', '0', '-1', 'x'],
  $count: ['true', 'false', 'maybe'],
  $apply: [
    'groupby((address1_city),aggregate($count as n,numberofemployees with sum as total))',
    `filter(statecode eq 0)/aggregate(createdon with max as last)`,
    'groupby((primarycontactid/fullname))',
    'aggregate(name with sum as s)',
  ],
  $skiptoken: ['<cookie pagenumber="2" pagingcookie="%3ccookie" istracking="False" />', '%zz'],
  '@days': ['7', "'7'", 'x'],
};
const option = fc
  .constantFrom(...Object.entries(options))
  .chain(([name, texts]) => fc.constantFrom(...texts).map((text) => [name, text] as const));
const cut = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(6),
  put: fc.string({ maxLength: 3 }),
});
const query = fc.tuple(
  fc.uniqueArray(option, { selector: ([name]) => name, maxLength: 4 }),
  fc.array(cut, { maxLength: 2 }),
);
const path = fc.constantFrom(
  'accounts',
  'accounts',
  `accounts(${id('a', 1)})`,
  `accounts(${id('a', 1)})/primarycontactid`,
  `accounts(${id('a', 1)})/contact_customer_accounts`,
  'accounts/$count',
  `accounts(name='x')`,
);

describe('any OData query', () => {
  const context = contextOf(sampleAccounts(), { annotate: '*', maxPageSize: 3 });

  it('made of documented options, whole or damaged, is answered or refused in the documented shape', () => {
    let answered = 0;
    fc.assert(
      fc.property(path, query, (at, [chosen, cuts]) => {
        let text = chosen.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
        for (const { at: place, length, put } of cuts) {
          const start = Math.floor(place * text.length);
          text = text.slice(0, start) + put + text.slice(start + length);
        }
        try {
          const { status, body } = read(context, at, text);
          expect([200, 204]).toContain(status);
          expect(body.length).toBeLessThan(1_000_000);
          answered++;
        } catch (error) {
          if (!(error instanceof DataverseError)) throw error;
          expect([400, 404, 501]).toContain(error.status);
          expect(error.code).toMatch(/^(0x8[0-9a-fA-F]{7})?$/);
        }
      }),
      settings,
    );
    expect(answered).toBeGreaterThan(settings.numRuns / 10);
  });
});
