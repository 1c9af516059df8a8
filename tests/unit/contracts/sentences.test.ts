import { fieldSelectionSentence, parseFieldSelection } from '@pmds/contracts/fields/field-selection';
import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import { mailOutcomeJson, mailReasons, parseMailOutcome, unsentSentence } from '@pmds/contracts/run/mail-outcome';
import { memberTableOfListCode, memberTables } from '@pmds/contracts/fields/member-table';
import { parseNotificationEmails } from '@pmds/contracts/start/notification-emails';
import { isPublicColumn } from '@pmds/contracts/fields/public-columns';
import { queryNotesOfCounts, queryNotesText, storedQueryNotes } from '@pmds/contracts/run/query-notes';
import { startProblems } from '@pmds/contracts/start/start-rules';
import { parseMessageContext, runIdOf } from '@pmds/contracts/start/sync-request';
import { newerOfCounts, unwatchedSentence } from '@pmds/contracts/run/run-tally';
import { worded } from '@pmds/contracts/wording';

const id = '0d9f3f5e-6a1c-4a57-9d0e-4f6f3c1f2a10';

describe('the sentence of a selection that cannot be read', () => {
  it.each([
    ['{', 'not-json', undefined, 'not JSON'],
    ['7', 'wrong-shape', undefined, 'not a list of columns per table. Choose'],
    ['null', 'wrong-shape', undefined, 'not a list of columns per table. Choose'],
    ['[]', 'wrong-shape', undefined, 'not a list of columns per table. Choose'],
    ['{}', 'wrong-version', undefined, 'another version'],
    ['{"version":0}', 'wrong-version', undefined, 'another version'],
    ['{"version":"2"}', 'wrong-version', undefined, 'another version'],
    ['{"version":2}', 'newer-version', undefined, 'newer version'],
    ['{"version":1,"lead":"a"}', 'wrong-shape', 'lead', 'not a list of columns per table (lead)'],
    ['{"version":1,"contact":[7]}', 'not-a-logical-name', 'contact', 'logical name of a column (contact)'],
    ['{"version":1,"contact":["1a"]}', 'not-a-logical-name', 'contact', 'logical name of a column (contact)'],
    ['{"version":1,"contact":["a b"]}', 'not-a-logical-name', 'contact', 'logical name of a column (contact)'],
    ['{"version":1,"lead":["a","a"]}', 'twice', 'lead.a', 'twice (lead.a)'],
  ])('%s: %s', (text, reason, at, said) => {
    const parsed = parseFieldSelection(text);
    if (parsed.ok) throw new Error('It was read.');
    expect(parsed.failure).toEqual(at === undefined ? { reason } : { reason, at });
    expect(fieldSelectionSentence(parsed.failure)).toMatch(/^Fields to Sync .+\. .+\.$/);
    expect(fieldSelectionSentence(parsed.failure)).toContain(said);
  });

  it('takes names of 128 characters, and no longer ones', () => {
    const ofLength = (length: number) =>
      parseFieldSelection(JSON.stringify({ version: 1, lead: ['a'.repeat(length)] }));
    expect([ofLength(128).ok, ofLength(129).ok]).toEqual([true, false]);
  });
});

describe('the sentences of the start rules', () => {
  const candidate = { name: 'Spring', notificationEmails: 'a@x.example', fields: '{"version":1,"contact":["a"]}' };
  const list = { name: 'One', table: 'contact', active: true } as const;

  it.each([
    [{ inactive: true }, 'SYNC_INACTIVE', undefined, 'This sync is inactive. Activate it'],
    [{ name: ' ' }, 'NAME_MISSING', 'pmds_name', 'Name is empty. Give'],
    [{ name: null }, 'NAME_MISSING', 'pmds_name', 'Name is empty. Give'],
    [{ notificationEmails: ' ' }, 'EMAIL_MISSING', 'pmds_notificationemails', 'Notification E-mail is empty. Enter'],
    [{ notificationEmails: 'x' }, 'EMAIL_INVALID', 'pmds_notificationemails', '"x", which is not an e-mail address'],
    [{ lists: [] }, 'NO_LIST', undefined, 'No marketing list is added. Add'],
    [{ lists: [{ ...list, active: false }] }, 'LIST_INACTIVE', undefined, 'list "One" is inactive. Activate'],
    [{ lists: [list, { ...list, table: null }] }, 'LIST_KIND_UNSUPPORTED', undefined, '"One" is of a kind'],
    [{ fields: '{' }, 'FIELDS_UNREADABLE', 'pmds_fields', 'not JSON'],
    [
      { fields: '' },
      'NO_FIELD_FOR_CONTACT',
      'pmds_fields',
      'No Contact field is selected, but a marketing list holds contacts.',
    ],
    [
      { lists: [{ ...list, table: 'lead' }] },
      'NO_FIELD_FOR_LEAD',
      'pmds_fields',
      'No Lead field is selected, but a marketing list holds leads.',
    ],
  ] as const)('%j: %s', (change, code, column, said) => {
    const problems = startProblems({ ...candidate, lists: [list], ...change });
    expect(problems).toEqual([
      { code, ...(column === undefined ? {} : { column }), sentence: expect.stringContaining(said) as string },
    ]);
  });

  it('are none for a sync that is not inactive', () => {
    expect(startProblems({ ...candidate, lists: [list], inactive: false })).toEqual([]);
  });
});

