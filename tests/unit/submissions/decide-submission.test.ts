import { decideSubmission, unnamedInputs } from '@pmds/bridge/domain/submission/decide-submission';
import { valuesToWrite } from '@pmds/bridge/domain/submission/decide-review';
import type { WebFormField } from '@pmds/contracts/web-form/definition';
import type { ColumnValue, SentValue, SubmissionChange } from '@pmds/contracts/web-form/submission';
import { aField, facts } from './facts';

const outcome = (changes: readonly SubmissionChange[]) =>
  Object.fromEntries(changes.map(({ column, outcome, reason }) => [column, reason ?? outcome]));

interface Row {
  readonly it: string;
  readonly field: WebFormField;
  readonly held: ColumnValue;
  readonly sent: SentValue;
  /** What is written; absent: nothing. */
  readonly writes?: ColumnValue;
  /** Why nothing is written; absent: the field says what the record says. */
  readonly because?: string;
}

const title = (more: Partial<WebFormField> = {}) => aField('jobtitle', more);

const rules: readonly Row[] = [
  { it: 'overrides a value', field: title(), held: 'Clerk', sent: 'Head', writes: 'Head' },
  {
    it: 'writes into an empty column',
    field: title({ submit: 'only-if-empty' }),
    held: null,
    sent: 'Head',
    writes: 'Head',
  },
  {
    it: 'takes an empty text for an empty column',
    field: title({ submit: 'only-if-empty' }),
    held: '',
    sent: 'Head',
    writes: 'Head',
  },
  {
    it: 'keeps what is there under only-if-empty',
    field: title({ submit: 'only-if-empty' }),
    held: 'Clerk',
    sent: 'Head',
    because: 'not-empty',
  },
  { it: 'asks under review', field: title({ submit: 'review' }), held: 'Clerk', sent: 'Head', because: 'rule-review' },
  {
    it: 'writes nothing under never',
    field: title({ submit: 'never' }),
    held: 'Clerk',
    sent: 'Head',
    because: 'rule-never',
  },
  {
    it: 'writes nothing under never into an empty column',
    field: title({ submit: 'never' }),
    held: null,
    sent: 'Head',
    because: 'rule-never',
  },
  { it: 'says nothing of a value that came back', field: title(), held: 'Clerk', sent: ' Clerk ' },
  {
    it: 'says nothing of a value that came back under review',
    field: title({ submit: 'review' }),
    held: 'Clerk',
    sent: 'Clerk',
  },
  { it: 'erases nothing by a blank', field: title(), held: 'Clerk', sent: '' },
  { it: 'erases nothing by blanks', field: title(), held: 'Clerk', sent: ' \u00a0 ' },
  { it: 'erases nothing by null', field: title(), held: 'Clerk', sent: null },
  { it: 'erases by a blank that may', field: title({ blankErases: true }), held: 'Clerk', sent: '', writes: null },
  {
    it: 'erases what was shown masked',
    field: title({ blankErases: true, exposure: 'masked' }),
    held: 'Clerk',
    sent: '',
    writes: null,
  },
  {
    it: 'erases nothing that was not shown',
    field: title({ blankErases: true, exposure: 'never' }),
    held: 'Clerk',
    sent: '',
  },
  {
    it: 'erases nothing that a code might have shown',
    field: title({ blankErases: true, exposure: 'verified' }),
    held: 'Clerk',
    sent: '',
  },
  {
    it: 'erases nothing under only-if-empty',
    field: title({ blankErases: true, submit: 'only-if-empty' }),
    held: 'Clerk',
    sent: '',
  },
  { it: 'erases nothing under never', field: title({ blankErases: true, submit: 'never' }), held: 'Clerk', sent: '' },
  {
    it: 'asks before a blank erases under review',
    field: title({ blankErases: true, submit: 'review' }),
    held: 'Clerk',
    sent: '',
    because: 'rule-review',
  },
  {
    it: 'takes a masked value that came back for no change',
    field: title({ exposure: 'masked' }),
    held: 'Clerk',
    sent: 'C•••',
  },
  {
    it: 'never writes half of a masked value',
    field: title({ exposure: 'masked' }),
    held: 'Clerk',
    sent: 'Co•••',
    because: 'half-masked',
  },
  {
    it: 'writes a new value over a masked one',
    field: title({ exposure: 'masked' }),
    held: 'Clerk',
    sent: 'Head',
    writes: 'Head',
  },
  {
    it: 'asks about a text that is too long',
    field: title(),
    held: 'Clerk',
    sent: 'x'.repeat(101),
    because: 'too-long',
  },
  { it: 'takes a text of full length', field: title(), held: 'Clerk', sent: 'x'.repeat(100), writes: 'x'.repeat(100) },
  {
    it: 'asks about characters that nobody can type',
    field: title(),
    held: 'Clerk',
    sent: 'He\u0000ad',
    because: 'not-text',
  },
  {
    it: 'asks about several values for one text',
    field: title(),
    held: 'Clerk',
    sent: ['a', 'b'],
    because: 'not-text',
  },
  { it: 'takes a list of one for its text', field: title(), held: 'Clerk', sent: ['Head'], writes: 'Head' },
  { it: 'asks about a tick for a text', field: title(), held: 'Clerk', sent: true, because: 'not-text' },
  { it: 'takes a box that is not ticked for a blank text', field: title(), held: 'Clerk', sent: false },
  {
    it: 'writes an address',
    field: aField('emailaddress1'),
    held: 'a@example.com',
    sent: 'b@example.com',
    writes: 'b@example.com',
  },
  {
    it: 'asks about what is no address',
    field: aField('emailaddress1'),
    held: 'a@example.com',
    sent: 'b@',
    because: 'not-an-address',
  },
  {
    it: 'asks about a column that takes no value',
    field: aField('fullname'),
    held: 'A B',
    sent: 'C D',
    because: 'not-writable',
  },
  {
    it: 'asks about a column that is gone',
    field: aField('pmds_gone'),
    held: null,
    sent: 'x',
    because: 'not-writable',
  },
  {
    it: 'leaves a column that is gone alone under never',
    field: aField('pmds_gone', { submit: 'never' }),
    held: null,
    sent: 'x',
    because: 'not-writable',
  },
];

