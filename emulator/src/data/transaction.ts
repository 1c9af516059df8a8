import type { RowWriter, Store } from './store.js';
import type { RowObject } from './value.js';

/** Changes that can be taken back together: a change set, a deep insert, an operation whose synchronous webhook failed. */
export class Transaction implements RowWriter {
  readonly #store: Store;
  /** Each touched row as it was before, or null where it did not exist; oldest first. */
  readonly #before = new Map<
    string,
    { readonly table: string; readonly id: string; readonly values: RowObject | null }
  >();
  #open = true;

  constructor(store: Store) {
    this.#store = store;
  }

  insert(table: string, values: RowObject): string {
    this.#assertOpen();
    const id = this.#store.insert(table, values);
    this.#remember(table, id, null);
    return id;
  }

  update(table: string, id: string, changes: RowObject): boolean {
    this.#assertOpen();
    this.#remember(table, id, this.#store.get(table, id) ?? null);
    return this.#store.update(table, id, changes);
  }

  delete(table: string, id: string): boolean {
    this.#assertOpen();
    this.#remember(table, id, this.#store.get(table, id) ?? null);
    return this.#store.delete(table, id);
  }

  commit(): void {
    this.#assertOpen();
    this.#open = false;
  }

  /** Puts every touched row back. Row versions go on growing, so a version seen in between never comes back with other values. */
  rollback(): void {
    this.#assertOpen();
    this.#open = false;
    for (const { table, id, values } of [...this.#before.values()].reverse()) {
      const now = this.#store.get(table, id);
      if (values === null) this.#store.delete(table, id);
      else if (now === undefined) this.#store.insert(table, values);
      else this.#store.update(table, id, { ...cleared(now), ...values });
    }
  }

  #remember(table: string, id: string, values: RowObject | null): void {
    const key = `${table}:${id}`;
    if (!this.#before.has(key)) this.#before.set(key, { table, id, values });
  }

  #assertOpen(): void {
    if (!this.#open) throw new Error('The transaction has ended.');
  }
}

function cleared(values: RowObject): RowObject {
  const nulls: RowObject = {};
  for (const column of Object.keys(values)) nulls[column] = null;
  return nulls;
}