describe('ids', () => {
  it.each([parseRowId, parseSyncRunId])('come in any case, in both braces or none', (parse) => {
    expect(parse(`{${id.toUpperCase()}}`)).toEqual({ ok: true, value: id });
    for (const wrong of [
      `{${id}`,
      `${id}}`,
      ` ${id}`,
      `x${id}`,
      id.replace('-', ''),
      id.replace('0', 'g'),
      undefined,
      {},
    ]) {
      expect(parse(wrong)).toEqual({ ok: false, failure: 'not-a-guid' });
    }
  });
});

describe('the posted context', () => {
  const least = { MessageName: 'm', PrimaryEntityName: 't', PrimaryEntityId: id };
  const read = (more: object) => {
    const parsed = parseMessageContext({ ...least, ...more });
    if (!parsed.ok) throw new Error(parsed.failure.field);
    return parsed.value;
  };

  it('is read to its last field', () => {
    const context = read({
      InitiatingUserId: id.toUpperCase(),
      CorrelationId: 'c',
      OperationId: 'o',
      InputParameters: [
        { key: 'Target', value: { Id: id, LogicalName: 'other' } },
        { key: 'text', value: 'x' },
        { key: 'number', value: 0 },
        { key: 'flag', value: false },
        { key: 'texts', value: ['a', 'b'] },
        { key: 'none', value: [] },
        { key: 'mixed', value: ['a', 1] },
        { key: 'object', value: { a: 1 } },
        { key: 'nothing', value: null },
      ],
    });
    expect(context).toEqual({
      message: 'm',
      table: 'other',
      rowId: id,
      targets: [{ table: 'other', id, values: {} }],
      initiatingUserId: id,
      correlationId: 'c',
      operationId: 'o',
      parameters: { text: 'x', number: 0, flag: false, texts: ['a', 'b'], none: [] },
      isStripped: false,
    });
  });

  it('may be almost empty, and then is one whose parameters were taken away', () => {
    expect(read({ InitiatingUserId: 7, CorrelationId: 7, OperationId: null })).toEqual({
      ...{ message: 'm', table: 't', rowId: id, initiatingUserId: null, correlationId: null, operationId: null },
      ...{ targets: [], parameters: {}, isStripped: true },
    });
    expect(read({ InputParameters: [] }).isStripped).toBe(false);
  });

  it.each([
    [[], '(body)', 'an object: the execution context as JSON'],
    [{ ...least, MessageName: '' }, 'MessageName', 'the name of the message'],
    [{ ...least, MessageName: 7 }, 'MessageName', 'the name of the message'],
    [{ ...least, InputParameters: {} }, 'InputParameters', 'an array of {key, value}'],
    [{ ...least, InputParameters: [[]] }, 'InputParameters[0]', 'an object with key and value'],
    [{ ...least, InputParameters: [{ key: 'a' }, { key: 7 }] }, 'InputParameters[1]', 'an object with key and value'],
    [{ ...least, PrimaryEntityName: '' }, 'PrimaryEntityName', 'the logical name of a table'],
    [{ ...least, PrimaryEntityName: 7 }, 'PrimaryEntityName', 'the logical name of a table'],
    [{ ...least, PrimaryEntityId: 'x' }, 'PrimaryEntityId', 'a GUID'],
    [{ ...least, InputParameters: [{ key: 'Target', value: { Id: 'x' } }] }, 'InputParameters.Target.Id', 'a GUID'],
  ])('%j is refused, naming %s and what was expected', (body, field, expected) => {
    expect(parseMessageContext(body)).toEqual({ ok: false, failure: { field, expected } });
  });

  it.each([
    ['', { ok: true, value: null }],
    [id, { ok: true, value: id }],
    ['x', { ok: false, failure: { field: 'InputParameters.RunId', expected: 'a GUID or nothing' } }],
    [7, { ok: false, failure: { field: 'InputParameters.RunId', expected: 'a GUID or nothing' } }],
  ])('run id %j: %j', (value, result) => {
    expect(runIdOf(read({ InputParameters: [{ key: 'RunId', value }] }))).toEqual(result);
  });
});

