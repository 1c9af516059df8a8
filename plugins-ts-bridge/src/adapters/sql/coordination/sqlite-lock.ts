import { join } from 'node:path';
import { privateFile } from '../at-rest/private-files.js';
import { openSqlite } from '../driver/open.js';

/** Another process has this store open for writing. */
export class StoreLockedError extends Error {
  constructor(directory: string, options?: ErrorOptions) {
    super(
      `Another process of the service already works with the store in ${directory}. Stop it, or set PMDS_STORE to another directory.`,
      options,
    );
    this.name = 'StoreLockedError';
  }
}

/**
 * Keeps a file lock for as long as the process lives: the operating system gives it back at its death, however it died.
 * @returns a function that gives the lock back.
 */
export function lockWriter(directory: string): () => void {
  const file = join(directory, 'writer.lock');
  privateFile(file);
  const handle = openSqlite(file, { timeout: 2_000 });
  try {
    handle.exec('begin exclusive');
  } catch (cause) {
    handle.close();
    throw new StoreLockedError(directory, { cause });
  }
  return () => {
    handle.close();
  };
}
