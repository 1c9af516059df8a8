import { read, rowsOf } from '../../../support/csv-people.js';

const names = async (text: string) => (await rowsOf(text)).map((row) => row['lastname']);

describe('C4: a row that is blank in any way', () => {
  it.each([
    ['commas only', ',,'],
    ['blanks', '  ,\t, '],
    ['no-break spaces', '\u00a0,\u202f,\u2007'],
    ['quoted nothing', '"",""," "'],
    ['zero-width characters', '\u200b,\u200d,\u2060'],
    ['marks of direction', '\u200f,\u200e,'],
    ['fewer fields than the header', ','],
    ['more fields than the header', ',,,,,'],
  ])('is left out and counted: %s', async (_, blank) => {
    const text = `Last Name,Email,Job Title\nA,,\n${blank}\n${blank}\nB,,\n${blank}`;
    expect(await names(text)).toEqual(['A', 'B']);
    const { blankRows, notes } = await read(text);
    expect(blankRows).toBe(3);
    expect(notes).toContain('people.csv: 3 blank rows are left out.');
  });

  it('is named in the singular where it is one', async () => {
    const { notes } = await read('Last Name,Email\nA,\n,\n');
    expect(notes).toContain('people.csv: 1 blank row is left out.');
  });

  it('leaves a cell trimmed of whatever pads it', async () => {
    const pads = ['  ', '\u00a0', '\u200b', '\ufeff', '\u3000', '\u200f'];
    for (const pad of pads) {
      const [row] = await rowsOf(
        `Last Name,Email,No. of Children,Gender\n${pad}A B${pad},"${pad}a@x.example${pad}",${pad}2${pad},${pad}Female${pad}\n`,
      );
      expect(row).toMatchObject({ lastname: 'A B', emailaddress1: 'a@x.example', numberofchildren: 2, gendercode: 2 });
    }
  });
});

describe('C5: what spreadsheets add', () => {
  it.each([
    ['sep=; in front', 'sep=;\nLast Name;Email\nA;a@x.example\n'],
    ['sep= in quotes with a mark', '\ufeff"sep=|"\r\nLast Name|Email\r\nA|a@x.example\r\n'],
    ['SEP=, padded with separators', 'SEP=,,\nLast Name,Email\nA,a@x.example\n'],
    ['sep= of a rare separator', 'sep=^\nLast Name^Email\nA^a@x.example\n'],
    ['sep= that does not fit', 'sep=;\nLast Name,Email\nA,a@x.example\n'],
    ['an empty first line', '\n\r\nLast Name,Email\nA,a@x.example\n'],
    ['a first line of separators', ';;\nLast Name;Email;\nA;a@x.example;\n'],
    ['empty columns behind', 'Last Name,Email,,\nA,a@x.example,,\n'],
    ['empty columns behind that rows lack', 'Last Name,Email,,\nA,a@x.example\n'],
    ['empty columns that the header lacks', 'Last Name,Email\nA,a@x.example,,\n'],
    ['tabs', 'Last Name\tEmail\nA\ta@x.example\n'],
    ['blanks around quotes', 'Last Name, "Email"\n"A" , "a@x.example" \n'],
    ['many blank rows in front', `${',,\n'.repeat(30)}Last Name,Email\nA,a@x.example\n`],
    ['pipes', 'Last Name|Email\nA|a@x.example\n'],
  ])('is read: %s', async (_, text) => {
    expect(await rowsOf(text)).toEqual([{ lastname: 'A', emailaddress1: 'a@x.example', statecode: 0 }]);
  });

  it.each([
    ['Active Contacts', 'Active Contacts\nLast Name,Email\nA,\n'],
    ['Export of 1.2.2025', 'Export of 1.2.2025;;\n\nLast Name;Email\nA;\n'],
    ['Kontakte, aktiv', '"Kontakte, aktiv"\r\nNachname;E-Mail\r\nA;\r\n'],
  ])('is said where it is a title above the header: %s', async (title, text) => {
    expect(await names(text)).toEqual(['A']);
    const { notes } = await read(text);
    expect(notes).toContain(`people.csv: line 1 ("${title}") stands above the header and is left out.`);
  });

  it.each([
    'Total;;3',
    'Summe;12',
    'Gesamt: 3;;',
    'Σ;;1.234,50',
    'Grand Total;3',
    'Total général;;3',
    'סה"כ;;3',
    'Somme',
    'Subtotal;;$ 3',
    'Total: 3 contacts;;',
    'Anzahl (3);;',
    '(3 rows);;',
    '3 Kontakte',
  ])('is said where it is a total below: %s', async (total) => {
    const quoted = total.includes('"') ? total.replace('סה"כ', '"סה""כ"') : total;
    const text = `Last Name;Email;Annual Income\nA;a@x.example;\n;;\n${quoted}\n\n`;
    expect(await names(text)).toEqual(['A']);
    expect((await read(text)).notes.join('\n')).toMatch(/line 4 \(.+\) sums up the rows above it and is left out\./);
  });

  it.each(['', '\n\r\n', 'sep=;\n', ',,\n,,\n', '\ufeff'])('is nothing without a header: %j', async (text) => {
    await expect(read(text)).rejects.toThrow('people.csv, line 1: the file is empty.');
  });

  it('takes no time for a cell of many blanks and digits', async () => {
    const long = `x${' '.repeat(300_000)}${'1'.repeat(300_000)} x`;
    const rows = await rowsOf(`Last Name,Description\n"${long}","${long}"\n`);
    expect(rows[0]?.['description']).toBe(long);
    await expect(read(`Last Name,No. of Children\nA,${'1'.repeat(300_000)}\n`)).rejects.toThrow(
      'expected a whole number',
    );
  });

  it('is refused where rows follow a total', async () => {
    await expect(read('Last Name;Email\nA;\nSumme;3\nB;b@x.example\n')).rejects.toThrow(
      'people.csv, line 3: the row ("Summe") looks like a sum of the rows above it, but more rows follow.',
    );
  });

  it('is a person where more than figures stand beside the word', async () => {
    expect(await names('Last Name;Email\nA;\nTotal;total@x.example\n')).toEqual(['A', 'Total']);
    expect(await names('Last Name\nA\nSumme\n')).toEqual(['A', 'Summe']);
  });

  it('is left out and said where it is the header once more', async () => {
    const text = 'Last Name,Email\nA,\nLast Name,Email\nB,\n"last name",Email\n';
    expect(await names(text)).toEqual(['A', 'B']);
    expect((await read(text)).notes).toContain('people.csv: lines 3, 5 repeat the header and are left out.');
    expect((await read('Last Name,Email\nLast Name,Email\nA,\n')).notes).toContain(
      'people.csv: line 2 repeats the header and is left out.',
    );
  });

  it('is refused where a value stands in a column without a header', async () => {
    await expect(read('Last Name,,Email\nA,7,a@x.example\n')).rejects.toThrow(
      'people.csv, line 2, column 2: the cell is not empty, but its column has no header.',
    );
    await expect(read('Last Name,Email,\nA,a@x.example,7\n')).rejects.toThrow(
      'people.csv, line 2, column 3: the cell holds "7", but its column has no header.',
    );
  });
});
