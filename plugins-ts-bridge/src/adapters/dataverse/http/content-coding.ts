import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { DataverseError } from './errors.js';

type Unpack = (body: Buffer, maxBytes: number) => Promise<Buffer>;

const [gunzip, inflate, inflateRaw, brotli] = [
  promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate),
  promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflateRaw),
  promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
];
const gzip: Unpack = (body, maxOutputLength) => gunzip(body, { maxOutputLength });

/** Registered content codings. https://www.iana.org/assignments/http-parameters#content-coding */
const unpackers = new Map<string, Unpack>([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['br', (body, maxOutputLength) => brotli(body, { maxOutputLength })],
  // The zlib format by the standard; some servers send the bare stream.
  ['deflate', (body, maxOutputLength) => (isZlib(body) ? inflate : inflateRaw)(body, { maxOutputLength })],
  ...zstd(),
]);

/** Whether a body is as it was sent, so that its memory is the answer's own. */
export function isPlain(encoding: string | undefined): boolean {
  return codingsOf(encoding).length === 0;
}

/**
 * A body as it was before it was coded. Codings undo each other in reverse order, and their names have no case.
 * @throws DataverseError `refused` naming a coding that cannot be undone, `too-large`, `network` for a body that is cut off.
 */
export async function decoded(body: Buffer, encoding: string | undefined, terms: Terms): Promise<Buffer> {
  let bytes = body;
  for (const coding of [...codingsOf(encoding)].reverse()) {
    const unpack = unpackers.get(coding);
    if (unpack === undefined) throw unknownCoding(coding, terms.status);
    // An answer without a body has nothing to undo.
    if (bytes.length === 0) return bytes;
    try {
      bytes = await unpack(bytes, terms.maxBytes);
    } catch (cause) {
      throw spoilt(cause, coding, terms);
    }
  }
  return bytes;
}

interface Terms {
  readonly status: number;
  readonly maxBytes: number;
}

function codingsOf(encoding: string | undefined): readonly string[] {
  const names = (encoding ?? '').split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity');
}

/** Since Node 22.15. */
function zstd(): readonly [string, Unpack][] {
  const decompress = (zlib as { readonly zstdDecompress?: typeof zlib.gunzip }).zstdDecompress;
  if (decompress === undefined) return [];
  const unpack = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(decompress);
  return [['zstd', (body, maxOutputLength) => unpack(body, { maxOutputLength })]];
}

function isZlib(body: Buffer): boolean {
  return ((body[0] ?? 0) & 0x0f) === 8 && body.length > 1 && body.readUInt16BE(0) % 31 === 0;
}

function unknownCoding(coding: string, status: number): DataverseError {
  const known = [...unpackers.keys()].join(', ');
  const message = `An answer came with the content coding "${coding.slice(0, 40)}"; the service undoes ${known}. Check what stands between it and Dataverse.`;
  return new DataverseError(message, { code: 'refused', status });
}

function spoilt(cause: unknown, coding: string, { status, maxBytes }: Terms): DataverseError {
  const tooLarge = (cause as { readonly code?: unknown } | null)?.code === 'ERR_BUFFER_TOO_LARGE';
  const message = tooLarge
    ? `An answer is larger than ${maxBytes} bytes.`
    : `The body of an answer is not what its content coding "${coding}" says.`;
  const details = tooLarge
    ? ({ code: 'too-large', status } as const)
    : ({ code: 'network', status, retry: { afterMs: 0 } } as const);
  return new DataverseError(message, details, { cause });
}
