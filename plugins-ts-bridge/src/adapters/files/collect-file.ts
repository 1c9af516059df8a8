import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { CollectFile } from '../../ports/links/collected-file.js';

/** What Dataverse takes of a file in one call. */
const blockBytes = 4 * 1024 * 1024;

/** In the system's folder for what is temporary, readable by the service's user alone. */
export const collectFile: CollectFile = async (texts, name, most) => {
  const path = join(tmpdir(), `pmds-${randomUUID()}`);
  const remove = async (): Promise<void> => {
    await Promise.all([path, `${path}.gz`].map((file) => rm(file, { force: true })));
  };
  try {
    await pipeline(Readable.from(texts), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    const { size } = await stat(path);
    if (size <= most) return { ...fileAt(path, name, 'text/csv'), bytes: size, [Symbol.asyncDispose]: remove };
    const compressed = `${path}.gz`;
    await pipeline(
      createReadStream(path),
      createGzip({ level: 9 }),
      createWriteStream(compressed, { flags: 'wx', mode: 0o600 }),
    );
    const { size: bytes } = await stat(compressed);
    const file = fileAt(compressed, `${name}.gz`, 'application/gzip');
    return { ...file, bytes, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

function fileAt(path: string, name: string, mimeType: string) {
  const blocks = createReadStream(path, { highWaterMark: blockBytes }) as AsyncIterable<Uint8Array>;
  return { name, mimeType, blocks };
}
