/** Sixteen digits and more may be more than a double holds. */
const perhapsLong = /\d[\d.]{15}/;
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?![\d.eE])/gs;
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * True for the digits of a number that a double would change. Columns of numbers keep such a value as text, and it goes
 * out as the number that it is: money reaches 922337203685477.5807, big integers 2^63.
 * https://learn.microsoft.com/power-apps/maker/data-platform/types-of-fields
 */
export function isBeyondDouble(text: string): boolean {
  if (text.length < 16 || !plainNumber.test(text)) return false;
  return String(Number(text)) !== (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

/**
 * `JSON.parse` that hands out numbers beyond a double as their digits.
 * @throws SyntaxError for what is not JSON.
 */
export function parseExactJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (!perhapsLong.test(text)) return parsed;
  return JSON.parse(text.replace(stringOrNumber, (token) => (isBeyondDouble(token) ? `"${token}"` : token)));
}
