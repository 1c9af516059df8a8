import type { Store } from '../data/store.js';
import type { Row, TableRows } from '../data/table-rows.js';
import type { RowObject } from '../data/value.js';
import type { Column } from '../model/column.js';
import { DataverseError, noAccess } from '../model/dataverse-error.js';
import { guidOfName } from '../model/guid.js';
import type { Table } from '../model/table.js';
import type { Caller, RowFilter } from '../query/caller.js';
import { languageOf } from '../shell-server/user-language.js';
import type { TimeZone } from '../time/time-zone.js';
import { zoneOfUser } from '../time/user-zone.js';
import { businessUnitsBelow } from './business-units.js';
import { privilegeName, type AccessRight } from './privilege-name.js';
import { depths, type Rights } from './rights.js';
import { sharedRows } from './shares.js';

/**
 * Who asks, with everything that is allowed to them. When somebody acts on behalf of another, `rights` holds both: each check is
 * asked of all of them, so that the result is the intersection.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
 */
export class UserCaller implements Caller {
  readonly userId: string;
  readonly businessUnitId: string;
  readonly teamIds: readonly string[];
  readonly languageId: number;
  readonly timeZone: TimeZone;
  readonly rightsKey: string;
  /** The user who really called, when acting on behalf of another. */
  readonly onBehalfBy: string | null;
  readonly #store: Store;
  readonly #rights: readonly Rights[];

  constructor(
    store: Store,
    user: RowObject,
    rights: readonly Rights[],
    rightsVersion: number,
    onBehalfBy: string | null = null,
  ) {
    this.#store = store;
    this.#rights = rights;
    this.userId = String(user['systemuserid']);
    this.businessUnitId = String(user['businessunitid'] ?? '');
    this.teamIds = rights.at(-1)?.teamIds ?? [];
    this.languageId = languageOf(store, this.userId);
    this.timeZone = zoneOfUser(store, this.userId);
    this.onBehalfBy = onBehalfBy;
    this.rightsKey = `${this.userId}:${this.businessUnitId}:${onBehalfBy ?? ''}:${rightsVersion}:${this.timeZone.code}`;
  }

  get isAdministrator(): boolean {
    return this.#rights.every((rights) => rights.isAdministrator);
  }

  /** Depth of a privilege by its name; organisation for an administrator. */
  depthOf(privilege: string): number {
    return Math.min(
      ...this.#rights.map((rights) =>
        rights.isAdministrator ? depths.organization : (rights.depthOf.get(privilege.toLowerCase()) ?? depths.none),
      ),
    );
  }

  readFilter(table: Table): RowFilter | null {
    return this.#filter('Read', table);
  }

  canReadColumn(table: Table, column: Column): boolean {
    return this.mayColumn(table, column, 'canread');
  }

  /** Whether a profile of the user or of one of their teams allows something with a secured column. */
  mayColumn(table: Table, column: Column, right: 'canread' | 'cancreate' | 'canupdate'): boolean {
    const key = `${table.logicalName}.${column.logicalName}:${right}`;
    return this.#rights.every((rights) => rights.isAdministrator || rights.columnPermissions.has(key));
  }

  /** @throws DataverseError 403 `0x8004f507` for a secured column that the caller may not write. */
  assertColumn(table: Table, column: Column, right: 'cancreate' | 'canupdate'): void {
    if (!column.isSecured || this.mayColumn(table, column, right)) return;
    const verb = right === 'cancreate' ? 'create' : 'update';
    throw new DataverseError(
      403,
      '0x8004f507',
      `Caller user with Id ${this.userId} does not have ${verb} permissions to a ${column.logicalName} secured field on entity ${table.logicalName}. The requested operation could not be completed.`,
    );
  }

  /** @throws DataverseError 403 `0x80040220` naming the privilege, when the caller has it for no row at all. */
  assertPrivilege(right: AccessRight, table: Table): void {
    const privilege = privilegeName(right, table);
    if (privilege !== null) this.assertNamedPrivilege(privilege, table);
  }

  assertNamedPrivilege(privilege: string, table?: Table): void {
    if (this.depthOf(privilege) > depths.none) return;
    const on = table === undefined ? '' : ` on OTC=${table.objectTypeCode} for entity '${table.logicalName}'`;
    throw new DataverseError(
      403,
      '0x80040220',
      `Principal user (Id=${this.userId}, type=8, roleCount=${this.#rights.at(-1)?.hasRole === true ? 1 : 0}, privilegeCount=${this.#rights.at(-1)?.depthOf.size ?? 0}, accessMode=0), is missing ${privilege} privilege (Id=${guidOfName(`privilege:${privilege}`)})${on}. context.Caller=${this.userId}.`,
    );
  }

  /** @throws DataverseError 403 `0x80048306` when the caller has the privilege, but not for this row. */
  assertRow(right: AccessRight, table: Table, id: string): void {
    const filter = this.#filter(right, table);
    if (filter === null) return;
    const rows = this.#store.rows(table.logicalName);
    const row = rows.find(id);
    if (row === undefined || filter(row, rows)) return;
    const access = right === 'AppendTo' ? 'AppendToAccess' : `${right}Access`;
    throw noAccess(this.userId, access, table.logicalName, id);
  }

  #filter(right: AccessRight, table: Table): RowFilter | null {
    this.assertPrivilege(right, table);
    const privilege = privilegeName(right, table);
    const depth = privilege === null ? depths.organization : this.depthOf(privilege);
    if (depth >= depths.organization || table.ownership !== 'UserOwned') return null;
    const owners = new Set([this.userId, ...this.teamIds]);
    const shared = sharedRows(this.#store, owners, right);
    const own = (row: Row, rows: TableRows): boolean =>
      owners.has(String(rows.value(row, 'ownerid'))) || (shared.size > 0 && shared.has(rows.id(row)));
    if (depth === depths.user) return own;
    const units =
      depth === depths.deep ? businessUnitsBelow(this.#store, this.businessUnitId) : new Set([this.businessUnitId]);
    return (row, rows) => own(row, rows) || units.has(String(rows.value(row, 'owningbusinessunit')));
  }
}