describe('the stored outcome of the mail', () => {
  const unsent = { addresses: ['a@x.example'], reason: 'sign-in', detail: '535', againUntil: null } as const;
  const stored = (more: object) => parseMailOutcome(JSON.stringify({ version: 1, unsent: [unsent], ...more }));

  it('is foreseen only where it says so', () => {
    expect(stored({ state: 'foreseen' })).toEqual({ state: 'foreseen', unsent: [unsent] });
    expect(stored({ state: 'other' })).toEqual({ state: 'unsent', unsent: [unsent] });
    expect(JSON.parse(mailOutcomeJson({ state: 'foreseen', unsent: [unsent] }))).toEqual({
      version: 1,
      state: 'foreseen',
      unsent: [unsent],
    });
  });

  it.each([
    [null, []],
    ['x', []],
    [{ ...unsent, reason: 'other' }, []],
    [{ ...unsent, addresses: 'a@x.example' }, []],
    [{ ...unsent, addresses: ['a', 7, 'b'] }, [{ ...unsent, addresses: ['a', 'b'] }]],
    [{ ...unsent, detail: 7 }, [{ ...unsent, detail: '' }]],
    [{ ...unsent, againUntil: 7 }, [unsent]],
    [{ ...unsent, againUntil: '2026' }, [{ ...unsent, againUntil: '2026' }]],
  ])('%j is read as %j', (raw, read) => {
    expect(stored({ unsent: [raw] })?.unsent).toEqual(read);
  });

  it('says what happened and then why, with three addresses named at most', () => {
    const sentence = (count: number) =>
      unsentSentence({ ...unsent, addresses: ['a', 'b', 'c', 'd'].slice(0, count) }, 'unsent', 'en');
    const why = 'The mail server refused the user name or password of PMDS_SMTP_URL (answer 535).';
    expect(sentence(0)).toBe(why);
    expect(sentence(1)).toBe(`The completion mail did not reach a. ${why}`);
    expect(sentence(3)).toBe(`The completion mail did not reach a, b, c. ${why}`);
    expect(sentence(4)).toBe(`The completion mail did not reach a, b, c (+1). ${why}`);
    const again = unsentSentence({ ...unsent, againUntil: '2026-11-29T10:05:59.000Z' }, 'unsent', 'en');
    expect(again).toBe(
      `The completion mail has not reached a@x.example yet; it is sent again until 2026-11-29 10:05 (UTC). ${why}`,
    );
  });

  it('names what the other side said, for every reason that has it', () => {
    const silent = ['no-address', 'unresolved', 'no-sender'];
    for (const reason of mailReasons) {
      const said = unsentSentence({ ...unsent, reason, detail: 'DETAIL' }, 'unsent', 'en').includes('DETAIL');
      expect([reason, said]).toEqual([reason, !silent.includes(reason)]);
    }
  });
});

