import { StringDecoder } from 'node:string_decoder';
import { CsvError } from './csv-error.js';
import type { CsvFile } from './csv-file.js';
import { encodingOf } from './sniff.js';

/**
 * The text of a file chunk by chunk, without byte order marks: those stand in front of every file that was appended.
 * @throws CsvError at the first byte that its encoding does not know: a wrong letter would become a wrong profile.
 */
export async function* textOf(file: CsvFile): AsyncGenerator<string> {
  const encoding = await encodingOf(file);
  const decode = decoderOf(encoding);
  const bytes = file.open();
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) yield* told(decode, chunk);
    yield* told(decode, null);
  } catch (error) {
    throw error instanceof Undecodable ? await explain(file, encoding, error) : error;
  } finally {
    bytes.destroy();
  }
}

class Undecodable extends Error {
  override readonly name = 'Undecodable';
}

function* told(decode: Decode, chunk: Buffer | null): Generator<string> {
  let text: string;
  try {
    text = decode(chunk);
  } catch (cause) {
    throw new Undecodable('', { cause });
  }
  if (text.includes('\0')) throw new Undecodable();
  if (text !== '') yield text.includes('\ufeff') ? text.replaceAll('\ufeff', '') : text;
}

/** Decodes a chunk, `null` for the end. @throws when a byte has no meaning. */
type Decode = (chunk: Buffer | null) => string;

function decoderOf(encoding: string, fatal = true): Decode {
  if (encoding === 'windows-1252') return windows1252(fatal);
  const decoder = new TextDecoder(encoding, { fatal, ignoreBOM: true });
  return (chunk) => (chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true }));
}

// The bytes 80 to 9F, where it differs from Latin-1. Node's own decoder takes it for Latin-1 in some versions.
const windows1252High = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

function windows1252(fatal: boolean): Decode {
  const latin1 = new StringDecoder('latin1');
  return (chunk) =>
    (chunk === null ? latin1.end() : latin1.write(chunk)).replace(/[\u0080-\u009f]/g, (character) => {
      const meant = windows1252High.charAt(character.charCodeAt(0) - 0x80);
      if (meant !== '\0') return meant;
      if (fatal) throw new RangeError('no letter of Windows-1252');
      return '\ufffd';
    });
}

/** Reads the file again up to what was wrong, since nobody counts lines while everything is right. */
async function explain(file: CsvFile, encoding: string, error: Undecodable): Promise<CsvError> {
  const wanted = error.cause === undefined ? '\0' : '\ufffd';
  const decode = decoderOf(encoding, false);
  let before = '';
  let line = 1;
  const bytes = file.open();
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    before += decode(chunk);
    const at = before.indexOf(wanted);
    if (at >= 0) before = before.slice(0, at);
    // A line end may run over two chunks.
    const counted = at < 0 && before.endsWith('\r') ? before.slice(0, -1) : before;
    line += counted.match(lineEnd)?.length ?? 0;
    if (at >= 0) break;
    before = before.slice(counted.length);
  }
  bytes.destroy();
  const place = { file: file.path, line };
  if (wanted === '\0') {
    return new CsvError(
      place,
      'holds a NUL character, which no text has.',
      'The file is damaged or is no CSV file. Export it again, or save it as "CSV UTF-8".',
    );
  }
  if (encoding !== 'utf-8') {
    return new CsvError(place, `is not ${encoding}.`, 'Save the file as "CSV UTF-8" and try again.');
  }
  return new CsvError(
    place,
    'is not UTF-8.',
    'Save the file as "CSV UTF-8" and try again, or name its encoding: --encoding windows-1252 for one that Excel in Western Europe saved as "CSV".',
  );
}

/** The three ends that a line may have. */
export const lineEnd = /\r\n|\n|\r/g;
