import { accessLevelOf, type AccessLevel } from '../../../../domain/access/read-limit.js';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';

type RightsCall = Pick<DataverseRequest, 'purpose' | 'flow' | 'signal' | 'user'>;

type Json = Readonly<Record<string, unknown>>;
const rowsAt = (answer: unknown, name: string): readonly Json[] => {
  const rows = (answer as Json | null)?.[name];
  return Array.isArray(rows) ? (rows as readonly Json[]) : [];
};
const textAt = (row: Json, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value : '';
};

/**
 * Privileges that a user has by roles and teams: lower-case name, and how far it reaches. One that comes from several roles
 * reaches as far as the farthest.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivileges
 */
export async function privilegesOfUser(
  client: DataverseClient,
  userId: string,
  call: RightsCall,
): Promise<ReadonlyMap<string, AccessLevel>> {
  const answer = await client.get(`systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`, call);
  const granted = new Map<string, AccessLevel>();
  for (const row of rowsAt(answer, 'RolePrivileges')) {
    const level = accessLevelOf(row['Depth']);
    const name = textAt(row, 'PrivilegeName').toLowerCase();
    const before = granted.get(name);
    if (level !== null && (before === undefined || order.indexOf(level) > order.indexOf(before)))
      granted.set(name, level);
  }
  return granted;
}

const order: readonly AccessLevel[] = ['Basic', 'Local', 'Deep', 'Global'];

/**
 * Ids (`MetadataId`) of the secured columns that a user may read by column security profiles, of teams as well.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalattributeprivileges
 */
async function readableSecuredColumns(
  client: DataverseClient,
  userId: string,
  call: RightsCall,
): Promise<ReadonlySet<string>> {
  const answer = await client.get(
    `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrievePrincipalAttributePrivileges()`,
    call,
  );
  const ids = rowsAt(answer, 'AttributePrivileges').flatMap((row) =>
    Number(row['CanRead'] ?? 0) > 0 ? [textAt(row, 'AttributeId').toLowerCase()] : [],
  );
  return new Set(ids);
}

/** What the application users of a client may do. Each is asked: whichever of them reads a page, all must see the same. */
export class UserRights {
  readonly #client: DataverseClient;
  /** Who a user is does not change while the service runs. */
  readonly #ids = new Map<number, string>();

  constructor(client: DataverseClient) {
    this.#client = client;
  }

  /** Privileges by user. */
  privileges(call: RightsCall): Promise<readonly ReadonlyMap<string, AccessLevel>[]> {
    return this.each(call, (id, own) => privilegesOfUser(this.#client, id, own));
  }

  /** Whether all application users may read a secured column. Two small calls per user, only where one is secured. */
  async readers(call: RightsCall): Promise<(metadataId: string) => boolean> {
    const readable = await this.each(call, (id, own) => readableSecuredColumns(this.#client, id, own));
    return (metadataId) => readable.every((ids) => ids.has(metadataId.toLowerCase()));
  }

  /** Asks something of each application user. */
  each<Value>(call: RightsCall, ask: (userId: string, call: RightsCall) => Promise<Value>): Promise<readonly Value[]> {
    const users = Array.from({ length: this.#client.userCount }, (_, user) => user);
    return Promise.all(
      users.map(async (user) => {
        const own = { ...call, user };
        return ask(await this.#idOf(user, own), own);
      }),
    );
  }

  async #idOf(user: number, call: RightsCall): Promise<string> {
    const known = this.#ids.get(user);
    if (known !== undefined) return known;
    const answer = (await this.#client.get('WhoAmI', call)) as Json | null;
    const id = textAt(answer ?? {}, 'UserId');
    this.#ids.set(user, id);
    return id;
  }
}
