import fc from 'fast-check';
import { members } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/member-records';
import {
  listMemberReader,
  memberships,
} from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/membership-readers';
import { readValues, type PageReader } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/page-reply';
import type { ColumnKind, ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { aReading, mappedReader } from './engine-fakes/member-reading';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

const kinds: readonly ColumnKind[] = [
  'text',
  'integer',
  'number',
  'boolean',
  'datetime',
  'choice',
  'choices',
  'lookup',
  'guid',
];
const columns = kinds.map((kind): ColumnPlan => {
  return { logicalName: kind, kind, property: kind === 'lookup' ? '_lookup_value' : kind };
});
const label = '_lookup_value@OData.Community.Display.V1.FormattedValue';
const id = '6f1b2c3d-0000-4000-8000-00000000000a';

/** What the quick way makes of a page, and what parsing it makes. */
function bothWays<Value>(reader: PageReader<Value>, text: string) {
  const bytes = Buffer.from(text);
  return { scanned: readValues(bytes, null, reader), parsed: readValues(bytes, null, { take: reader.take }) };
}

/** Whether the quick way is taken at all, so that comparing it with the other says something. */
function isScanned(text: string): boolean {
  let rows = 0;
  const rest = mappedReader(aReading(columns)).scan?.scanner.scan(Buffer.from(text), () => (rows += 1));
  return typeof rest === 'string' && rows > 0;
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '\u00a0', '\\', '"', '},{"', '"value":[', '\u2028', '\ud83d\ude00', 'a\r\nb', '\u0000'),
);
const wellShaped = {
  text: anyText,
  integer: fc.oneof(fc.integer(), fc.constantFrom(-0, 0, 999999999999999, 1e15, 2 ** 53, 1.5)),
  number: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(-0, 0.1, 1e21, 1e-7)),
  boolean: fc.boolean(),
  datetime: fc.constantFrom('1980-05-17', '2024-02-29T10:00:00Z', '2024-01-01T00:00:00.123Z', '2024-13-01', '1980-1-1'),
  choice: fc.integer({ min: -9, max: 999_999_999 }),
  choices: fc.constantFrom('1', '1,-2', '1;2', ''),
  _lookup_value: fc.constantFrom(id, id.toUpperCase(), 'nobody'),
  guid: fc.constantFrom(id, id.toUpperCase(), '6f1b'),
};
const anything = fc.oneof(anyText, fc.integer(), fc.boolean(), fc.constant(null));
const row = fc.record(
  {
    '@odata.etag': fc.constantFrom('W/"123"', 'W/"9"'),
    contactid: fc.oneof({ weight: 8, arbitrary: fc.uuid() }, fc.constantFrom(id.toUpperCase(), 'nobody', `{${id}}`)),
    statecode: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.constantFrom(1, 2, null, '0', -0)),
    emailaddress1: fc.oneof({ weight: 4, arbitrary: fc.constant('a@example.org') }, anything),
    donotbulkemail: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, anything),
    donotemail: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, anything),
    donotsendmm: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, anything),
    ...wellShaped,
    [label]: anything,
    other: anything,
  },
  { requiredKeys: ['contactid'] },
);

describe('a page that is read from its bytes', () => {
  it('gives the members, outcomes and cells that parsing it gives, whatever its rows hold', () => {
    let quick = 0;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const text = JSON.stringify({ '@odata.context': 'x', value: rows });
        if (isScanned(text)) quick += 1;
        const { scanned, parsed } = bothWays(mappedReader(aReading(columns)), text);
        expect(members(scanned)).toEqual(members(parsed));
      }),
      { numRuns: 600 },
    );
    expect(quick).toBe(600);
  });

  it('gives the memberships that parsing it gives', () => {
    const lists = new Map([[id, 3]]);
    const listMember = fc.record(
      { listmemberid: fc.uuid(), entityid: fc.oneof(fc.uuid(), anything), listid: fc.oneof(fc.constant(id), anything) },
      { requiredKeys: [] },
    );
    const spelled = fc.array(fc.tuple(listMember, fc.boolean()), { maxLength: 6 });
    fc.assert(
      fc.property(spelled, (rows) => {
        const value = rows.map(([found, lookups]) =>
          lookups ? { _entityid_value: found.entityid, _listid_value: found.listid } : found,
        );
        const { scanned, parsed } = bothWays(listMemberReader(lists), JSON.stringify({ value }));
        expect(memberships(scanned)).toEqual(memberships(parsed));
      }),
    );
  });

  it.each([
    ['white space', '{"value": [ {"contactid": "x"} ]}'],
    ['objects within rows', '{"value":[{"contactid":"x","o":{"a":[1]}}]}'],
    ['a key with an escape', '{"value":[{"contact\\u0069d":"x"}]}'],
    ['an array of another name before', '{"a":{"value":[{"contactid":"y"}]},"value":[{"contactid":"x"}]}'],
    ['no rows', '{"value":[]}'],
    ['a key twice', '{"value":[{"contactid":"y","contactid":"x"}]}'],
    ['an empty row', '{"value":[{},{"contactid":"x"}]}'],
  ])('is read alike with %s', (_, text) => {
    const { scanned, parsed } = bothWays(mappedReader(aReading(columns)), text);
    expect(members(scanned)).toEqual(members(parsed));
  });

  it.each([
    ['cut off within a row', '{"value":[{"contactid":"a"},{"contactid":"b'],
    ['cut off between rows', '{"value":[{"contactid":"a"},'],
    ['cut off behind its rows', '{"value":[{"contactid":"a"}]'],
    ['with a number that is none', '{"value":[{"contactid":"a","x":-}]}'],
    ['with a word that is none', '{"value":[{"contactid":"a","x":nul}]}'],
    ['with a line break in a string', '{"value":[{"contactid":"a\nb"}]}'],
    ['with an escape that does not exist', '{"value":[{"contactid":"a","x":"\\q"}]}'],
    ['with a comma too many', '{"value":[{"contactid":"a"},]}'],
    ['without a comma', '{"value":[{"contactid":"a"}{"contactid":"b"}]}'],
  ])('is not JSON %s', (_, text) => {
    expect(() => readValues(Buffer.from(text), null, mappedReader(aReading(columns)))).toThrow(SyntaxError);
  });

  it('B7 goes on by page number when it promises more without saying where', () => {
    const text = '{"value":[{"contactid":"a"}],"@Microsoft.Dynamics.CRM.morerecords":true}';
    const reader = mappedReader(aReading(columns));
    expect(readValues(Buffer.from(text), null, reader).next).toEqual({ page: 1, cookie: '' });
  });
});
