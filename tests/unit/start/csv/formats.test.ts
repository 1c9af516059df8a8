import { formatsOf } from '@pmds/scripts/csv/values/formats';
import { read, rowsOf } from '../../../support/csv-people.js';

const income = async (cells: readonly string[], locale?: string) => {
  const text = ['Last Name;Annual Income', ...cells.map((cell, at) => `P${String(at)};"${cell}"`)].join('\n');
  return (await rowsOf(text, locale === undefined ? {} : { locale })).map((row) => row['annualincome']);
};
const birthdays = async (cells: readonly string[], locale?: string) => {
  const text = ['Last Name,Birthday', ...cells.map((cell, at) => `P${String(at)},"${cell}"`)].join('\n');
  return (await rowsOf(text, locale === undefined ? {} : { locale })).map((row) => row['birthdate']);
};

describe('C2: numbers of other countries', () => {
  it.each([
    ['de-DE', '12.500', 12_500],
    ['de-DE', '1.234,50 €', 1_234.5],
    ['en-US', '12.500', 12.5],
    ['en-US', '$1,234.50', 1_234.5],
    ['en-US', '($1,234.50)', -1_234.5],
    ['fr-FR', '12\u202f500,25', 12_500.25],
    ['fr-FR', '12\u00a0500,25 €', 12_500.25],
    ['de-CH', "12'500.25", 12_500.25],
    ['de-CH', 'CHF 12’500', 12_500],
    ['en-IN', '12,34,567.5', 1_234_567.5],
    ['he-IL', '\u200e12,500.25 ₪', 12_500.25],
    ['sv-SE', '−12 500,5', -12_500.5],
  ])('are read by the locale: %s writes %s', async (locale, cell, value) => {
    expect(await income([cell], locale)).toEqual([value]);
  });

  it.each([
    ['de-DE', '12.50'],
    ['de-DE', '1,234.50'],
    ['en-US', '1.234,50'],
    ['en-US', '1,5'],
    ['en-US', '1,23,4'],
    ['fr-FR', '12.500'],
    ['de-CH', '12,500'],
    ['en-US', '12 34'],
    ['en-US', '1,5 Mio.'],
    ['en-US', '12 %'],
    ['en-US', '1--2'],
  ])('are refused by name where the locale does not write them so: %s and %s', async (locale, cell) => {
    await expect(income(['1', cell], locale)).rejects.toThrow(
      `people.csv, line 3, column "Annual Income": expected a number as ${locale} writes it. Correct the cell or leave it empty. It holds "${cell}".`,
    );
  });

  it('are refused without a locale where nothing in the file says which they are', async () => {
    await expect(income(['1200', '12.500'])).rejects.toThrow(
      'people.csv, line 3, column "Annual Income": "12.500" can mean 12500 or 12.5. Say how the file writes numbers, for example --locale de-DE or --locale en-US.',
    );
    await expect(income(['12,500'])).rejects.toThrow('"12,500" can mean 12.5 or 12500.');
  });

  it('are read as another cell of the file shows, even one far below, and that is said', async () => {
    const text = 'Last Name;Annual Income\nA;12.500\nB;1.234,50\n';
    expect((await rowsOf(text)).map((row) => row['annualincome'])).toEqual([12_500, 1_234.5]);
    expect((await read(text)).notes).toContain(
      'people.csv: numbers are read with a decimal comma, as in Germany or France, because line 3, column "Annual Income" holds "1.234,50". If that is wrong, give --locale.',
    );
    expect(await income(['12,500', '0.75'])).toEqual([12_500, 0.75]);
    expect(await income(['12.500', '1234,5'])).toEqual([12_500, 1_234.5]);
  });

  it('that contradict each other are refused with both places', async () => {
    await expect(income(['1,5', '12.500', '1.5'])).rejects.toThrow(
      'people.csv, line 4, column "Annual Income": the numbers of the file contradict each other: "1.5" has a decimal point, but "1,5" in line 2 has a decimal comma.',
    );
  });

  it('are no question where a column holds whole numbers only', async () => {
    const rows = await rowsOf('Last Name;No. of Children\nA;1.200\nB;7\n');
    expect(rows.map((row) => row['numberofchildren'])).toEqual([1_200, 7]);
    await expect(rowsOf('Last Name;No. of Children\nA;12.000\n')).rejects.toThrow('"12.000" can mean 12000 or 12.');
  });

  it('with more digits than are kept are refused', async () => {
    await expect(income(['922337203685477.5807'])).rejects.toThrow('has more than 15 digits');
  });
});

