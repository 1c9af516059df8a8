import fc from 'fast-check';
import { read } from '@pmds/emulator/odata/read';
import { queryFunctions } from '@pmds/emulator/odata/filter/query-functions';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import { aStore, contextOf, id, insertContacts, userId, valueOf } from './data-world';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

const store = aStore();
const account = store.insert('account', { accountid: id('a', 1), name: 'Adventure' });
insertContacts(
  store,
  {
    firstname: 'Ann',
    lastname: "O'Neil",
    numberofchildren: 0,
    donotemail: false,
    createdon: '2026-03-18T08:00:00Z',
    parentcustomerid: account,
    ownerid: userId,
  },
  { firstname: 'Bob', lastname: '100%', numberofchildren: 2, donotemail: true, createdon: '2026-03-17T10:00:00Z' },
  {
    firstname: 'Cid',
    nickname: 'cid',
    numberofchildren: 5,
    gendercode: 1,
    createdon: '2025-01-01T00:00:00Z',
    birthdate: '1990-02-28',
  },
);
const list = store.insert('list', { listid: id('l', 1), listname: 'News' });
store.insert('listmember', { listid: list, entityid: id('c', 2) });
const found = (filter: string, aliases = ''): string =>
  valueOf(read(contextOf(store), 'contacts', `$select=firstname&$filter=${encodeURIComponent(filter)}${aliases}`).body)
    .map((row) => String(row['firstname']).charAt(0))
    .join('');
