import { parseRowId, type RowId } from '../ids.js';
import { ok, refused, type Result } from '../result.js';
import type { ContextFailure } from './sync-request.js';

/** A row that a message is about. */
export interface MessageTarget {
  readonly table: string;
  readonly id: RowId;
  /** Columns that the message names and whose value is yes, no or a number; choices by their number. Texts are left out. */
  readonly values: Readonly<Record<string, boolean | number>>;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parameter `Target` of a message about one row: an entity, or a reference to one. */
export function targetOf(value: Json, field: string, table: unknown): Result<MessageTarget, ContextFailure> {
  const name = value['LogicalName'] ?? table;
  if (typeof name !== 'string' || name === '')
    return refused({ field: `${field}.LogicalName`, expected: 'the logical name of a table' });
  const id = parseRowId(value['Id']);
  if (!id.ok) return refused({ field: `${field}.Id`, expected: 'a GUID' });
  return ok({ table: name, id: id.value, values: valuesOf(value['Attributes']) });
}

/**
 * The parameter `Targets` of CreateMultiple, UpdateMultiple and DeleteMultiple: a collection of entities, or an array of
 * references.
 * https://learn.microsoft.com/power-apps/developer/data-platform/write-plugin-multiple-operation
 * @param table The table of the message; all rows have to be of it.
 */
export function targetsOf(value: unknown, table: unknown): Result<readonly MessageTarget[], ContextFailure> {
  const rows = Array.isArray(value) ? value : isObject(value) ? value['Entities'] : undefined;
  const field = 'InputParameters.Targets';
  if (!Array.isArray(rows)) return refused({ field, expected: 'a collection of entities, or an array of references' });
  const targets: MessageTarget[] = [];
  for (const [index, row] of (rows as readonly unknown[]).entries()) {
    const at = `${field}[${String(index)}]`;
    if (!isObject(row)) return refused({ field: at, expected: 'an entity, or a reference to one' });
    const target = targetOf(row, at, table);
    if (!target.ok) return target;
    if (typeof table === 'string' && target.value.table !== table)
      return refused({ field: `${at}.LogicalName`, expected: `"${table}", the table of the message` });
    targets.push(target.value);
  }
  return ok(targets);
}

function valuesOf(attributes: unknown): MessageTarget['values'] {
  if (!Array.isArray(attributes)) return {};
  const pairs = (attributes as readonly unknown[]).flatMap((pair) => {
    if (!isObject(pair) || typeof pair['key'] !== 'string') return [];
    const value = isObject(pair['value']) ? pair['value']['Value'] : pair['value'];
    return typeof value === 'boolean' || typeof value === 'number' ? [[pair['key'], value] as const] : [];
  });
  return Object.fromEntries(pairs);
}
