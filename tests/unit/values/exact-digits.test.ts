import { members } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/member-records';
import { readValues } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/page-reply';
import { parseKeepingDigits } from '@pmds/bridge/domain/values/exact-json';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { decodeCells } from '@pmds/bridge/domain/member/profile-cells';
import { ExactNumber } from '@pmds/bridge/domain/values/exact-number';
import { aReading, mappedReader } from '../engine-fakes/member-reading';

const columns: readonly ColumnPlan[] = [
  { logicalName: 'income', kind: 'number', property: 'income', precision: 2 },
  { logicalName: 'rate', kind: 'number', property: 'rate', precision: 10 },
  { logicalName: 'points', kind: 'integer', property: 'points' },
];
const id = '6f1b2c3d-0000-4000-8000-00000000000a';
const page = (row: string, space = ''): string =>
  `{"value":[${space}{"contactid":"${id}","statecode":0,"emailaddress1":"a@example.org",${row}}]}`;

/** What a form gets of a page, by the quick way and by parsing. */
function shown(text: string) {
  const reader = mappedReader(aReading(columns));
  return [reader, { take: reader.take }].map((way) => {
    const mapped = members(readValues(Buffer.from(text), null, way)).rows[0]?.value;
    return mapped?.kind === 'profile' ? decodeCells(mapped.cells, columns).values : mapped;
  });
}

describe('B3 numbers beyond a double', () => {
  it.each([
    ['922337203685477.5807', '99999999999.1234567891', '9007199254740993'],
    ['-922337203685477.5808', '0.0000000001', '-9223372036854775808'],
    ['0.1', '100000000000.0000000001', '9223372036854775807'],
    ['12345678901234.567', '1e-7', '900719925474099267'],
  ])('keep every digit of %s, %s and %s, whichever way the page is read', (income, rate, points) => {
    const text = `"income":${income},"rate":${rate},"points":${points}`;
    const expected = {
      income: income === '0.1' ? '0.1' : income,
      rate: rate === '1e-7' ? '0.0000001' : rate,
      points,
    };
    // The white space is what the quick way leaves to a parser.
    for (const values of [...shown(page(text)), ...shown(page(text, ' '))]) expect(values).toEqual(expected);
  });

  it('show the places of the column, and no zero that says nothing', () => {
    for (const values of shown(page('"income":1000.5000,"rate":1.5000000000,"points":5'))) {
      expect(values).toEqual({ income: '1000.50', rate: '1.5000000000', points: '5' });
    }
  });

  it.each([['"points":1.5'], ['"points":"5"'], ['"income":"5"'], ['"rate":true']])(
    'are failed where they are none: %s',
    (row) => {
      for (const outcome of shown(page(row))) expect(outcome).toMatchObject({ kind: 'failed' });
    },
  );

  it('are told from digits in text, however that is written', () => {
    const text = '{"a":"922337203685477.5807","b":"\\\\\\"9007199254740993","c":9007199254740993,"d":[1,1e400]}';
    expect(parseKeepingDigits(text)).toEqual({
      a: '922337203685477.5807',
      b: '\\"9007199254740993',
      c: new ExactNumber('9007199254740993'),
      d: [1, new ExactNumber('1e400')],
    });
  });

  it.each(['{"a":01}', '{"a":9007199254740993', '{"a":-}', '{"a":1.}'])('do not make JSON of %s', (text) => {
    expect(() => parseKeepingDigits(text)).toThrow(SyntaxError);
  });
});

describe('a column whose name every object knows', () => {
  const named = ['constructor', '__proto__', 'tostring', 'valueof'].map((name): ColumnPlan => {
    return { logicalName: name, kind: 'text', property: name };
  });

  it.each(['', ' '])('is empty where the row has none, and its own where it has', (space) => {
    const reader = mappedReader(aReading(named));
    const values = (row: string) => {
      const mapped = members(readValues(Buffer.from(page(row, space)), null, reader)).rows[0]?.value;
      if (mapped?.kind !== 'profile') throw new Error('The row was not taken.');
      return decodeCells(mapped.cells, named).values;
    };
    expect(Object.entries(values('"x":1'))).toEqual(named.map(({ logicalName }) => [logicalName, null]));
    expect(Object.entries(values('"constructor":"a","__proto__":"b"')).slice(0, 2)).toEqual([
      ['constructor', 'a'],
      ['__proto__', 'b'],
    ]);
  });
});