const crm = 'Microsoft.Dynamics.CRM.';

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows
describe('$filter', () => {
  it.each([
    ["firstname eq 'ann'", 'A'],
    ["'ANN' eq firstname", 'A'],
    ["lastname eq 'O''Neil'", 'A'],
    ["firstname ne 'Ann'", 'BC'],
    ['lastname eq null', 'C'],
    ['lastname ne null', 'AB'],
    ['numberofchildren gt 0', 'BC'],
    ['numberofchildren ge 2 and numberofchildren lt 5', 'B'],
    ['donotemail eq true', 'B'],
    ["contains(lastname,'%')", 'AB'],
    ["contains(lastname,'[%]')", 'B'],
    ["startswith(lastname,'%neil')", 'A'],
    ["endswith(lastname,'_00[^a]')", 'B'],
    ["startswith(firstname,'b') or endswith(firstname,'D')", 'BC'],
    ["not contains(firstname,'n')", 'BC'],
    ['createdon ge 2026-03-17T10:00:00Z', 'AB'],
    ['createdon lt 2026-01-01', 'C'],
    ['birthdate eq 1990-02-28', 'C'],
    [`_parentcustomerid_value eq ${id('a', 1).toUpperCase()}`, 'A'],
    [`_parentcustomerid_value eq '${id('a', 1)}'`, 'A'],
    ["parentcustomerid_account/name eq 'adventure'", 'A'],
    ['parentcustomerid_account/name eq null', 'BC'],
    ['firstname eq nickname', 'C'],
    ["firstname eq 'Ann' or firstname eq 'Bob' and donotemail eq false", 'A'],
    ["(firstname eq 'Ann' or firstname eq 'Bob') and donotemail eq true", 'B'],
    ["not (firstname eq 'Ann') and numberofchildren lt 5", 'B'],
    ["listcontact_association/any(l:l/listname eq 'news')", 'B'],
    ['listcontact_association/any()', 'B'],
    ["listcontact_association/all(l:l/listname eq 'other')", 'AC'],
    ["listcontact_association/any(l:l/owninguser/fullname eq null and contains(l/listname,'ew'))", 'B'],
    [`${crm}In(PropertyName='firstname',PropertyValues=["Ann","Cid"])`, 'AC'],
    [`${crm}In(PropertyName='contactid',PropertyValues=['${id('c', 2)}'])`, 'B'],
    [`${crm}Between(PropertyName='numberofchildren',PropertyValues=["1","9"])`, 'BC'],
    [`${crm}LastXDays(PropertyName='createdon',PropertyValue=7)`, 'AB'],
    [`${crm}Today(PropertyName='createdon') and numberofchildren eq 0`, 'A'],
    [`${crm}EqualUserId(PropertyName='ownerid')`, 'A'],
  ])('%s', (filter, expected) => {
    expect(found(filter)).toBe(expected);
  });

  it('takes values from parameter aliases', () => {
    expect(found('firstname eq @name and numberofchildren lt @most', "&@name='Ann'&@most=1")).toBe('A');
    expect(
      found(`${crm}In(PropertyName='firstname',PropertyValues=@names)`, `&@names=${encodeURIComponent('["Bob"]')}`),
    ).toBe('B');
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows#manage-single-quotes
  it('takes apostrophes in a list in double quotes only', () => {
    const names = (text: string): string => `&@names=${encodeURIComponent(text)}`;
    const filter = `${crm}In(PropertyName='lastname',PropertyValues=@names)`;
    expect(found(filter, names(`["OBrian","O'Neil"]`))).toBe('A');
    expect(() => found(filter, names(`['OBrian','O'Neil']`))).toThrow(
      "Invalid JSON. A comma character ',' was expected in scope 'Array'.",
    );
  });

  it.each([
    ["firstnam eq 'x'", "Could not find a property named 'firstnam'"],
    ['firstname eq 5', 'incompatible types'],
    ["numberofchildren eq '5'", 'incompatible types'],
    ['firstname eq', 'Syntax error at position'],
    ["firstname like 'x'", "operator 'like'"],
    ["firstname eq 'x", "There is an unterminated literal at position 15 in 'firstname eq 'x'."],
    ["lastname eq 'O'Bryan'", "There is an unterminated literal at position 21 in 'lastname eq 'O'Bryan''."],
    [
      `not ${crm}OnOrAfter(PropertyName='createdon',PropertyValue=2026-01-01)`,
      'Not operator along with the Custom Named Condition operators is not allowed',
    ],
    ['firstname', 'Syntax error'],
    ["listcontact_association/any(l:firstname eq 'x')", "must begin with 'l/'"],
    ['numberofchildren gt null', 'null can be compared with eq and ne'],
    [`${crm}Nearby(PropertyName='firstname')`, "unknown function with name 'Microsoft.Dynamics.CRM.Nearby'"],
    [`${crm}In(PropertyName='firstname',Values=["x"])`, "no parameter 'Values'"],
  ])('refuses %s with 400, naming it', (filter, message) => {
    expect(() => found(filter)).toThrow(message);
  });

  it.each(['year(createdon) eq 2026', "tolower(firstname) eq 'ann'", "gendercode has 'x'"])(
    'says 501 for %s',
    (filter) => {
      expect(() => found(filter)).toThrow('does not implement');
    },
  );

  it('takes 500 conditions and refuses 501', () => {
    const many = (count: number): string => Array.from({ length: count }, () => "firstname eq 'Ann'").join(' or ');
    expect(found(many(500))).toBe('A');
    expect(() => found(many(501))).toThrow('Number of conditions in query exceeded maximum limit.');
  });

  it('knows the 70 documented query functions', () => {
    expect(queryFunctions.length).toBeGreaterThanOrEqual(60);
    for (const name of queryFunctions) {
      const values = name.includes('Between') ? ',PropertyValues=["1","2"]' : ',PropertyValue=1';
      const call = (): string =>
        found(
          `${crm}${name}(PropertyName='numberofchildren'${/X|In|On|Under|Above|Contain|Between/.test(name) ? values : ''})`,
        );
      try {
        call();
      } catch (error) {
        expect(error).toBeInstanceOf(DataverseError);
        expect(String(error)).not.toContain('unknown function');
      }
    }
  });

  it('answers anything at all with rows or a DataverseError', () => {
    const token = fc.constantFrom(
      '(',
      ')',
      ' and ',
      ' or ',
      ' not ',
      'firstname',
      ' eq ',
      "'x'",
      'null',
      '5',
      '/',
      'any',
      'l:',
      'contains',
      ',',
      '[',
      '@p',
      id('c', 1),
      '2026-01-01',
      "'",
      crm + 'Today',
      '=',
      'é',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
        try {
          found(tokens.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(DataverseError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
