import { newGuid } from '../model/guid.js';
import type { Model } from '../model/model.js';
import { ChangeLog } from './change-log.js';
import { TableRows } from './table-rows.js';
import { Transaction } from './transaction.js';
import { dateText, type RowObject, type Value } from './value.js';

/** What was done to one row. `values` are all of an inserted row's, and the new ones of an updated row. */
export interface RowChange {
  readonly kind: 'insert' | 'update' | 'delete';
  readonly table: string;
  readonly id: string;
  readonly values: RowObject;
}

/** The verbs that change rows; `Store` does them at once, a `Transaction` can take them back. */
export interface RowWriter {
  insert(table: string, values: RowObject): string;
  update(table: string, id: string, changes: RowObject): boolean;
  delete(table: string, id: string): boolean;
}

/**
 * All rows of the organisation.
 *
 * How to:
 * - the table of a URL: `model.tableOfSet('contacts')`; its rows: `store.rows('contact')` (iterate `.all()`, `.find(id)`, `.value(row, column)`)
 * - one row as plain data: `store.get('contact', id)` -> `{contactid, lastname, versionnumber, …}` without nulls, or undefined
 * - write: `store.insert('contact', {lastname})` -> id; `store.update(table, id, changes)` and `store.delete(table, id)` -> false when there is none.
 *   A key that is null clears the column. A lookup is `{parentcustomerid: guid}`, and where it may point to several tables
 *   `{'parentcustomerid@table': 'account'}` says which (left out, the first target that has the row). createdon, modifiedon (when not given)
 *   and versionnumber are stamped; who did it, owner and state are the caller's to set. Nothing is validated here.
 * - several as one: `const t = store.begin(); t.insert(…); t.update(…); t.commit()` or `t.rollback()`. Others see the changes before the
 *   commit; a rollback puts back each row as the transaction first found it.
 * - etag: `etagOf(versionnumber)`; per-table counter for caches: `store.rows(table).version`
 * - change tracking: `store.changes.deletedSince(table, version)`, rows with versionnumber > version; newest version: `store.versionNumber`
 * - volume: `store.load(table, rows)`: no stamps but missing ones, no events, replaces rows of the same id
 * - queries: `query/` (what both languages share), `odata/`, `fetchxml/`
 */
export class Store implements RowWriter {
  readonly model: Model;
  readonly changes = new ChangeLog();
  /** The organisation's clock; the admin path may move it. */
  now: () => Date;
  readonly #tables = new Map<string, TableRows>();
  readonly #listeners: ((change: RowChange) => void)[] = [];
  #versionNumber = 1_000_000;

  constructor(model: Model, now: () => Date = () => new Date()) {
    this.model = model;
    this.now = now;
  }

  /** The highest row version given so far. */
  get versionNumber(): number {
    return this.#versionNumber;
  }

  /** Called after each insert, update and delete (not for volume loads, whose caller knows what it loaded). */
  onChange(listener: (change: RowChange) => void): void {
    this.#listeners.push(listener);
  }

  /** @throws Error for a table the model does not have. */
  rows(table: string): TableRows {
    const definition = this.model.table(table);
    let rows = this.#tables.get(table);
    if (rows === undefined) {
      rows = new TableRows(definition);
      this.#tables.set(table, rows);
    } else if (rows.table !== definition) {
      rows.redefine(definition);
    }
    return rows;
  }

  get(table: string, id: string): RowObject | undefined {
    const rows = this.rows(table);
    const row = rows.find(id);
    return row === undefined ? undefined : rows.toObject(row);
  }

  insert(table: string, values: RowObject): string {
    const rows = this.rows(table);
    const given = values[rows.table.primaryId];
    const id = typeof given === 'string' ? given.toLowerCase() : newGuid();
    if (rows.find(id) !== undefined) throw new Error(`Table ${table} already has a row ${id}.`);
    const stamped = this.#stamped(rows, { ...values, [rows.table.primaryId]: id });
    rows.put(stamped, ++this.#versionNumber);
    this.#tell({ kind: 'insert', table, id, values: stamped });
    return id;
  }

  update(table: string, id: string, changes: RowObject): boolean {
    const rows = this.rows(table);
    const row = rows.find(id);
    if (row === undefined) return false;
    const stamped =
      rows.table.columns.has('modifiedon') && changes['modifiedon'] === undefined
        ? { ...changes, modifiedon: dateText(this.now()) }
        : changes;
    rows.change(row, stamped, ++this.#versionNumber);
    this.#tell({ kind: 'update', table, id, values: stamped });
    return true;
  }

  delete(table: string, id: string): boolean {
    const rows = this.rows(table);
    const row = rows.find(id);
    if (row === undefined) return false;
    rows.remove(row);
    this.changes.deleted(table, id, ++this.#versionNumber, this.now());
    this.#tell({ kind: 'delete', table, id, values: {} });
    return true;
  }

  begin(): Transaction {
    return new Transaction(this);
  }

  /** @returns how many rows were loaded. */
  load(table: string, source: Iterable<RowObject>): number {
    const rows = this.rows(table);
    const { primaryId } = rows.table;
    let count = 0;
    for (const values of source) {
      const given: Value | undefined = values[primaryId];
      if (typeof given !== 'string') values[primaryId] = newGuid();
      else {
        const known = rows.find(given.toLowerCase());
        if (known !== undefined) rows.remove(known);
      }
      rows.put(this.#stamped(rows, values), ++this.#versionNumber);
      count++;
    }
    return count;
  }

  #stamped(rows: TableRows, values: RowObject): RowObject {
    const { columns } = rows.table;
    if (values['createdon'] !== undefined && values['modifiedon'] !== undefined) return values;
    const stamped = { ...values };
    if (columns.has('createdon')) stamped['createdon'] ??= dateText(this.now());
    if (columns.has('modifiedon')) stamped['modifiedon'] ??= stamped['createdon'] ?? dateText(this.now());
    return stamped;
  }

  #tell(change: RowChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** The etag of a row: `W/"1234"`. */
export function etagOf(versionNumber: number): string {
  return `W/"${String(versionNumber)}"`;
}
