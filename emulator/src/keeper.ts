import { openDataFolder, type DataFolder } from './data/persistence.js';
import type { Store } from './data/store.js';

/** A volume load is often one of several: the rows are written when it has been quiet for so long. */
const quietMs = 1000;

/** Keeps the rows in a folder when there is one. Single changes are kept at once; volume loads when they are over. */
export class Keeper {
  #folder: DataFolder | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** Loads what the folder holds and keeps everything from now on. */
  open(store: Store, folder: string): void {
    this.#folder = openDataFolder(store, folder, (message) => process.stderr.write(`${message}\n`));
  }

  volumeLoaded(): void {
    clearTimeout(this.#timer);
    if (this.#folder === null) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#folder?.save();
    }, quietMs);
  }

  close(): void {
    if (this.#timer !== undefined) this.#folder?.save();
    clearTimeout(this.#timer);
    this.#folder?.close();
  }
}
