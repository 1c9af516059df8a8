import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId } from '@pmds/contracts/ids';
import { splitNotificationEmails } from '@pmds/contracts/start/notification-emails';
import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { asObject, textOf } from '../reporting/json.js';

const { entitySetName, columns } = Tables.dataSync;

/**
 * Whom a sync tells, asked when its mail is due: a run that could not be claimed has not read its row.
 * @returns the valid addresses, or `null` when the row is gone.
 */
export async function readAddressees(
  client: DataverseClient,
  dataSyncId: RowId,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly emails: readonly string[] } | null> {
  const [name, emails] = [columns.name.logicalName, columns.notificationEmails.logicalName];
  try {
    const path = `${entitySetName}(${dataSyncId})?$select=${name},${emails}`;
    const row = asObject(await client.get(path, { purpose: 'mail', signal }));
    return { name: textOf(row[name]) ?? '', emails: splitNotificationEmails(textOf(row[emails])).valid };
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'not-found') return null;
    throw error;
  }
}
