import type { RowObject } from '../../data/value.js';
import { decodeSegment } from '../../http/requests/segments.js';
import { malformed } from '../../model/dataverse-error.js';
import type { Table } from '../../model/table.js';
import { findByKey, noSuchKey, parseKey, resolveReference } from '../../odata/reference.js';
import type { LookupTarget, Unit } from '../units/unit.js';

/**
 * The row a URL names: `/contacts(id)`, `contacts(id)`, absolute, by alternate key, or `$1` for the row made under Content-ID 1.
 * @throws DataverseError 400 for an unknown Content-ID, 404 when there is no such row.
 */
export function resolveRow(unit: Unit, text: string): LookupTarget {
  // An encoding that cannot be read is the client's mistake.
  decodeSegment(text);
  const { table, key, id } = resolveReference(
    unit.store,
    unit.serviceRoot,
    withContentId(unit.contentIds, withBothSlashes(text)),
  );
  if (id === undefined) throw noSuchKey(table, key);
  return { table: table.logicalName, id };
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

/** `https:/host/…`, as dataverse-webapi writes it: .NET reads it as the address that was meant. */
function withBothSlashes(text: string): string {
  return text.replace(/^(https?:)\/(?!\/)/i, '$1//');
}

/** What a key predicate says: the row's id, and for an upsert the values that a new row takes from it. */
interface RowKey {
  /** Null when no row has the alternate key. */
  readonly id: string | null;
  readonly values: RowObject;
}

/**
 * Reads `(guid)`, `(contactid=guid)` or an alternate key such as `(name='A',code=1)`.
 * @throws DataverseError 400 when it is neither.
 */
export function readRowKey(unit: Unit, table: Table, keyText: string): RowKey {
  const key = parseKey(table, keyText);
  if (key.kind === 'id') return { id: key.id, values: {} };
  return { id: findByKey(unit.store, table, key) ?? null, values: Object.fromEntries(key.values) };
}
