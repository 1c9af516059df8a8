import { parseRowId } from '@pmds/contracts/ids';
import type { RowBytes } from '../../../../../domain/member/record/record.js';
import type { MembershipPage, MembershipRow } from '../../../../../ports/recipient-source.js';
import type { PageReader, ReadPage, Row } from './page-reply.js';
import { RowScanner } from './row-scanner.js';
import { parsedValue, rawId, scannedId } from './row-values.js';

/** A membership as a page says it; the id may be anything. */
export interface Found {
  readonly id: unknown;
  readonly list: number | undefined;
}

/** Rows of `listmember`, of the lists whose number in the order `listOf` knows by id. */
export function listMemberReader(listOf: ReadonlyMap<string, number>): PageReader<Found> {
  const found = (id: unknown, list: unknown): Found => ({ id, list: listOf.get(String(list).toLowerCase()) });
  const take = (row: Row): Found =>
    found(row['_entityid_value'] ?? row['entityid'], row['_listid_value'] ?? row['listid']);
  const scanner = scannerOf(['_entityid_value', 'entityid', '_listid_value', 'listid']);
  const takeScanned = (row: RowBytes): Found => {
    const id = scannedId(row, 0);
    const list = scannedId(row, 2);
    if (id !== null && list !== null) return { id, list: listOf.get(list) };
    return found(parsedValue(row, 0) ?? parsedValue(row, 1), parsedValue(row, 2) ?? parsedValue(row, 3));
  };
  return { take, scan: { scanner, take: takeScanned } };
}

/** Rows of a dynamic list's own query. @param key The table's primary key. */
export function queriedMemberReader(key: string, list: number | undefined): PageReader<Found> {
  const take = (row: Row): Found => ({ id: row[key], list });
  const takeScanned = (row: RowBytes): Found => ({ id: scannedId(row, 0) ?? parsedValue(row, 0), list });
  return { take, scan: { scanner: scannerOf([key]), take: takeScanned } };
}

function scannerOf(names: readonly string[]): RowScanner {
  return new RowScanner(new Map(names.map((name, slot) => [name, slot])), names.length);
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
