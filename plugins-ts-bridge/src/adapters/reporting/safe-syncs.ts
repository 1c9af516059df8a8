import { Tables } from '@pmds/contracts/generated/tables';
import { parseRowId } from '@pmds/contracts/ids';
import type { SafeSync, SafeSyncs } from '../../application/watch-lists.js';
import type { CurrentList } from '../../domain/list-changes.js';
import type { DataverseClient } from '../dataverse/http/client.js';
import { DataverseError } from '../dataverse/http/errors.js';
import { asObject, rowsOf, textOf, type Json } from './json.js';
import { syncRowColumns } from './row-columns.js';

const { entitySetName, primaryKey, columns, manyToMany } = Tables.dataSync;
const lists = manyToMany.list.navigationProperty;

/** One request per look, whatever the number of syncs. */
export function createSafeSyncs(client: DataverseClient): SafeSyncs {
  const filter = encodeURIComponent(
    `${columns.safeToSend.logicalName} eq true and ${columns.statecode.logicalName} eq 0`,
  );
  const expand = `${lists}($select=listid,listname,type,query,membercount)`;
  const path = `${entitySetName}?$select=${primaryKey}&$filter=${filter}&$expand=${expand}`;
  return {
    async list(signal) {
      return rowsOf(await client.get(path, { purpose: 'claim', flow: 'poll', signal })).flatMap(safeSync);
    },

    async withdraw({ dataSyncId, etag }, why, signal) {
      try {
        await client.request({
          method: 'PATCH',
          path: `${entitySetName}(${dataSyncId})`,
          purpose: 'report',
          flow: 'poll',
          headers: { 'if-match': etag },
          body: syncRowColumns({ safeToSend: false, readiness: why }),
          signal,
        });
        return true;
      } catch (error) {
        const changed =
          error instanceof DataverseError && (error.code === 'precondition' || error.code === 'not-found');
        if (changed) return false;
        throw error;
      }
    },
  };
}

function safeSync(row: Json): readonly SafeSync[] {
  const id = parseRowId(row[primaryKey]);
  const etag = textOf(row['@odata.etag']);
  const related = row[lists];
  if (!id.ok || etag === null || !Array.isArray(related)) return [];
  return [{ dataSyncId: id.value, etag, lists: related.map(asObject).flatMap(currentList) }];
}

function currentList(row: Json): readonly CurrentList[] {
  const id = parseRowId(row['listid']);
  if (!id.ok) return [];
  const dynamic = row['type'] === true;
  const memberCount = dynamic ? null : memberCountOf(row);
  return [
    { id: id.value, name: textOf(row['listname']) ?? '', query: dynamic ? textOf(row['query']) : null, memberCount },
  ];
}

/** What Dataverse counts on a static list; empty until somebody was put on it. */
export function memberCountOf(row: Json): number {
  const count = row['membercount'];
  return typeof count === 'number' ? count : 0;
}
