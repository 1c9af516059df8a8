import type { CsvColumn } from '@pmds/scripts/csv/columns';
import { convertCell } from '@pmds/scripts/csv/convert';
import { column, read } from '../../support/csv-people.js';

const export1 =
  '(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,First Name,Last Name,Email,Gender,Company Name,Owner\r\n' +
  '3A977F59-F8CE-4931-A199-6A514BAE39D1,abc==,2025-06-30 08:00:00,"Zoë ""Z.""","O\'Brien, Jr.",zoe@example.com,Female,"Müller\r\n& Söhne",Ada\r\n';

describe('a CSV file of contacts', () => {
  it('is read as Dynamics exports it: display names, row id, quoted fields with quotes and line breaks', async () => {
    const { records, fields, notes } = await read(export1);
    expect(fields).toEqual(['firstname', 'lastname', 'emailaddress1', 'gendercode', 'parentcustomerid']);
    expect(records).toHaveLength(1);
    expect(records[0]?.id).toBe('3a977f59-f8ce-4931-a199-6a514bae39d1');
    expect(records[0]?.row).toMatchObject({
      firstname: 'Zoë "Z."',
      lastname: "O'Brien, Jr.",
      gendercode: 2,
      modifiedon: '2025-06-30T08:00:00Z',
    });
    expect(records[0]?.accounts[0]?.[0]).toBe('Müller\r\n& Söhne');
    expect(notes.join()).toContain('"Owner"');
  });

  it('means the same with a byte order mark, with logical names and with semicolons', async () => {
    const plain = await read('firstname;lastname\nŁucja;王\n');
    const marked = await read('\ufeffFirst Name;LASTNAME\nŁucja;王\n');
    expect(plain.records[0]?.row).toMatchObject({ firstname: 'Łucja', lastname: '王' });
    expect(marked.records[0]?.row).toEqual(plain.records[0]?.row);
  });

  it('tells file, line and column of a row that has too many fields', async () => {
    await expect(read('firstname,lastname\nA,B\nC,D,E\n')).rejects.toThrow(
      /^people\.csv, line 3, column 3: the row has 3 fields/,
    );
  });

  it('tells file, line and column at which a quote opens that is never closed', async () => {
    await expect(read('firstname,lastname\n\nA,"B\nC,D\n')).rejects.toThrow(
      /^people\.csv, line 3, column 2: a quoted field is not closed/,
    );
  });

  it.each(['\n', '\r\n'])(
    'counts lines as an editor does, those inside quotes and blank ones too, with %j',
    async (end) => {
      const text = ['lastname,No. of Children', '"A', '', 'B",1', '', 'C,2', '"D', 'E",two', 'F,3', ''].join(end);
      await expect(read(text)).rejects.toThrow('people.csv, line 7, column "No. of Children": expected a whole number');
      const ragged = text.replace('two', '2').replace('F,3', 'F');
      await expect(read(ragged)).rejects.toThrow(
        'people.csv, line 9, column 1: the row has 1 field, the header has 2.',
      );
    },
  );

  it('takes a cell of blanks for an empty one', async () => {
    const { records } = await read('lastname,emailaddress1,No. of Children\nA,  ," "\n');
    expect(records[0]?.row).not.toHaveProperty('emailaddress1');
    expect(records[0]?.row).not.toHaveProperty('numberofchildren');
  });

  it('tells file, line and header of a cell that its column does not allow, and what would be', async () => {
    await expect(read('lastname,No. of Children\nA,2\nB,two\n')).rejects.toThrow(
      'people.csv, line 3, column "No. of Children": expected a whole number. Correct the cell or leave it empty.',
    );
  });

  it('refuses bytes that are not UTF-8', async () => {
    await expect(read(Buffer.from([0x6c, 0x61, 0x73, 0x74, 0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xfc, 0x0a]))).rejects.toThrow(
      /line 2: is not UTF-8/,
    );
  });

  it('refuses a header in which no column is known, and one that names a column twice', async () => {
    await expect(read('Imię,Nazwisko\nA,B\n')).rejects.toThrow(
      'people.csv, line 1: no header is the name of a contact column. Found: "Imię", "Nazwisko".',
    );
    await expect(read('First Name,firstname\nA,B\n')).rejects.toThrow(/mean the same column firstname/);
  });

  it('refuses an empty file', async () => {
    await expect(read('')).rejects.toThrow(/the file is empty/);
  });

  it('names the headers that it leaves out', async () => {
    expect((await read('lastname,Shoe Size\nA,44\n')).notes[0]).toContain('"Shoe Size"');
  });
});

describe('a cell', () => {
  const cell = (kind: CsvColumn['kind'], text: string) =>
    convertCell(
      column('x', 'X', {
        kind,
        labels: new Map<string, number | boolean>([
          ['allow', false],
          ['blue', 7],
        ]),
      }),
      text,
    );
  it.each([
    ['number', '$1,234.50', 1234.5],
    ['number', '-0.25', -0.25],
    ['integer', '1,200', 1200],
    ['date', '1984-02-29', '1984-02-29'],
    ['date', '2/29/1984', '1984-02-29'],
    ['date', '31.12.1984', '1984-12-31'],
    ['date', '31/12/1984', '1984-12-31'],
    ['date-time', '30.06.2025 14:05', '2025-06-30T14:05:00Z'],
    ['date-time', '6/30/2025 2:05 PM', '2025-06-30T14:05:00Z'],
    ['date-time', '2025-06-30T14:05:09Z', '2025-06-30T14:05:09Z'],
    ['yes-no', 'Allow', false],
    ['yes-no', 'Yes', true],
    ['choice', 'Blue', 7],
    ['choice', '7', 7],
  ] as const)('of the kind %s reads %s', (kind, text, value) => {
    expect(cell(kind, text)).toEqual({ ok: true, value });
  });
  it.each([
    ['number', '1,5 Mio.'],
    ['integer', '1.5'],
    ['date', '1985-02-29'],
    ['date', '31/13/1984'],
    ['date', '31.02.1984'],
    ['choice', '8'],
    ['id', '1234'],
  ] as const)('of the kind %s refuses %s', (kind, text) => {
    expect(cell(kind, text).ok).toBe(false);
  });
});
