import type { PrefillColumn, PrefillValue } from '@pmds/contracts/prefill';

const hidden = '••••';
const fewest = 7;

/**
 * What may be seen of a value that stays in the service: enough to recognise one's own, too little to learn another's.
 * Of an address its first letter and its domain, of a number of at least seven digits the last four, of other text the first
 * letter where three more follow. Amounts, dates and numbers show that there is one. Choices, yes and no, and lookups show
 * nothing: each part of a short list tells all of it.
 * @returns `null` where nothing stands in for the value.
 */
export function maskedText(value: PrefillValue, column: PrefillColumn | undefined): string | null {
  if (value === null) return null;
  switch (column?.kind) {
    case 'number':
    case 'date':
    case 'date-time':
      return hidden;
    case 'text':
      return maskedWords(String(value).trim());
    default:
      return null;
  }
}

function maskedWords(text: string): string | null {
  if (text === '') return null;
  const address = /^([^\s@]+)@([^\s@]+\.[^\s@]+)$/.exec(text);
  if (address?.[1] !== undefined && address[2] !== undefined) return `${firstLetter(address[1], 2)}•••@${address[2]}`;
  const digits = text.replace(/\D/g, '');
  // Phone numbers, accounts, customer numbers, with whatever stands between the digits.
  if (digits.length >= fewest && !/\p{L}{3}/u.test(text)) return `${hidden} ${digits.slice(-4)}`;
  if (digits.length > 0) return hidden;
  return `${firstLetter(text, 4)}•••`;
}

/** Of text of so many letters at least; of shorter text it would be half of it. */
function firstLetter(text: string, atLeast: number): string {
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return letters.length < atLeast ? '' : (letters[0] ?? '');
}
