import type { Store } from '../../data/store.js';
import type { Row, TableRows } from '../../data/table-rows.js';
import { targetKey, type Value } from '../../data/value.js';
import type { Column } from '../../model/column.js';

/** Which table the lookup of a row points to; null when it points nowhere. */
export function lookupTarget(store: Store, rows: TableRows, row: Row, column: Column): string | null {
  const id = rows.value(row, column.logicalName);
  if (id === null) return null;
  const targets = column.targets ?? [];
  const [only] = targets;
  if (only === undefined || targets.length === 1) return only ?? null;
  const named = rows.value(row, targetKey(column.logicalName));
  if (typeof named === 'string') return named;
  return targets.find((target) => rowOf(store, target, id) !== undefined) ?? only;
}

/** The text a person reads for a lookup: the primary name of the row it points to. */
export function lookupName(store: Store, target: string | null, id: Value): Value {
  if (target === null) return null;
  const row = rowOf(store, target, id);
  const name = store.model.findTable(target)?.primaryName ?? null;
  return row === undefined || name === null ? null : store.rows(target).value(row, name);
}

function rowOf(store: Store, table: string, id: Value): Row | undefined {
  if (typeof id !== 'string' || store.model.findTable(table) === undefined) return undefined;
  return store.rows(table).find(id);
}
