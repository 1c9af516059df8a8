import fc from 'fast-check';
import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import { aStore, contextOf, id, insertContacts, userId, valueOf } from './data-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/operators
describe('condition operators', () => {
  const store = aStore();
  insertContacts(
    store,
    {
      firstname: 'Ann',
      lastname: "O'Neil",
      numberofchildren: 0,
      gendercode: 2,
      donotemail: false,
      createdon: '2026-03-18T08:00:00Z',
      birthdate: '1990-02-28',
      ownerid: userId,
    },
    {
      firstname: 'Bob',
      lastname: 'Ng_1',
      numberofchildren: 2,
      gendercode: 1,
      donotemail: true,
      createdon: '2026-03-17T23:59:59Z',
      birthdate: '2000-12-31',
    },
    { firstname: 'Cid', lastname: '50%', numberofchildren: 5, createdon: '2026-03-10T00:00:00Z' },
    { firstname: 'Dan', createdon: '2025-03-01T00:00:00Z', ownerid: id('u', 9) },
  );
  const found = (condition: string): string =>
    valueOf(
      answerFetch(
        contextOf(store),
        'contacts',
        `<fetch><entity name="contact"><attribute name="firstname"/><filter>${condition}</filter></entity></fetch>`,
      ).body,
    )
      .map((row) => String(row['firstname']).charAt(0))
      .join('');
  const on = (attribute: string, operator: string, ...values: string[]): string =>
    values.length === 1
      ? `<condition attribute="${attribute}" operator="${operator}" value="${values[0] ?? ''}"/>`
      : `<condition attribute="${attribute}" operator="${operator}">${values.map((v) => `<value>${v}</value>`).join('')}</condition>`;

  it.each([
    ['firstname', 'eq', ['ann'], 'A'],
    ['firstname', 'ne', ['ann'], 'BCD'],
    ['lastname', 'ne', ['50%'], 'ABD'],
    ['lastname', 'null', [], 'D'],
    ['lastname', 'not-null', [], 'ABC'],
    ['lastname', 'like', ['%n%'], 'AB'],
    ['lastname', 'like', ['__!_%'.slice(0, 2) + '[_]%'], 'B'],
    ['lastname', 'like', ['[a-n]g%'], 'B'],
    ['lastname', 'not-like', ['%n%'], 'CD'],
    ['lastname', 'begins-with', ['50'], 'C'],
    ['lastname', 'not-begin-with', ['50'], 'ABD'],
    ['lastname', 'ends-with', ['L'], 'A'],
    ['lastname', 'not-end-with', ['L'], 'BCD'],
    ['firstname', 'in', ['ANN', 'dan'], 'AD'],
    ['firstname', 'not-in', ['ANN', 'dan'], 'BC'],
    ['firstname', 'gt', ['b'], 'BCD'],
    ['numberofchildren', 'gt', ['0'], 'BC'],
    ['numberofchildren', 'ge', ['2'], 'BC'],
    ['numberofchildren', 'lt', ['2'], 'A'],
    ['numberofchildren', 'le', ['2'], 'AB'],
    ['numberofchildren', 'between', ['1', '5'], 'BC'],
    ['numberofchildren', 'not-between', ['1', '5'], 'AD'],
    ['numberofchildren', 'in', ['0', '5'], 'AC'],
    ['gendercode', 'eq', ['1'], 'B'],
    ['gendercode', 'ne', ['1'], 'ACD'],
    ['gendercodename', 'like', ['fem%'], 'A'],
    ['donotemail', 'eq', ['1'], 'B'],
    ['donotemail', 'eq', ['false'], 'A'],
    ['birthdate', 'on', ['1990-02-28'], 'A'],
    ['birthdate', 'on-or-after', ['1990-03-01'], 'B'],
    ['birthdate', 'in-fiscal-period', ['4'], 'B'],
    ['createdon', 'today', [], 'A'],
    ['createdon', 'yesterday', [], 'B'],
    ['createdon', 'last-seven-days', [], 'AB'],
    ['createdon', 'last-x-days', ['8'], 'ABC'],
    ['createdon', 'this-week', [], 'AB'],
    ['createdon', 'last-week', [], 'C'],
    ['createdon', 'this-month', [], 'ABC'],
    ['createdon', 'this-year', [], 'ABC'],
    ['createdon', 'last-year', [], 'D'],
    ['createdon', 'last-x-hours', ['5'], 'A'],
    ['createdon', 'olderthan-x-months', ['2'], 'D'],
    ['createdon', 'olderthan-x-days', ['1'], 'CD'],
    ['createdon', 'on', ['2026-03-17'], 'B'],
    ['createdon', 'on-or-before', ['2026-03-17'], 'BCD'],
    ['createdon', 'ge', ['2026-03-17T23:59:59Z'], 'AB'],
    ['createdon', 'lt', ['2026-03-17T23:59:59Z'], 'CD'],
    ['createdon', 'in-fiscal-year', ['2026'], 'ABC'],
    ['ownerid', 'eq-userid', [], 'A'],
    ['ownerid', 'ne-userid', [], 'BCD'],
    ['ownerid', 'eq-useroruserteams', [], 'A'],
    ['ownerid', 'eq', [userId.toUpperCase()], 'A'],
  ])('%s %s %j', (attribute, operator, values, expected) => {
    expect(found(on(attribute, operator, ...values))).toBe(expected);
  });

  it('joins conditions by and, by or when the filter says so, and nests', () => {
    expect(found(on('firstname', 'eq', 'Ann') + on('gendercode', 'eq', '1'))).toBe('');
    expect(found(`<filter type="or">${on('firstname', 'eq', 'Ann')}${on('gendercode', 'eq', '1')}</filter>`)).toBe(
      'AB',
    );
  });

  it('compares two columns of a row with valueof', () => {
    store.update('contact', id('c', 2), { nickname: 'bob' });
    expect(found('<condition attribute="firstname" operator="eq" valueof="nickname"/>')).toBe('B');
  });

  it.each([
    [
      '<condition attribute="frstname" operator="eq" value="x"/>',
      '0x80041103',
      "doesn't contain attribute with Name = 'frstname'",
    ],
    ['<condition attribute="firstname" operator="sounds-like" value="x"/>', '0x80041120', "'sounds-like'"],
    ['<condition attribute="numberofchildren" operator="eq" value="many"/>', '0x80040203', 'not a number'],
    ['<condition attribute="ownerid" operator="eq" value="me"/>', '0x80040203', 'not a GUID'],
    ['<condition attribute="firstname" operator="eq" values="x"/>', '0x80040201', "has no attribute 'values'"],
    ['<conditions/>', '0x8004111c', 'NodeName = conditions'],
    ['<condition attribute="createdon" operator="last-x-days" value="-1"/>', '0x80040203', 'whole number'],
  ])('refuses %s, naming it', (condition, code, message) => {
    let thrown: unknown;
    try {
      found(condition);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DataverseError);
    expect(thrown).toMatchObject({ status: 400, code });
    expect(String(thrown)).toContain(message);
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows#limits
  it('takes 500 conditions and refuses 501', () => {
    const many = (count: number): string => `<filter type="or">${on('firstname', 'eq', 'Ann').repeat(count)}</filter>`;
    expect(found(many(500))).toBe('A');
    expect(() => found(many(501))).toThrow('Number of conditions in query exceeded maximum limit.');
  });

  it('answers anything at all with rows or a DataverseError', () => {
    const token = fc.constantFrom(
      '<fetch>',
      '<fetch count="1">',
      '</fetch>',
      '<entity name="contact">',
      '</entity>',
      '<filter>',
      '</filter>',
      on('firstname', 'eq', 'a'),
      '<order attribute="firstname"/>',
      '<attribute name="lastname"/>',
      '&',
      '"',
      '<!DOCTYPE x>',
      '\u0000',
      'x',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        try {
          answerFetch(contextOf(store), 'contacts', tokens.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(DataverseError);
        }
      }),
      { numRuns: 300, seed: 20260318 },
    );
  });
});
