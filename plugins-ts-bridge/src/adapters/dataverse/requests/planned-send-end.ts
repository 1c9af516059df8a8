import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId } from '@pmds/contracts/ids';
import type { DataverseClient } from '../http/client.js';
import { asObject, dateOf } from '../reporting/json.js';

/** When the send of a sync is planned to end, `null` where nobody has said. @throws DataverseError also for a sync that is not there. */
export async function plannedSendEndOf(
  client: DataverseClient,
  dataSyncId: RowId,
  signal: AbortSignal,
): Promise<Date | null> {
  const { entitySetName, columns } = Tables.dataSync;
  const column = columns.plannedSendEnd.logicalName;
  const path = `${entitySetName}(${dataSyncId})?$select=${column}`;
  return dateOf(asObject(await client.get(path, { purpose: 'claim', flow: 'requests', signal }))[column]);
}
