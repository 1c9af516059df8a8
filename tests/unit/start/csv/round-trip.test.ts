import * as fc from 'fast-check';
import { trimCell } from '@pmds/contracts/values/cell-text';
import { rowsOf } from '../../../support/csv-people.js';

/** A cell as RFC 4180 writes it. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

// What no file can bring back as it was: zeros are refused, marks are taken out, half a surrogate pair is no text.
const cell = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((text) => trimCell(text.replaceAll(/[\0\ufeff]/g, '')))
  .filter((text) => text !== '');

describe('whatever text a file holds', () => {
  it('comes back as it was, with any separator, line end, encoding and chunk', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, fc.option(cell, { nil: '' })), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 7, maxLength: 7 }),
        fc.constantFrom('utf8', 'utf16le'),
        fc.integer({ min: 1, max: 64 }),
        async (people, separator, ends, encoding, chunk) => {
          const rows = [['lastname', 'description'], ...people.map((person) => person.map(quoted))];
          const text = rows.map((row, at) => row.join(separator) + (ends[at] ?? '')).join('');
          const read = await rowsOf(Buffer.from(`\ufeff${text}`, encoding as BufferEncoding), { chunk });
          const back = read.map((row) => [row['lastname'], row['description'] ?? '']);
          expect(back).toEqual(people);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('whatever number a country writes', () => {
  const column = 'Annual Income';
  it.each(['de-DE', 'en-US', 'fr-FR', 'he-IL', 'de-CH', 'en-IN', 'sv-SE', 'pl-PL', 'pt-BR'])(
    'is the number that %s means',
    async (locale) => {
      const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, numberingSystem: 'latn' });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: -1e11, max: 1e11 }), { minLength: 1, maxLength: 20 }),
          async (cents) => {
            const numbers = cents.map((one) => one / 100);
            const text = ['lastname', column].join('\t') + numbers.map((one) => `\nA\t${format.format(one)}`).join('');
            const rows = await rowsOf(text, { locale });
            expect(rows.map((row) => row['annualincome'])).toEqual(numbers.map((one) => (one === 0 ? 0 : one)));
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  it('is never another number where no locale is given', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('de-DE', 'en-US'),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 0, max: 4 })), {
          minLength: 1,
          maxLength: 5,
        }),
        async (locale, figures) => {
          const numbers = figures.map(([digits, places]) => digits / 10 ** places);
          const written = figures.map(([, places], at) =>
            new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places }).format(
              numbers[at] ?? 0,
            ),
          );
          const read = await rowsOf(`lastname\t${column}${written.map((one) => `\nA\t${one}`).join('')}`).catch(
            () => null,
          );
          if (read !== null) expect(read.map((row) => row['annualincome'])).toEqual(numbers);
        },
      ),
      { numRuns: 150 },
    );
  });
});