const kinds: readonly Row[] = [
  { it: 'reads a choice by its label', field: aField('gendercode'), held: 1, sent: 'Weiblich', writes: 2 },
  {
    it: 'reads a choice by a label of another language',
    field: aField('gendercode'),
    held: 1,
    sent: 'female',
    writes: 2,
  },
  { it: 'reads a choice by its number', field: aField('gendercode'), held: 1, sent: '2', writes: 2 },
  { it: 'says nothing of a choice that came back', field: aField('gendercode'), held: 2, sent: 'weiblich' },
  {
    it: 'asks about a choice that there is not',
    field: aField('gendercode'),
    held: 1,
    sent: '3',
    because: 'not-a-choice',
  },
  {
    it: 'asks about a choice in words of nobody',
    field: aField('gendercode'),
    held: 1,
    sent: 'unknown',
    because: 'not-a-choice',
  },
  {
    it: 'reads several choices from boxes',
    field: aField('pmds_interests'),
    held: '10',
    sent: ['Brot', '20'],
    writes: '20,30',
  },
  {
    it: 'reads several choices from one text',
    field: aField('pmds_interests'),
    held: null,
    sent: 'Käse; Brot',
    writes: '20,30',
  },
  { it: 'reads a label with a comma', field: aField('pmds_interests'), held: null, sent: 'Wein, rot', writes: '10' },
  {
    it: 'says nothing of choices in another order',
    field: aField('pmds_interests'),
    held: '10,20',
    sent: ['20', '10'],
  },
  {
    it: 'asks where one of the choices is none',
    field: aField('pmds_interests'),
    held: '10',
    sent: ['10', 'Bier'],
    because: 'not-a-choice',
  },
  { it: 'reads a tick', field: aField('donotbulkemail'), held: false, sent: true, writes: true },
  { it: 'reads a box that is not ticked', field: aField('donotbulkemail'), held: true, sent: false, writes: false },
  { it: 'takes no tick for nothing where nothing is', field: aField('donotbulkemail'), held: null, sent: false },
  {
    it: 'reads the column’s own words',
    field: aField('donotbulkemail'),
    held: false,
    sent: 'nicht zulassen',
    writes: true,
  },
  { it: 'reads oui', field: aField('donotbulkemail'), held: false, sent: 'oui', writes: true },
  {
    it: 'reads no Hebrew word for something else',
    field: aField('donotbulkemail'),
    held: true,
    sent: 'לא',
    writes: false,
  },
  {
    it: 'asks about what is neither yes nor no',
    field: aField('donotbulkemail'),
    held: true,
    sent: 'vielleicht',
    because: 'not-yes-or-no',
  },
  { it: 'reads an ISO date', field: aField('birthdate'), held: null, sent: '1980-05-17', writes: '1980-05-17' },
  {
    it: 'reads a date as Germans write it',
    field: aField('birthdate'),
    held: null,
    sent: '17.5.1980',
    writes: '1980-05-17',
  },
  {
    it: 'reads a date with slashes by the form’s language',
    field: aField('birthdate'),
    held: null,
    sent: '03/04/1980',
    writes: '1980-04-03',
  },
  {
    it: 'says nothing of a date that came back as it was shown',
    field: aField('birthdate'),
    held: '1980-05-17',
    sent: '17.05.1980',
  },
  {
    it: 'asks about a day that is none',
    field: aField('birthdate'),
    held: null,
    sent: '31.02.1980',
    because: 'not-a-date',
  },
  {
    it: 'asks about a year of two digits',
    field: aField('birthdate'),
    held: null,
    sent: '17.05.80',
    because: 'not-a-date',
  },
  {
    it: 'reads a time of the zone in winter',
    field: aField('pmds_visit'),
    held: null,
    sent: '2026-01-15T10:00',
    writes: '2026-01-15T09:00:00Z',
  },
  {
    it: 'reads a time of the zone in summer',
    field: aField('pmds_visit'),
    held: null,
    sent: '15.07.2026 10:00',
    writes: '2026-07-15T08:00:00Z',
  },
  {
    it: 'keeps seconds that an input does not show',
    field: aField('pmds_visit'),
    held: '2026-01-15T09:00:42Z',
    sent: '2026-01-15T10:00',
  },
  {
    it: 'asks about a time that the clocks skip',
    field: aField('pmds_visit'),
    held: null,
    sent: '2026-03-29T02:30',
    because: 'not-a-date',
  },
  {
    it: 'takes a time that says its zone',
    field: aField('pmds_visit'),
    held: null,
    sent: '2026-01-15T10:00Z',
    writes: '2026-01-15T10:00:00Z',
  },
  {
    it: 'reads a number as Germans write it',
    field: aField('creditlimit'),
    held: null,
    sent: '1.234,50',
    writes: 1234.5,
  },
  { it: 'reads a number with its currency', field: aField('creditlimit'), held: null, sent: '99,90 €', writes: 99.9 },
  { it: 'says nothing of a number that came back', field: aField('creditlimit'), held: 1234.5, sent: '1.234,50' },
  {
    it: 'asks about more places than the column has',
    field: aField('creditlimit'),
    held: null,
    sent: '1,234',
    because: 'out-of-range',
  },
  {
    it: 'asks about what is no number',
    field: aField('creditlimit'),
    held: null,
    sent: 'viel',
    because: 'not-a-number',
  },
  {
    it: 'asks about a number below the least',
    field: aField('creditlimit'),
    held: null,
    sent: '-1',
    because: 'out-of-range',
  },
  { it: 'asks about half a child', field: aField('numberofchildren'), held: 1, sent: '1,5', because: 'not-a-number' },
  {
    it: 'asks about a hundred children',
    field: aField('numberofchildren'),
    held: 1,
    sent: '100',
    because: 'out-of-range',
  },
  {
    it: 'never writes a lookup',
    field: aField('preferredsystemuserid'),
    held: null,
    sent: 'Somebody',
    because: 'lookup',
  },
];

