import type { IncomingMessage } from 'node:http';
import { DataverseError } from '../model/dataverse-error.js';

/** Large enough for a `$batch` of 1,000 rows with long texts; the platform's own limit is not documented. */
export const maxBodyBytes = 128 * 1024 * 1024;

/**
 * The whole body.
 * @throws DataverseError 413 when it is larger than `limitBytes`; the rest is not read.
 */
export async function readBody(request: IncomingMessage, limitBytes = maxBodyBytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw new DataverseError(413, '', 'Request Entity Too Large');
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}
