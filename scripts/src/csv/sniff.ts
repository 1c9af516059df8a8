import { CsvError } from './csv-error.js';
import { firstBytes, type CsvFile } from './csv-file.js';

const sampled = 4_096;

/** Beginnings of files that are no text, with what they are. */
const otherKinds: readonly (readonly [begins: string, what: string])[] = [
  ['504b0304', 'an Excel workbook or another ZIP archive'],
  ['d0cf11e0a1b11ae1', 'an Excel workbook of the old kind'],
  ['1f8b', 'a gzip archive'],
  ['255044462d', 'a PDF document'],
  ['fffe0000', 'text in UTF-32'],
  ['0000feff', 'text in UTF-32'],
];

/**
 * The encoding of a file: the one that was named, else that of its byte order mark, else UTF-16 by the zeros of its plain
 * letters (Excel's "Unicode Text"), else UTF-8. @throws CsvError when the file is no text at all.
 */
export async function encodingOf(file: CsvFile): Promise<string> {
  const start = await firstBytes(file, sampled);
  const hex = start.subarray(0, 8).toString('hex');
  const other = otherKinds.find(([begins]) => hex.startsWith(begins))?.[1];
  if (other !== undefined) throw noCsv(file, other);
  if (/^\s*<(?:!doctype|html|\?xml|table)/i.test(start.toString('latin1'))) throw noCsv(file, 'a web page or XML');
  if (hex.startsWith('efbbbf')) return 'utf-8';
  if (hex.startsWith('fffe')) return 'utf-16le';
  if (hex.startsWith('feff')) return 'utf-16be';
  return file.encoding ?? (wideOf(start) || 'utf-8');
}

function noCsv({ path }: CsvFile, what: string): CsvError {
  const remedy = 'Open it in Excel, save it as "CSV UTF-8 (comma delimited)" and give that file.';
  return new CsvError({ file: path, line: 1 }, `the file is ${what}, not a CSV file.`, remedy);
}

/** UTF-16 without a mark: every second byte of separators, digits and Latin letters is zero, and no other. */
function wideOf(start: Buffer): string {
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = start.length / 16;
  if (even === 0 && odd > many) return 'utf-16le';
  return odd === 0 && even > many ? 'utf-16be' : '';
}
