// Blanks, controls, soft hyphens, zero-width characters and marks of direction: what nobody sees at the edge of a cell.
const unseen = String.raw`\s\u0000-\u001f\u007f-\u00a0\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0`;
const isUnseen = new RegExp(`[${unseen}]`);
const marksOfDirection = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** Takes blanks in any form off both ends: spaces, no-break spaces, zero-width characters, byte order marks. */
export function trimCell(text: string): string {
  let [start, end] = [0, text.length];
  // By hand: a pattern for the end of a text takes quadratic time on a long one with many blanks inside.
  while (start < end && !isPlain(text, start) && isUnseen.test(text.charAt(start))) start += 1;
  while (end > start && !isPlain(text, end - 1) && isUnseen.test(text.charAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Whether a character is a visible one of ASCII, as nearly all at the edges of cells are. */
function isPlain(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code > 0x20 && code < 0x7f;
}

/** Whether nobody would see anything in any of the cells. */
export function isBlankRow(fields: readonly string[]): boolean {
  return fields.every((field) => trimCell(field) === '');
}

/** Number or date as it is compared: no marks of direction, one kind of blank, apostrophe, minus and digit. */
export function plainFigures(text: string): string {
  return trimCell(text)
    .replace(marksOfDirection, '')
    .replace(/[\s\u00a0\u2000-\u200a\u202f]+/g, ' ')
    .replace(/[’‘ʼ′´`]/g, "'")
    .replace(/[−‐‑–]/g, '-')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));
}

/** Header, label or word as it is compared: whatever its case, blanks, hyphens, apostrophes and composed letters. */
export function wordKey(text: string): string {
  return trimCell(text)
    .normalize('NFC')
    .replace(marksOfDirection, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/[’‘ʼ׳]/g, "'")
    .replace(/[״“”„]/g, '"')
    .replace(/[‐‑–−־]/g, '-')
    .replace(/ ?: ?/g, ': ')
    .trim()
    .toLowerCase();
}

/** Content of a cell as a message shows it: on one line and not without end. */
export function shown(text: string): string {
  const line = trimCell(text).replace(/\s+/g, ' ');
  return `"${line.length > 60 ? `${line.slice(0, 59)}…` : line}"`;
}