describe('what a run stores of its queries', () => {
  const limit = { kind: 'limit', list: 'L', said: 'top="5"' } as const;
  const zone = { kind: 'zone', list: 'L', said: 'createdon today', service: 'UTC', owner: 'Asia/Jerusalem' } as const;
  const read = (queries: unknown) => queryNotesOfCounts(JSON.stringify({ queries }));

  it.each([
    [
      { notes: [limit, zone], more: 3 },
      { notes: [limit, zone], more: 3 },
    ],
    [
      { notes: [limit], more: 'x' },
      { notes: [limit], more: 0 },
    ],
    [
      { notes: 'x', more: 2 },
      { notes: [], more: 2 },
    ],
    [{ notes: [{ ...zone, service: 7, owner: null }] }, { notes: [{ ...zone, service: null, owner: null }], more: 0 }],
    [
      {
        notes: [
          { ...limit, list: 7 },
          { ...limit, said: 7 },
          { ...limit, kind: 'x' },
        ],
      },
      { notes: [], more: 0 },
    ],
    [{ notes: [{ list: 'L' }, { said: 's' }, 'x', null] }, { notes: [], more: 0 }],
  ])('%j is read as %j', (queries, notes) => {
    expect(read(queries)).toEqual(notes);
  });

  it('cuts what is longer than 200 characters, and keeps what is not', () => {
    const stored = (length: number) => storedQueryNotes([{ ...limit, said: 'x'.repeat(length) }]).notes[0]?.said;
    expect(stored(200)).toBe('x'.repeat(200));
    expect(stored(201)).toBe(`${'x'.repeat(199)}…`);
    expect(storedQueryNotes([limit, limit]).more).toBe(0);
  });

  it('says each note, and how many more there are, only where there are more', () => {
    const notes = [limit];
    expect(queryNotesText({ notes, more: 1 }, 'en')).toMatch(
      /top="5".* 1 more note of this kind: see the Errors tab\.$/,
    );
    expect(queryNotesText({ notes, more: 0 }, 'en')).not.toContain('more note');
    expect(queryNotesText({ notes: [{ ...zone, owner: null }], more: 0 }, 'en')).toContain('(not known)');
  });
});

describe('words', () => {
  it.each([
    ['en', 1, 'member'],
    ['en', 2, 'members'],
    ['en', 0, 'members'],
    ['fr', 0, 'member'],
    ['de', 1.5, 'members'],
  ] as const)('in %s %d takes %s', (language, count, word) => {
    expect(worded(language, '{0:member|members}', [count])).toBe(word);
  });

  it('take the many for what is no number', () => {
    expect(worded('en', '{0:one|many} {1:x|y}', ['1'])).toBe('many {1:x|y}');
    expect(worded('he', '{0}', ['name'])).toBe('\u2068name\u2069');
    expect(worded('en', '{0}', [1234.56])).toBe('1,234.6');
  });

  it('say beside a Yes what is not watched, in each language', () => {
    expect(unwatchedSentence('en')).toMatch(/^Not watched until the next run: /);
    expect(unwatchedSentence('de')).not.toBe(unwatchedSentence('en'));
  });
});

it.each([
  [7, null],
  ['{"newer":{"members":2}}', { members: 2, more: false }],
  ['{"newer":{"members":"2"}}', null],
  ['null', null],
])('what is newer is read from %j as %j', (text, newer) => {
  expect(newerOfCounts(text)).toEqual(newer);
});

it('the codes of lists are those of the platform', () => {
  expect([2, 4, 1].map(memberTableOfListCode)).toEqual(memberTables);
  expect([1, 2, 4, 3, '2', null].map(memberTableOfListCode)).toEqual(['account', 'contact', 'lead', null, null, null]);
});

it.each([
  'a b@x.example',
  'a@x',
  'a@@x.example',
  '.a@x.example',
  'a.@x.example',
  'a@x..example',
  `${'a'.repeat(65)}@x.example`,
  'a@x.',
  '@x.example',
  'a@"x".example',
])('K5 %s is no address', (text) => {
  expect(parseNotificationEmails(`b@x.example; ${text}`)).toEqual({ ok: false, failure: { invalid: text } });
});

it('K5 addresses are taken once, in whatever case, in their order', () => {
  const text = 'B@x.example; a@x.example;b@X.example; a@mail.x.example';
  expect(parseNotificationEmails(text)).toEqual({
    ok: true,
    value: ['B@x.example', 'a@x.example', 'a@mail.x.example'],
  });
  expect(parseNotificationEmails(`${'a'.repeat(64)}@x.example`).ok).toBe(true);
  expect(parseNotificationEmails(undefined)).toEqual({ ok: true, value: [] });
});

it.each([
  'governmentid',
  'pager',
  'revenue',
  'aging30',
  'paymenttermscode',
  'anniversary',
  'stageid',
  'adx_x',
  'msdyn_x',
  'x_ssn_y',
])('S19 %s is held back as a whole name, and not as a part of another', (name) => {
  expect(isPublicColumn(name, null)).toBe(false);
  // A column of one's own whose name only contains the other.
  expect(isPublicColumn(`new${name}`, null)).toBe(!name.includes('_ssn_'));
});

it.each(['governmentid', 'pager', 'revenue', 'aging30', 'paymenttermscode', 'anniversary', 'stageid'])(
  'S19 %s with letters behind it is another column',
  (name) => {
    expect(isPublicColumn(`${name}x`, null)).toBe(true);
  },
);