describe('What a submit may do to one field', () => {
  test.each([...rules, ...kinds])('$it', ({ field, held, sent, because, ...row }) => {
    const column = field.contact ?? '';
    const record = column === 'pmds_gone' ? {} : { [column]: held };
    const changes = decideSubmission(facts([field], record, { [field.input]: sent }));
    expect(valuesToWrite(changes)).toEqual('writes' in row ? { [column]: row.writes } : {});
    expect(outcome(changes)).toEqual(
      'writes' in row ? { [column]: 'written' } : because === undefined ? {} : { [column]: because },
    );
  });

  test('takes a lookup that came back by its name or id for no change', () => {
    const id = '11111111-2222-3333-4444-555555555555';
    const record = { preferredsystemuserid: { raw: id, name: 'Ann Lee' } };
    for (const sent of ['ann lee', id.toUpperCase()]) {
      expect(
        decideSubmission(facts([aField('preferredsystemuserid')], record, { preferredsystemuserid: sent })),
      ).toEqual([]);
    }
  });

  test('asks about a moment where nobody knows the zone', () => {
    const changes = decideSubmission(
      facts([aField('pmds_visit')], {}, { pmds_visit: '2026-01-15T10:00' }, { zone: null }),
    );
    expect(outcome(changes)).toEqual({ pmds_visit: 'zone-unknown' });
  });

  test('shows old and new as people read them, with the values that they stand for', () => {
    const [change] = decideSubmission(
      facts([aField('gendercode', { submit: 'review' })], { gendercode: 1 }, { gendercode: '2' }),
    );
    expect(change).toEqual({
      column: 'gendercode',
      label: 'Gender',
      old: 'männlich',
      new: 'weiblich',
      rule: 'review',
      reason: 'rule-review',
      outcome: 'review',
      from: 1,
      to: 2,
    });
  });
});

