import type { IncomingMessage } from 'node:http';
import { DataverseError } from '../../model/dataverse-error.js';

/** Large enough for a `$batch` of 1,000 rows with long texts; the platform's own limit is not documented. */
const maxBodyBytes = 128 * 1024 * 1024;

/**
 * The whole body.
 * @throws DataverseError 413 when it is larger than `limitBytes`. The rest is let go by unread, so that the client, which is still
 * sending, gets the answer instead of a broken connection.
 */
export function readBody(request: IncomingMessage, limitBytes = maxBodyBytes): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else reject(new DataverseError(413, '', 'Request Entity Too Large'));
    });
    request.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}
