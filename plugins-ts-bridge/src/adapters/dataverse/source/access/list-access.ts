import { readLimitOf, type RunReadLimit } from '../../../../domain/access/read-limit.js';
import { queriedColumnSecured } from '../../../../domain/access/secured-column.js';
import type { PlannedList } from '../../../../domain/run/run.js';
import type { SourceCall } from '../../../../ports/recipient-source.js';
import type { DataverseClient } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';
import { queryReads, type QueryReads } from './query-reads.js';
import type { UserRights } from './user-rights.js';

interface Access {
  readonly client: DataverseClient;
  readonly rights: UserRights;
}

/**
 * Whether the application users see everybody on the lists, before one member is read: how far Read reaches on each table
 * that is looked at, and whether the columns that dynamic lists filter by may be read.
 * @throws RunFailure FIELD_SECURED, naming list and column.
 */
export async function checkListAccess(
  { client, rights }: Access,
  lists: readonly PlannedList[],
  call: SourceCall,
): Promise<readonly RunReadLimit[]> {
  const queries = lists.flatMap((list) => (list.kind === 'dynamic' ? [{ list, reads: readsOf(list) }] : []));
  const [limits] = await Promise.all([
    readLimits(
      { client, rights },
      lists,
      queries.map(({ reads }) => reads),
      call,
    ),
    ...queries.map(({ list, reads }) => checkQueriedColumns({ client, rights }, list, reads, call)),
  ]);
  return limits;
}

function readsOf({ name, holds, table, query }: PlannedList): QueryReads {
  return queryReads({ listName: name, table: holds ?? table, fetchXml: query ?? '' });
}

async function readLimits(
  { client, rights }: Access,
  lists: readonly PlannedList[],
  queries: readonly QueryReads[],
  call: SourceCall,
): Promise<readonly RunReadLimit[]> {
  // Lists out of reach are missing from the sync itself; who is on an account list stands nowhere but in the accounts.
  const unseen = new Set(['list', ...queries.flatMap(({ tables }) => tables)]);
  for (const { holds } of lists) if (holds === 'account') for (const table of ['account', 'contact']) unseen.add(table);
  const tables = new Set([...unseen, ...lists.map(({ table }) => table)]);
  const [granted, privileges] = await Promise.all([
    rights.privileges({ purpose: 'metadata', ...call }),
    Promise.all([...tables].map(async (table) => [table, await readPrivilegeOf(client, table, call)] as const)),
  ]);
  const found = new Map<string, RunReadLimit>();
  for (const levels of granted) {
    for (const [table, privilege] of privileges) {
      const limit = readLimitOf(table, levels.get(privilege));
      if (limit !== null) found.set(table, { ...limit, unseen: unseen.has(table) });
    }
  }
  return [...found.values()];
}

/** Tables whose privilege is not called by their schema name. */
const known: Readonly<Record<string, string>> = {
  contact: 'prvreadcontact',
  lead: 'prvreadlead',
  account: 'prvreadaccount',
  list: 'prvreadlist',
  listmember: 'prvreadlist',
  systemuser: 'prvreaduser',
};

/** Name of the Read privilege in lower case; of a table that does not exist, one that nobody has. */
async function readPrivilegeOf(client: DataverseClient, table: string, call: SourceCall): Promise<string> {
  const name = known[table];
  if (name !== undefined) return name;
  const filter = encodeURIComponent(`LogicalName eq '${table.replaceAll("'", "''")}'`);
  const path = `EntityDefinitions?$select=SchemaName,IsActivity&$filter=${filter}`;
  const answer = (await client.get(path, { purpose: 'metadata', ...call })) as { readonly value?: unknown } | null;
  const [definition] = (Array.isArray(answer?.value) ? answer.value : []) as readonly {
    readonly SchemaName?: string;
    readonly IsActivity?: boolean;
  }[];
  if (definition?.IsActivity === true) return 'prvreadactivity';
  return `prvread${definition?.SchemaName ?? ''}`.toLowerCase();
}

/** A condition on a column that comes back empty finds other members than the list's owner does. */
async function checkQueriedColumns(
  { client, rights }: Access,
  { name }: PlannedList,
  { columns }: QueryReads,
  call: SourceCall,
): Promise<void> {
  const metadata = { purpose: 'metadata', ...call } as const;
  for (const [table, names] of columns) {
    if (names.size === 0) continue;
    const filter = encodeURIComponent('IsSecured eq true');
    const set = `EntityDefinitions(LogicalName='${table.replaceAll("'", "''")}')/Attributes`;
    const answer = await client
      .get(`${set}?$select=LogicalName&$filter=${filter}`, metadata)
      .catch((error: unknown) => unknownTable(error));
    const secured = ((answer as { readonly value?: unknown } | null)?.value ?? []) as readonly {
      readonly LogicalName?: string;
      readonly MetadataId?: string;
    }[];
    const queried = secured.filter(({ LogicalName }) => names.has(LogicalName ?? ''));
    if (queried.length === 0) continue;
    const mayRead = await rights.readers(metadata);
    const hidden = queried.find(({ MetadataId }) => !mayRead(MetadataId ?? ''));
    if (hidden !== undefined) throw queriedColumnSecured(name, table, hidden.LogicalName ?? '');
  }
}

/** Whoever reads the query says better that it names a table which does not exist. */
function unknownTable(error: unknown): null {
  if (error instanceof DataverseError && error.code === 'not-found') return null;
  throw error;
}
