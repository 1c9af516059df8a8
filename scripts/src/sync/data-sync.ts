import { serialiseFieldSelection, type FieldSelection } from '@pmds/contracts/fields/field-selection';
import { CustomApis } from '@pmds/contracts/generated/custom-apis';
import { Tables } from '@pmds/contracts/generated/tables';
import { callWebApi, readRow, type WebApi } from '../dataverse/web-api.js';

const { dataSync } = Tables;

/** What the new row says. */
interface DataSyncWish {
  readonly id: string;
  readonly name: string;
  readonly notificationEmails: string;
  readonly fields: FieldSelection;
  readonly listIds: readonly string[];
}

/** Makes a Profile Management Data Sync as the form saves it: the row, its lists, its fields. */
export async function createDataSync(api: WebApi, wish: DataSyncWish): Promise<void> {
  await callWebApi(api, 'POST', dataSync.entitySetName, {
    [dataSync.primaryKey]: wish.id,
    [dataSync.columns.name.logicalName]: wish.name,
    [dataSync.columns.notificationEmails.logicalName]: wish.notificationEmails,
    [dataSync.columns.fields.logicalName]: serialiseFieldSelection(wish.fields),
  });
  for (const listId of wish.listIds) await addList(api, wish.id, listId);
}

async function addList(api: WebApi, dataSyncId: string, listId: string): Promise<void> {
  await callWebApi(
    api,
    'POST',
    `${dataSync.entitySetName}(${dataSyncId})/${dataSync.manyToMany.list.navigationProperty}/$ref`,
    {
      '@odata.id': new URL(`lists(${listId})`, api.url).href,
    },
  );
}

/** Calls the Custom API as the button does: the caller mints the run's id. */
export async function startSync(api: WebApi, dataSyncId: string, runId: string): Promise<void> {
  const { startSync: start } = CustomApis;
  await callWebApi(api, 'POST', `${dataSync.entitySetName}(${dataSyncId})/Microsoft.Dynamics.CRM.${start.uniqueName}`, {
    [start.parameters.runId.name]: runId,
  });
}

/** E-mail address of the user who calls. */
export async function ownEmail(api: WebApi): Promise<string> {
  const { UserId: userId } = await readRow(api, 'WhoAmI');
  const user = await readRow(api, `systemusers(${String(userId)})?$select=internalemailaddress`);
  return String(user['internalemailaddress']);
}