describe('C3: dates of other countries', () => {
  it.each([
    ['en-US', '03/04/1984', '1984-03-04'],
    ['en-GB', '03/04/1984', '1984-04-03'],
    ['fr-FR', '03/04/1984', '1984-04-03'],
    ['he-IL', '\u200f3.4.1984', '1984-04-03'],
    ['de-DE', '3. 4. 1984', '1984-04-03'],
    ['nl-NL', '03-04-1984', '1984-04-03'],
    ['sv-SE', '1984-04-03', '1984-04-03'],
    ['hu-HU', '1984. 04. 03.', '1984-04-03'],
    ['en-US', '1984-04-03', '1984-04-03'],
  ])('are read by the locale, and ISO always: %s writes %s', async (locale, cell, day) => {
    expect(await birthdays([cell], locale)).toEqual([day]);
  });

  it.each([['03/04/1984'], ['1-2-1990'], ['11/12/2001']])(
    'that may mean two days are refused with cell, row, column and option: %s',
    async (cell) => {
      await expect(birthdays(['', cell, '05/05/1990'])).rejects.toThrow(
        new RegExp(`^people\\.csv, line 3, column "Birthday": "${cell}" can mean .+ --locale en-US or --locale en-GB`),
      );
    },
  );

  it('are no question where nobody syncs them: the last change stops no export', async () => {
    const unclear = await rowsOf('Last Name,Modified On\nA,03/04/2025 10:00\n');
    expect(unclear).toEqual([{ lastname: 'A', statecode: 0 }]);
    const settled = await rowsOf('Last Name,Modified On\nA,03/04/2025 10:00\nB,31/03/2025 10:00\n');
    expect(settled[0]).toMatchObject({ modifiedon: '2025-04-03T10:00:00Z' });
  });

  it('are read as another cell of the file shows, and that is said', async () => {
    expect(await birthdays(['03/04/1984', '31/12/1984'])).toEqual(['1984-04-03', '1984-12-31']);
    expect(await birthdays(['03/04/1984', '12/31/1984'])).toEqual(['1984-03-04', '1984-12-31']);
    const { notes } = await read('Last Name,Birthday\nA,03/04/1984\nB,31/12/1984\n');
    expect(notes[0]).toBe(
      'people.csv: dates are read with the day first because line 3, column "Birthday" holds "31/12/1984". If that is wrong, give --locale.',
    );
    const dotted = await read('Last Name,Birthday\nA,03.04.1984\n');
    expect(dotted.records[0]?.row['birthdate']).toBe('1984-04-03');
    expect(dotted.notes[0]).toContain('dates with dots are read with the day first');
  });

  it('that contradict each other are refused', async () => {
    await expect(birthdays(['31/12/1984', '12/31/1984'])).rejects.toThrow(
      'line 3, column "Birthday": the dates of the file',
    );
    await expect(birthdays(['31/12/1984'], 'en-US')).rejects.toThrow('"31/12/1984" is no date as en-US writes it.');
    await expect(birthdays(['31.12.1984'], 'en-US')).rejects.toThrow('is no date as en-US writes it.');
  });

  it.each([
    ['03.04.84', 'the year of "03.04.84" has fewer than four digits.'],
    ['1/2/99', 'the year of "1/2/99" has fewer than four digits.'],
    ['31.02.1984', '"31.02.1984" is no day of the calendar.'],
    ['1985-02-29', '"1985-02-29" is no day of the calendar.'],
    ['31/13/1984', '"31/13/1984" is no day of the calendar.'],
    ['00/00/1984', '"00/00/1984" is no day of the calendar.'],
    ['0084-03-04', '"0084-03-04" lies before 1753'],
    ['30742', '"30742" looks like a day number of a spreadsheet.'],
    [
      'next Tuesday',
      'expected a date such as 1984-12-31. Correct the cell or leave it empty. It holds "next Tuesday".',
    ],
  ])('that are none are refused by name: %s', async (cell, what) => {
    await expect(birthdays([cell])).rejects.toThrow(`people.csv, line 2, column "Birthday": ${what}`);
  });

  it.each([
    ['2025-06-30T14:30:00+02:00', '2025-06-30T12:30:00Z'],
    ['2025-06-30 14:30', '2025-06-30T14:30:00Z'],
    ['30.06.2025, 14:30', '2025-06-30T14:30:00Z'],
    ['6/30/2025 2:30\u202fPM', '2025-06-30T14:30:00Z'],
    ['30/06/2025 12:05 a.m.', '2025-06-30T00:05:00Z'],
  ])('come with times: %s', async (cell, moment) => {
    const [row] = await rowsOf(`Last Name;Last On Hold Time\nA;"${cell}"\n`);
    expect(row?.['lastonholdtime']).toBe(moment);
  });

  it.each(['2025-06-30T25:00:00Z', '2025-06-30T14:61', '6/30/2025 13:00 PM'])(
    'with no such time is refused: %s',
    async (cell) => {
      await expect(rowsOf(`Last Name;Last On Hold Time\nA;"${cell}"\n`)).rejects.toThrow('expected a date and time');
    },
  );
});

describe('the locale of files', () => {
  it.each([
    ['german', 'the language german is not known'],
    ['de', '--locale de names no country. Give a language and a country'],
    ['xx-YY', 'the language xx is not known'],
    ['de_DE', 'that is the name of no locale'],
    ['th-TH', 'count years by the buddhist calendar'],
  ])('%s is refused with a remedy', (tag, what) => {
    expect(() => formatsOf(tag)).toThrow(what);
  });
});
