import type { Store } from '../data/store.js';
import type { Row, TableRows } from '../data/table-rows.js';
import { wellKnown } from './well-known.js';

/** How far a privilege reaches; the values are those of `roleprivileges.privilegedepthmask`. */
export const depths = { none: 0, user: 1, businessUnit: 2, deep: 4, organization: 8 } as const;

/** Everything that is allowed to one user, read from the rows of roles, teams and column security profiles. */
export interface Rights {
  readonly isAdministrator: boolean;
  /** False when the user has no role at all: then nothing may be done. */
  readonly hasRole: boolean;
  /** Greatest depth per privilege name in lower case. */
  readonly depthOf: ReadonlyMap<string, number>;
  /** `contact.creditlimit:canread` and the like. */
  readonly columnPermissions: ReadonlySet<string>;
  readonly teamIds: readonly string[];
}

const watched = [
  'systemuserroles',
  'teamroles',
  'teammembership',
  'role',
  'roleprivileges',
  'privilege',
  'systemuserprofiles',
  'teamprofiles',
  'fieldpermission',
  'businessunit',
  'principalobjectaccess',
];

/** Computes rights from rows and keeps them until one of those rows changes. */
export class RightsBook {
  readonly #store: Store;
  readonly #known = new Map<string, Rights>();
  #version = -1;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Grows when anybody's rights may have changed. */
  get version(): number {
    return watched.reduce((sum, table) => sum + (this.#rows(table)?.version ?? 0), 0);
  }

  of(userId: string): Rights {
    const { version } = this;
    if (version !== this.#version) {
      this.#known.clear();
      this.#version = version;
    }
    let rights = this.#known.get(userId);
    if (rights === undefined) {
      rights = this.#compute(userId);
      this.#known.set(userId, rights);
    }
    return rights;
  }

  #compute(userId: string): Rights {
    const teamIds = this.#far('teammembership', 'systemuserid', userId, 'teamid');
    const ofTeams = (table: string, column: string): string[] =>
      teamIds.flatMap((teamId) => this.#far(table, 'teamid', teamId, column));
    const roleIds = [
      ...this.#far('systemuserroles', 'systemuserid', userId, 'roleid'),
      ...ofTeams('teamroles', 'roleid'),
    ];
    const profiles = 'fieldsecurityprofileid';
    const profileIds = [
      ...this.#far('systemuserprofiles', 'systemuserid', userId, profiles),
      ...ofTeams('teamprofiles', profiles),
    ];
    return {
      isAdministrator: roleIds.some((roleId) => this.#isAdministratorRole(roleId)),
      hasRole: roleIds.length > 0,
      depthOf: this.#depths(roleIds),
      columnPermissions: this.#columnPermissions(profileIds),
      teamIds,
    };
  }

  #isAdministratorRole(roleId: string): boolean {
    const template = this.#store.get('role', roleId)?.['roletemplateid'];
    return roleId === wellKnown.systemAdministratorRoleId || template === wellKnown.systemAdministratorTemplateId;
  }

  #depths(roleIds: readonly string[]): Map<string, number> {
    const found = new Map<string, number>();
    for (const roleId of roleIds) {
      this.#each('roleprivileges', 'roleid', roleId, (row, rows) => {
        const privilege = this.#store.get('privilege', String(rows.value(row, 'privilegeid')));
        const name = String(privilege?.['name'] ?? '').toLowerCase();
        found.set(name, Math.max(found.get(name) ?? 0, Number(rows.value(row, 'privilegedepthmask') ?? 0)));
      });
    }
    return found;
  }

  #columnPermissions(profileIds: readonly string[]): Set<string> {
    const found = new Set<string>();
    for (const profileId of profileIds) {
      this.#each('fieldpermission', 'fieldsecurityprofileid', profileId, (row, rows) => {
        const column = `${String(rows.value(row, 'entityname'))}.${String(rows.value(row, 'attributelogicalname'))}`;
        for (const right of ['canread', 'cancreate', 'canupdate']) {
          if (Number(rows.value(row, right) ?? 0) > 0) found.add(`${column}:${right}`);
        }
      });
    }
    return found;
  }

  #far(table: string, near: string, id: string, far: string): string[] {
    const found: string[] = [];
    this.#each(table, near, id, (row, rows) => {
      const value = rows.value(row, far);
      if (typeof value === 'string') found.push(value);
    });
    return found;
  }

  #each(table: string, column: string, value: string, visit: (row: Row, rows: TableRows) => void): void {
    const rows = this.#rows(table);
    if (rows === undefined) return;
    for (const row of rows.byValue(column).rows(value)) visit(row, rows);
  }

  #rows(table: string): TableRows | undefined {
    return this.#store.model.findTable(table) === undefined ? undefined : this.#store.rows(table);
  }
}
