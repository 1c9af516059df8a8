import type { RowObject, Value } from '../data/value.js';
import { functionParameters } from '../messages/parameters.js';
import { isLookup } from '../model/column.js';
import { malformed, noSuchRow } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import type { Table } from '../model/table.js';
import { resolveReference } from '../odata/reference.js';
import type { RowReference, Unit } from './unit.js';
import { validateValue } from './validate-value.js';

/**
 * The row a URL names: `/contacts(id)`, `contacts(id)`, absolute, by alternate key, or `$1` for the row made under Content-ID 1.
 * @throws DataverseError 400 for an unknown Content-ID, 404 when there is no such row.
 */
export function resolveRow(unit: Unit, text: string): RowReference {
  const reference = resolveReference(unit.store, unit.serviceRoot, withContentId(unit.contentIds, text));
  if (unit.store.rows(reference.table).find(reference.id) === undefined) throw noSuchRow(reference.table, reference.id);
  return reference;
}

/**
 * Replaces a leading `$n` by the URL of the row made under that Content-ID.
 * @throws DataverseError 400 when no earlier request of the change set has it.
 */
export function withContentId(contentIds: ReadonlyMap<string, string>, text: string): string {
  const found = /^\/?\$([^/($?]+)(.*)$/s.exec(text);
  if (found?.[1] === undefined || /^(batch|metadata|ref|count|value)$/.test(found[1])) return text;
  const url = contentIds.get(found[1]);
  if (url === undefined) {
    throw malformed(`Content-ID Reference: '$${found[1]}' does not exist in the batch context.`);
  }
  return `${url}${found[2] ?? ''}`;
}

/** What a key predicate says: the row's id, and for an upsert the values that a new row takes from it. */
export interface RowKey {
  /** Null when no row has the alternate key. */
  readonly id: string | null;
  readonly values: RowObject;
}

/**
 * Reads `(guid)`, `(contactid=guid)` or an alternate key such as `(name='A',code=1)`.
 * @throws DataverseError 400 when it is neither.
 */
export function readRowKey(unit: Unit, table: Table, keyText: string): RowKey {
  const id = parseGuid(keyText.trim());
  if (id !== null) return { id, values: {} };
  const parts = functionParameters(keyText, '');
  const names = Object.keys(parts).map((name) => /^_(.+)_value$/.exec(name)?.[1] ?? name);
  if (names.length === 1 && names[0] === table.primaryId) {
    const named = parseGuid(String(parts[table.primaryId]));
    if (named !== null) return { id: named, values: {} };
  }
  const key = table.keys.find(
    ({ columns }) => columns.length === names.length && names.every((name) => columns.includes(name)),
  );
  if (key === undefined) throw malformed(`The key '${keyText}' is not a key of the table '${table.logicalName}'.`);
  const values = Object.fromEntries(Object.values(parts).map((value, at) => keyValue(table, names[at] ?? '', value)));
  return { id: findByValues(unit, table, values), values };
}

function keyValue(table: Table, name: string, value: unknown): [string, Value] {
  const column = table.columns.get(name);
  if (column === undefined) throw malformed(`The table '${table.logicalName}' has no column '${name}'.`);
  return [name, isLookup(column) ? parseGuid(String(value)) : validateValue(table, column, value)];
}

function findByValues(unit: Unit, table: Table, values: RowObject): string | null {
  const rows = unit.store.rows(table.logicalName);
  const [first, ...rest] = Object.entries(values);
  if (first === undefined) return null;
  for (const row of rows.byValue(first[0]).rows(first[1])) {
    if (rest.every(([name, value]) => rows.value(row, name) === value)) return rows.id(row);
  }
  return null;
}
