import type { Store } from '../data/store.js';
import type { TableRows } from '../data/table-rows.js';
import type { Value } from '../data/value.js';
import type { Table } from '../model/table.js';
import { DataverseError, malformed } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import { propertyName, type Column } from '../model/column.js';
import { isPrincipal } from './properties.js';
import { literalFor } from '../query/values/literal.js';
import { decodeOption } from './query-options.js';
import { splitOutside } from './expand/expand-options.js';
import { literalOf } from './filter/parse-filter.js';
import { tokensOf } from './filter/tokens.js';

/** What stands in the parentheses behind a set. */
type KeyPredicate =
  | { readonly kind: 'id'; readonly id: string }
  /** An alternate key: values by column, in the form rows keep. */
  | { readonly kind: 'alternate'; readonly values: ReadonlyMap<string, Value> };

/**
 * Reads `0000-…`, `contactid=0000-…`, `emailaddress1='a@b.c',lastname='X'`.
 * @param text percent-decoded
 * @throws DataverseError 400 for a malformed key, or one that the table does not have
 */
export function parseKey(table: Table, text: string): KeyPredicate {
  const id = parseGuid(text.trim());
  if (id !== null) return { kind: 'id', id };
  const values = new Map<string, Value>();
  for (const part of splitOutside(text, ',')) {
    const at = part.indexOf('=');
    if (at < 0) throw malformed(`Bad Request - Error in query syntax: '${text.slice(0, 100)}' is no key.`);
    const name = part.slice(0, at).trim();
    const column = keyColumn(table, name);
    const [token, ...more] = tokensOf(part.slice(at + 1));
    const literal = token === undefined ? null : literalOf(token.kind, token.text);
    if (column === undefined || literal === null || more.length > 0) {
      throw malformed(
        `Bad Request - Error in query syntax: '${part.slice(0, 100)}' is no part of a key of '${table.entitySetName}'.`,
      );
    }
    values.set(column.logicalName, literal.type === 'null' ? null : literalFor(column, literal.text));
  }
  const primary = values.get(table.primaryId);
  if (values.size === 1 && typeof primary === 'string') return { kind: 'id', id: primary };
  const named = [...values.keys()].sort().join();
  if (!table.keys.some((key) => [...key.columns].sort().join() === named)) {
    const resource = `Microsoft.Dynamics.CRM.${table.logicalName}`;
    // https://learn.microsoft.com/power-apps/developer/data-platform/use-alternate-key-reference-record
    throw malformed(
      `The key in the request URI is not valid for resource '${resource}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource '${resource}'.`,
    );
  }
  return { kind: 'alternate', values };
}

/** The primary key of users and teams is called `ownerid` in a URL, by which they inherit it from their common base. */
function keyColumn(table: Table, name: string): Column | undefined {
  if (isPrincipal(table) && name === 'ownerid') return table.columns.get(table.primaryId);
  if (isPrincipal(table) && name === table.primaryId) return undefined;
  return [...table.columns.values()].find((c) => c.logicalName === name || propertyName(c) === name);
}

/** The id of the row that has the key; undefined when there is none. */
export function findByKey(store: Store, table: Table, key: KeyPredicate): string | undefined {
  const rows = store.rows(table.logicalName);
  if (key.kind === 'id') return rows.find(key.id) === undefined ? undefined : key.id;
  const [first] = key.values;
  if (first === undefined) return undefined;
  const exact = exactly(rows, key.values);
  if (exact !== undefined) return exact;
  const same = (a: Value, b: Value): boolean =>
    a === b || (typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase());
  for (const row of rows.all()) {
    if ([...key.values].every(([column, value]) => same(rows.value(row, column), value))) return rows.id(row);
  }
  return undefined;
}

/** The row whose values are written just as the key's: what an index finds without looking at the whole table. */
function exactly(rows: TableRows, key: ReadonlyMap<string, Value>): string | undefined {
  const [first] = key;
  if (first === undefined) return undefined;
  for (const row of rows.byValue(first[0]).rows(first[1])) {
    if ([...key].every(([column, value]) => rows.value(row, column) === value)) return rows.id(row);
  }
  return undefined;
}

/** 404: `0x80040217` for an id, `0x80060891` for an alternate key. */
export function noSuchKey(table: Table, key: KeyPredicate): DataverseError {
  return key.kind === 'id'
    ? new DataverseError(404, '0x80040217', `Entity '${table.logicalName}' With Id = ${key.id} Does Not Exist`)
    : new DataverseError(
        404,
        '0x80060891',
        `A record with the specified key values does not exist in ${table.logicalName} entity`,
      );
}

/** A row named by a URL: what `@odata.bind` and `@odata.id` hold. */
interface RowReference {
  readonly table: Table;
  readonly key: KeyPredicate;
  /** Undefined when no row has the key. */
  readonly id: string | undefined;
}

/**
 * Resolves `/contacts(id)`, `contacts(id)`, or an absolute URL of this organisation; alternate keys, too.
 * @throws DataverseError 400 when the text names no row of this organisation; 404 for an unknown set
 */
export function resolveReference(store: Store, serviceRoot: string, text: string): RowReference {
  let path = text.trim();
  if (/^https?:\/\//i.test(path)) {
    const at = path.indexOf(new URL(serviceRoot).pathname);
    if (at < 0) throw malformed(`'${path.slice(0, 100)}' is no URL of this organisation.`);
    path = path.slice(at + new URL(serviceRoot).pathname.length);
  }
  const [, set = '', keyText = ''] =
    /^\/?(?:api\/data\/v9\.\d\/)?([A-Za-z_]\w*)\((.*)\)$/s.exec(decodeOption(path.replace(/\+/g, '%2B'))) ?? [];
  if (set === '') throw malformed(`'${text.slice(0, 100)}' names no row: expected /<entity set>(<key>).`);
  const table = store.model.tableOfSet(set);
  const key = parseKey(table, keyText);
  return { table, key, id: findByKey(store, table, key) };
}
