import type { RowId } from '@pmds/contracts/ids';
import type { QueryNote } from '@pmds/contracts/run/query-notes';
import type { PlannedList } from '../../../../domain/run/run.js';
import type { SourceCall } from '../../../../ports/recipient-source.js';
import { dependsOnZone, queryNotes, type QueryZones } from '../fetchxml/query-notes.js';
import type { DataverseClient } from '../../http/client.js';
import type { UserRights } from './user-rights.js';
import { zoneOfUser, type UserZone } from './user-zone.js';

/**
 * What the queries of dynamic lists ask for that a run takes in another way. Zones are asked for only where one matters:
 * at most two calls for each application user and each owner of such a list.
 * @throws RunFailure LIST_QUERY_*
 */
export async function notesOfLists(
  client: DataverseClient,
  rights: UserRights,
  lists: readonly PlannedList[],
  call: SourceCall,
): Promise<readonly QueryNote[]> {
  const queries = lists.flatMap(({ name, holds, table, kind, query, owner }) =>
    kind === 'dynamic'
      ? [{ owner: owner ?? null, own: { listName: name, table: holds ?? table, fetchXml: query ?? '' } }]
      : [],
  );
  const zoned = queries.filter(({ own }) => dependsOnZone(own));
  if (zoned.length === 0) return queries.flatMap(({ own }) => queryNotes(own, null));
  const terms = { purpose: 'metadata', ...call } as const;
  const owners = new Set(zoned.flatMap(({ owner }) => owner ?? []));
  const [service, ofOwners] = await Promise.all([
    rights.each(terms, (userId, own) => zoneOfUser(client, userId, own)),
    Promise.all([...owners].map(async (id) => [id, await zoneOfUser(client, id, terms)] as const)),
  ]);
  const zoneOf = new Map<RowId | null, UserZone | null>(ofOwners);
  return queries.flatMap(({ owner, own }) => queryNotes(own, zonesApart(service, zoneOf.get(owner) ?? null)));
}

/** `null` where every application user has the zone of the owner: whichever of them asks, the members are the owner's. */
function zonesApart(service: readonly (UserZone | null)[], owner: UserZone | null): QueryZones | null {
  if (owner !== null && service.every((zone) => zone?.code === owner.code)) return null;
  const names = service.every((zone) => zone !== null) ? [...new Set(service.map((zone) => zone.name))] : [];
  return { service: names.length === 0 ? null : names.join(', '), owner: owner?.name ?? null };
}
