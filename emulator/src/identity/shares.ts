import type { Store } from '../data/store.js';
import { dateText } from '../data/value.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import type { LookupTarget, Unit } from '../write/units/unit.js';
import { accessRights, type AccessRight } from './privilege-name.js';
import type { UserCaller } from './user-caller.js';

const rights = Object.entries(accessRights) as [AccessRight, number][];
const shareTable = 'principalobjectaccess';

/** `ReadAccess, WriteAccess`; `None` for no right at all. */
export function accessNames(mask: number): string {
  const names = rights.filter(([, bit]) => (mask & bit) !== 0).map(([right]) => `${right}Access`);
  return names.length === 0 ? 'None' : names.join(', ');
}

/** The mask of `ReadAccess,WriteAccess`; null when a name is no access right. */
export function maskOf(text: string): number | null {
  let mask = 0;
  for (const name of text.split(',').map((part) => part.trim())) {
    const bit = rights.find(([right]) => `${right}Access` === name)?.[1] ?? (name === 'None' ? 0 : null);
    if (bit === null) return null;
    mask |= bit;
  }
  return mask;
}

/** What a user may do with a row by their roles, its owner and its shares. */
export function accessMask(caller: UserCaller, table: Table, id: string): number {
  let mask = 0;
  for (const [right, bit] of rights) {
    try {
      caller.assertRow(right, table, id);
      mask |= bit;
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
    }
  }
  return mask;
}

/** What is shared of a row with any of the principals. */
export function sharedMask(store: Store, objectId: string, principalIds: readonly string[]): number {
  return sharesOf(store, objectId)
    .filter(({ principal }) => principalIds.includes(principal.id))
    .reduce((mask, share) => mask | share.mask, 0);
}

export function sharesOf(
  store: Store,
  objectId: string,
): readonly { readonly id: string; readonly principal: LookupTarget; readonly mask: number }[] {
  const rows = store.rows(shareTable);
  return [...rows.byValue('objectid').rows(objectId)].map((row) => ({
    id: rows.id(row),
    principal: { table: String(rows.value(row, 'principaltypecode')), id: String(rows.value(row, 'principalid')) },
    mask: Number(rows.value(row, 'accessrightsmask') ?? 0),
  }));
}

/** Ids of the rows of any table that are shared with one of the principals for a right. */
export function sharedRows(store: Store, principalIds: Iterable<string>, right: AccessRight): ReadonlySet<string> {
  const found = new Set<string>();
  if (store.model.findTable(shareTable) === undefined) return found;
  const rows = store.rows(shareTable);
  if (rows.size === 0) return found;
  for (const principalId of principalIds) {
    for (const row of rows.byValue('principalid').rows(principalId)) {
      const mask = Number(rows.value(row, 'accessrightsmask') ?? 0);
      if ((mask & accessRights[right]) !== 0) found.add(String(rows.value(row, 'objectid')));
    }
  }
  return found;
}

/** Sets what is shared of a row with a principal; a mask of 0 takes the share away. */
export function writeShare(unit: Unit, target: LookupTarget, principal: LookupTarget, mask: number): void {
  const known = sharesOf(unit.store, target.id).find((share) => share.principal.id === principal.id);
  const changes = { accessrightsmask: mask, changedon: dateText(unit.store.now()) };
  if (known !== undefined && mask === 0) unit.transaction.delete(shareTable, known.id);
  else if (known !== undefined) unit.transaction.update(shareTable, known.id, changes);
  else if (mask !== 0) {
    unit.transaction.insert(shareTable, {
      ...changes,
      objectid: target.id,
      objecttypecode: target.table,
      principalid: principal.id,
      principaltypecode: principal.table,
    });
  }
}
