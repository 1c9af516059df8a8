import { isStored } from '../model/column.js';
import type { Table } from '../model/table.js';
import { OrderedIndex } from './ordered-index.js';
import { ValueIndex } from './value-index.js';
import { normalise, targetKey, type RowObject, type Value } from './value.js';

/**
 * A row in memory: slot 0 is the primary key, slot 1 the version number, the others belong to columns in the order in which the table
 * first saw a value for them. A contact with 20 filled columns of 300 thus costs 22 slots. Read it through {@link TableRows.value}.
 */
export type Row = Value[];

const idSlot = 0;
const versionSlot = 1;

/** The rows of one table with their indexes. Writing goes through `Store` or a `Transaction`, which stamp and log. */
export class TableRows {
  #table: Table;
  readonly #slots = new Map<string, number>();
  readonly #byId = new Map<string, Row>();
  readonly #ordered = new Map<number, OrderedIndex>();
  readonly #values = new Map<number, ValueIndex>();
  readonly #texts = new Map<number, ValueIndex>();
  #version = 0;

  constructor(table: Table) {
    this.#table = table;
    this.#slots.set(table.primaryId, idSlot).set('versionnumber', versionSlot);
  }

  get table(): Table {
    return this.#table;
  }

  /** The importer changed the definition; rows stay. */
  redefine(table: Table): void {
    this.#table = table;
  }

  /** Grows with each change to any row of the table. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Slot of a column, or -1 when no row ever had a value for it (then it is null everywhere). */
  slot(column: string): number {
    return this.#slots.get(column) ?? -1;
  }

  /** @param id lower case */
  find(id: string): Row | undefined {
    return this.#byId.get(id);
  }

  /** In no particular order. */
  all(): Iterable<Row> {
    return this.#byId.values();
  }

  value(row: Row, column: string): Value {
    const slot = this.#slots.get(column);
    return slot === undefined ? null : (row[slot] ?? null);
  }

  id(row: Row): string {
    return row[idSlot] as string;
  }

  versionNumber(row: Row): number {
    return row[versionSlot] as number;
  }

  /** Every value that is not null, by logical name. */
  toObject(row: Row): RowObject {
    const made: RowObject = {};
    for (const [column, slot] of this.#slots) {
      const value = row[slot] ?? null;
      if (value !== null) made[column] = value;
    }
    return made;
  }

  /** Rows sorted by a column, then by primary key. Made at first use, kept up from then on. */
  ordered(column: string): OrderedIndex {
    const slot = this.#reserve(column);
    let index = this.#ordered.get(slot);
    if (index === undefined) {
      index = new OrderedIndex(slot, this.#byId.values());
      this.#ordered.set(slot, index);
    }
    return index;
  }

  /** Rows by the exact value of a column. Made at first use, kept up from then on. */
  byValue(column: string): ValueIndex {
    const slot = this.#reserve(column);
    let index = this.#values.get(slot);
    if (index === undefined) {
      index = new ValueIndex(slot, this.#byId.values());
      this.#values.set(slot, index);
    }
    return index;
  }

  /** Rows by the text of a column, without regard to case: how the platform compares alternate keys. Made and kept up likewise. */
  byText(column: string): ValueIndex {
    const slot = this.#reserve(column);
    let index = this.#texts.get(slot);
    if (index === undefined) {
      index = new ValueIndex(slot, this.#byId.values(), 'ignoring case');
      this.#texts.set(slot, index);
    }
    return index;
  }

  put(values: RowObject, versionNumber: number): Row {
    const row: Row = new Array<Value>(this.#slots.size).fill(null);
    this.#write(row, values);
    row[versionSlot] = versionNumber;
    this.#byId.set(this.id(row), row);
    for (const index of this.#ordered.values()) index.add(row);
    for (const index of this.#values.values()) index.add(row);
    for (const index of this.#texts.values()) index.add(row);
    this.#version++;
    return row;
  }

  change(row: Row, values: RowObject, versionNumber: number): void {
    const slots = new Set(Object.keys(values).map((column) => this.#reserve(column)));
    const indexes = [...this.#ordered, ...this.#values, ...this.#texts];
    const touched = indexes.filter(([slot]) => slots.has(slot)).map(([, index]) => index);
    for (const index of touched) index.remove(row);
    this.#write(row, values);
    row[versionSlot] = versionNumber;
    for (const index of touched) index.add(row);
    this.#version++;
  }

  remove(row: Row): void {
    for (const index of this.#ordered.values()) index.remove(row);
    for (const index of this.#values.values()) index.remove(row);
    for (const index of this.#texts.values()) index.remove(row);
    this.#byId.delete(this.id(row));
    this.#version++;
  }

  #write(row: Row, values: RowObject): void {
    for (const column in values) {
      const slot = this.#reserve(column);
      const value = values[column] ?? null;
      const definition = this.#table.columns.get(column);
      while (row.length < slot) row.push(null);
      row[slot] = definition === undefined ? value : normalise(definition, value);
    }
  }

  #reserve(column: string): number {
    const known = this.#slots.get(column);
    if (known !== undefined) return known;
    const owner = column.endsWith('@table') ? column.slice(0, -targetKey('').length) : column;
    const definition = this.#table.columns.get(owner);
    if (definition === undefined || !isStored(definition)) {
      throw new Error(`Table ${this.#table.logicalName} keeps no values for column ${column}.`);
    }
    const slot = this.#slots.size;
    this.#slots.set(column, slot);
    return slot;
  }
}