describe('What a submit may do to a record', () => {
  const person = { firstname: 'Ann', lastname: 'Lee', emailaddress1: 'ann@example.com', jobtitle: 'Clerk' };
  const fields = ['firstname', 'lastname', 'emailaddress1', 'jobtitle'].map((column) => aField(column));
  const decided = (sent: Readonly<Record<string, SentValue>>, record: Readonly<Record<string, ColumnValue>> = person) =>
    decideSubmission(facts(fields, record, sent));

  test('N12: changes nothing where address and last name become those of another', () => {
    const changes = decided({ lastname: 'Roe', emailaddress1: 'roe@example.com', jobtitle: 'Head' });
    expect(valuesToWrite(changes)).toEqual({});
    expect(outcome(changes)).toEqual({ lastname: 'identity', emailaddress1: 'identity', jobtitle: 'identity' });
  });

  test('N12: changes nothing where address and first name become those of another', () => {
    expect(valuesToWrite(decided({ firstname: 'Bob', emailaddress1: 'bob@example.com' }))).toEqual({});
  });

  test.each([
    ['a new address alone', { emailaddress1: 'ann.lee@example.com' }],
    ['a new last name alone', { lastname: 'Roe' }],
    ['a new name in other letters, and a new address', { lastname: 'LEE', emailaddress1: 'lee@example.com' }],
  ])('writes %s', (_, sent) => {
    expect(valuesToWrite(decided(sent))).toEqual(sent);
  });

  test('takes a name that was missing for no other person', () => {
    const sent = { firstname: 'Ann', emailaddress1: 'ann.lee@example.com' };
    expect(valuesToWrite(decided(sent, { ...person, firstname: null }))).toEqual(sent);
  });

  test('is not misled by a name that the form may not change', () => {
    const changes = decideSubmission(
      facts([aField('lastname', { submit: 'never' }), aField('emailaddress1')], person, {
        lastname: 'Roe',
        emailaddress1: 'roe@example.com',
      }),
    );
    expect(valuesToWrite(changes)).toEqual({ emailaddress1: 'roe@example.com' });
  });

  test('writes what fits and asks about the rest', () => {
    const changes = decided({ jobtitle: 'Head', lastname: 'x'.repeat(51) });
    expect(valuesToWrite(changes)).toEqual({ jobtitle: 'Head' });
    expect(outcome(changes)).toEqual({ jobtitle: 'written', lastname: 'too-long' });
  });

  test('asks where two inputs say different things of one column', () => {
    const two = [aField('jobtitle'), aField('jobtitle', { input: 'title' })];
    expect(outcome(decideSubmission(facts(two, person, { jobtitle: 'Head', title: 'Boss' })))).toEqual({
      jobtitle: 'two-values',
    });
    expect(valuesToWrite(decideSubmission(facts(two, person, { jobtitle: 'Head', title: 'Head' })))).toEqual({
      jobtitle: 'Head',
    });
  });

  test.each(['description', '__proto__', 'constructor', 'ownerid'])(
    'ignores the input %s, which the form does not name',
    (input) => {
      const sent = JSON.parse(`{"jobtitle":"Head","${input}":"x"}`) as Record<string, SentValue>;
      const changes = decided(sent);
      expect(valuesToWrite(changes)).toEqual({ jobtitle: 'Head' });
      expect(unnamedInputs(fields, sent)).toEqual([input]);
    },
  );

  test('takes the column of the link’s own table', () => {
    const field = aField('jobtitle', { input: 'title', contact: 'jobtitle', lead: 'subject' });
    expect(valuesToWrite(decideSubmission(facts([field], person, { title: 'Head' })))).toEqual({ jobtitle: 'Head' });
    const none = aField('jobtitle', { contact: null });
    expect(decideSubmission(facts([none], person, { jobtitle: 'Head' }))).toEqual([]);
  });
});
