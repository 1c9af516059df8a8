import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';

/** Makes the folder of a store, or narrows one that is there: readable by its owner alone, whatever the umask. */
export function privateFolder(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  narrow(directory, 0o700);
}

/**
 * Makes a file of a store before SQLite does, readable by its owner alone. SQLite gives its write-ahead log and its
 * shared memory the mode of the file, so that they follow.
 */
export function privateFile(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(path)) narrow(path, 0o600);
}

/** Another account may own the folder: who may write there may still not be allowed to change its mode. */
function narrow(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EPERM' || error.code === 'EROFS'))) throw error;
  }
}
