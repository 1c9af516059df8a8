import type { RowObject } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { Table } from '../../model/table.js';
import { textOf, type JsonObject } from './json-body.js';
import { readRowKey } from './row-key.js';
import type { Unit } from '../units/unit.js';
import { missingIn, withoutColumns } from '../units/upsert-row.js';
import { validateValue } from './validate-value.js';

interface TargetKey {
  /** Null when the key is an alternate one that no row has. */
  readonly id: string | null;
  /** The target without what only names it. */
  readonly body: JsonObject;
  /** What a new row takes from the key. */
  readonly given: RowObject;
}

/**
 * Which row a target of a bulk message means: by its primary key, or by `"@odata.id": "contacts(key='v')"`.
 * @throws DataverseError 400 when it names none.
 */
export function keyOfTarget(unit: Unit, table: Table, target: JsonObject): TargetKey {
  const { [table.primaryId]: id, ...rest } = target;
  const primary = table.columns.get(table.primaryId);
  if (id !== undefined && primary !== undefined) {
    const known = String(validateValue(table, primary, id));
    return { id: known, body: rest, given: { [table.primaryId]: known } };
  }
  const keyText = /\(([^)]*)\)\s*$/.exec(textOf(target, '@odata.id'))?.[1];
  if (keyText === undefined) {
    throw new DataverseError(
      400,
      '0x80040203',
      `A target needs its primary key '${table.primaryId}' or an alternate key in "@odata.id".`,
    );
  }
  const key = readRowKey(unit, table, keyText);
  return key.id === null
    ? { id: null, body: rest, given: missingIn(rest, key.values) }
    : { id: key.id, body: withoutColumns(rest, key.values), given: {} };
}
