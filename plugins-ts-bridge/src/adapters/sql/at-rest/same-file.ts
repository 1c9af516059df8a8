import { statSync } from 'node:fs';

/** The file on disk that a connection works on is not the one that the next start would open. */
class StoreFileGoneError extends Error {
  constructor(file: string) {
    super(
      `The file ${file} was deleted or replaced while the service worked with it; nothing that is written now would be found again. Put it back from a backup, or restart the service and sync again.`,
    );
    this.name = 'StoreFileGoneError';
  }
}

/**
 * Remembers which file stands under a name.
 * @returns a check that throws `StoreFileGoneError` once another one, or none, stands there.
 */
export function rememberFile(file: string): () => void {
  const identity = identityOf(file);
  return () => {
    if (identityOf(file) !== identity) throw new StoreFileGoneError(file);
  };
}

function identityOf(file: string): string | null {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${String(stat.dev)} ${String(stat.ino)}`;
}
