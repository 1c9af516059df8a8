import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId } from '@pmds/contracts/ids';
import { mapRow, type MappedRow, type MemberShape } from '../../../../../domain/member/recipient-mapping.js';
import type {
  MapMember,
  MemberPage,
  MembershipPage,
  MembershipRow,
  PageMember,
} from '../../../../../ports/recipient-source.js';
import type { PageReader, ReadPage, Row } from './page-reply.js';
import { RowScanner, type ScannedRow } from './row-scanner.js';
import { ScannedMembers, scannedId } from './scanned-members.js';

/** A membership as a page says it; the id may be anything. */
export interface Found {
  readonly id: unknown;
  readonly list: number | undefined;
}

/** Rows of `listmember`, of the lists whose number in the order `listOf` knows by id. */
export function listMemberReader(listOf: ReadonlyMap<string, number>): PageReader<Found> {
  const take = (row: Row): Found => ({
    id: row['_entityid_value'] ?? row['entityid'],
    list: listOf.get(String(row['_listid_value'] ?? row['listid']).toLowerCase()),
  });
  const scanner = new RowScanner(['_entityid_value', 'entityid', '_listid_value', 'listid']);
  const takeScanned = (row: ScannedRow): Found => {
    const id = scannedId(row, 0);
    const list = scannedId(row, 2);
    return id === null || list === null ? take(row.toObject()) : { id, list: listOf.get(list) };
  };
  return { take, scan: { scanner, take: takeScanned } };
}

/** Rows of a dynamic list's own query. @param key The table's primary key. */
export function queriedMemberReader(key: string, list: number | undefined): PageReader<Found> {
  const take = (row: Row): Found => ({ id: row[key], list });
  const takeScanned = (row: ScannedRow): Found => ({ id: scannedId(row, 0) ?? row.toObject()[key], list });
  return { take, scan: { scanner: new RowScanner([key]), take: takeScanned } };
}

/** Primary contacts of accounts; the id is `null` for accounts that name nobody. */
export function contactReader(list: number | undefined): PageReader<Found> {
  return { take: (row) => ({ id: row['_primarycontactid_value'] ?? row['primarycontactid'] ?? null, list }) };
}

export function memberships({ values, next }: ReadPage<Found>): MembershipPage {
  const rows: MembershipRow[] = [];
  const invalidIds: string[] = [];
  for (const { id, list } of values) {
    const parsed = parseRowId(id);
    if (parsed.ok && list !== undefined) rows.push({ id: parsed.value, list });
    else invalidIds.push(rawId(id));
  }
  return { rows, invalidIds, next };
}

/** A member, or what stood where its id should be. */
export type Taken<Value> = PageMember<Value> | { readonly id: null; readonly invalidId: string };

/** Members with their outcome by `mapRow`, the quick way. */
export function memberReader(table: SelectableTable, shape: MemberShape): PageReader<Taken<MappedRow>> {
  const key = `${table}id`;
  const { take } = mappedReader(table, (row) => mapRow(row, shape));
  const scanned = new ScannedMembers(key, shape);
  const takeScanned = (row: ScannedRow): Taken<MappedRow> => {
    const id = scannedId(row, 0);
    return id === null ? takenId(row.toObject()[key], () => scanned.map(row)) : { id, value: scanned.map(row) };
  };
  return { take, scan: { scanner: new RowScanner(scanned.names), take: takeScanned } };
}

/** Members turned into whatever `map` makes of their rows, for pages of a few. */
export function mappedReader<Value>(table: SelectableTable, map: MapMember<Value>): PageReader<Taken<Value>> {
  return { take: (row) => takenId(row[`${table}id`], () => map(row)) };
}

function takenId<Value>(raw: unknown, value: () => Value): Taken<Value> {
  const id = parseRowId(raw);
  return id.ok ? { id: id.value, value: value() } : { id: null, invalidId: rawId(raw) };
}

export function members<Value>({ values, next }: ReadPage<Taken<Value>>): MemberPage<Value> {
  const rows: PageMember<Value>[] = [];
  const invalidIds: string[] = [];
  for (const taken of values) {
    if (taken.id === null) invalidIds.push(taken.invalidId);
    else rows.push(taken);
  }
  return { rows, invalidIds, next };
}

// Cut, because nobody knows what came instead of an id; escaped, because PostgreSQL keeps no text with a NUL in it.
function rawId(id: unknown): string {
  const text = JSON.stringify(id ?? null).slice(0, 64);
  return typeof id === 'string' ? text.replace(/^"|"$/g, '') : text;
}
