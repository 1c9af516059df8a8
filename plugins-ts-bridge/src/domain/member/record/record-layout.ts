import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { propertyOf, type ColumnPlan } from '../columns.js';

/** The columns that are read of a table, and the slot of each in its records. Slot 0 is the primary key. */
export class RecordLayout {
  readonly table: SelectableTable;
  /** The selected columns. */
  readonly planned: readonly ColumnPlan[];
  /** Logical names to ask for, beside the primary key. */
  readonly columns: readonly string[];
  /** Slots of values by the property of a row in a page. */
  readonly values: ReadonlyMap<string, number>;
  /** Slots of labels by the property of their lookup. */
  readonly labels: ReadonlyMap<string, number>;
  readonly size: number;
  readonly #byColumn = new Map<string, number>();

  /** @param deciding Logical names of columns that consent rules look at; they may be selected as well. */
  constructor(table: SelectableTable, planned: readonly ColumnPlan[], deciding: readonly string[]) {
    const values = new Map([[`${table}id`, 0]]);
    const labels = new Map<string, number>();
    let size = 1;
    const slot = (slots: Map<string, number>, property: string): number => {
      const known = slots.get(property);
      if (known !== undefined) return known;
      slots.set(property, size);
      return (size += 1) - 1;
    };
    for (const { logicalName, kind, property } of planned) {
      this.#byColumn.set(logicalName, slot(values, property));
      if (kind === 'lookup') slot(labels, property);
    }
    for (const name of deciding) {
      if (this.#byColumn.has(name)) continue;
      const own = slot(values, name);
      this.#byColumn.set(name, own);
      // Nobody has looked up its kind, and a lookup comes under another name.
      values.set(propertyOf(name, 'lookup'), own);
    }
    this.table = table;
    this.planned = planned;
    this.columns = [...new Set([...deciding, ...planned.map(({ logicalName }) => logicalName)])];
    this.values = values;
    this.labels = labels;
    this.size = size;
  }

  /** @throws Error for a column that is not read: a rule has not named it. */
  slotOf(column: string): number {
    const slot = this.#byColumn.get(column);
    if (slot === undefined) throw new Error(`The column "${column}" of ${this.table} is looked at and not asked for.`);
    return slot;
  }
}
