import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** A file and how its bytes are had; opened several times, since separator and locale have to be known before its rows. */
export interface CsvFile {
  readonly path: string;
  readonly open: () => Readable;
  /** Encoding as somebody named it (WHATWG label); left out = found by the file's first bytes, else UTF-8. */
  readonly encoding?: string | null;
}

/** @param encoding `null` = by the file's first bytes. */
export function csvFile(path: string, encoding: string | null = null): CsvFile {
  return { path, open: () => createReadStream(path, { highWaterMark: 1 << 18 }), encoding };
}

/** The first bytes of a file, as many as its first chunks give up to `wanted`. */
export async function firstBytes(file: CsvFile, wanted: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const bytes = file.open();
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= wanted) break;
  }
  bytes.destroy();
  return Buffer.concat(chunks).subarray(0, wanted);
}
