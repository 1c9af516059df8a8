import { Tables } from '@pmds/contracts/generated/tables';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { rowsOf } from './json.js';

/** Keeps the address of a call below 8 KB. */
const idsPerCall = 100;

/** Which of these syncs have a row. */
export async function existingSyncs(
  client: DataverseClient,
  ids: readonly RowId[],
  signal: AbortSignal,
): Promise<ReadonlySet<RowId>> {
  const { entitySetName, primaryKey } = Tables.dataSync;
  const there = new Set<RowId>();
  for (let at = 0; at < ids.length; at += idsPerCall) {
    const some = ids.slice(at, at + idsPerCall);
    const filter = some.map((id) => `${primaryKey} eq ${id}`).join(' or ');
    const path = `${entitySetName}?$select=${primaryKey}&$filter=${encodeURIComponent(filter)}`;
    for (const row of rowsOf(await client.get(path, { purpose: 'claim', flow: 'poll', signal }))) {
      const id = parseRowId(row[primaryKey]);
      if (id.ok) there.add(id.value);
    }
  }
  return there;
}

/** The platform's word for a row that is not there; a table or an address that is not there has another. */
const noSuchRow = '0x80040217';

/** Whether Dataverse says of this very row that it does not exist. @throws DataverseError where it says neither yes nor no. */
export async function confirmDeleted(
  client: DataverseClient,
  id: RowId,
  terms: Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>,
): Promise<boolean> {
  const { entitySetName, primaryKey } = Tables.dataSync;
  try {
    await client.get(`${entitySetName}(${id})?$select=${primaryKey}`, terms);
    return false;
  } catch (error) {
    const gone = error instanceof DataverseError && error.code === 'not-found';
    if (gone && error.platformCode.toLowerCase() === noSuchRow) return true;
    throw error;
  }
}

/** As `confirmDeleted`; whatever else Dataverse answers is no. */
export async function isDeletedSync(client: DataverseClient, id: RowId, signal: AbortSignal): Promise<boolean> {
  try {
    return await confirmDeleted(client, id, { purpose: 'claim', flow: 'poll', signal });
  } catch (error) {
    if (!(error instanceof DataverseError) || signal.aborted) throw error;
    return false;
  }
}
