import { CustomApis } from '@pmds/contracts/generated/custom-apis';
import { Tables } from '@pmds/contracts/generated/tables';
import { DataverseError } from '../../../adapters/dataverse/http/errors.js';
import type { DataverseClient } from '../../../adapters/dataverse/http/client.js';
import { selfTestRunId } from '../../../plugins/start-sync.js';
import { CommandFailed } from '../../command.js';
import { removeRow, writeEndpoint } from './webhook-items.js';
import type { SetupItem } from './item.js';

/**
 * Calls the Custom API as the button does and sees whether the service was asked: a run id of zeros must be accepted, one
 * that is no GUID must be refused. Only the service can tell the two apart, so passing both means that the way is open.
 */
export const selfTestItem: SetupItem = {
  name: 'self-test',
  intrusive: true,
  async inspect(context) {
    const { client, webhook, nameBasedId } = context;
    if (webhook === null) return [{ state: 'right', detail: 'not needed without inbound traffic' }];
    const rowId = nameBasedId('self-test');
    const failure = await test(client, rowId);
    if (failure === null) return [{ state: 'right', detail: 'a call through Dataverse reached the service' }];
    const apply = async (): Promise<void> => {
      await writeEndpoint(context);
      const again = await test(client, rowId);
      if (again !== null) throw new CommandFailed(again);
    };
    return [{ state: 'different', detail: `${failure} Address and key are written again.`, apply }];
  },
};

/** @returns what went wrong, `null` when the service answered as it should. */
async function test(client: DataverseClient, rowId: string): Promise<string | null> {
  const { entitySetName, columns } = Tables.dataSync;
  const row = `${entitySetName}(${rowId})`;
  const body = { [columns.name.logicalName]: 'Set-up self-test' };
  await client.request({ method: 'PATCH', path: row, purpose: 'setup', body });
  try {
    const refusal = await call(client, row, selfTestRunId);
    if (refusal !== null) {
      return `The call through Dataverse failed: ${refusal} Check that the service runs, and that Dataverse can reach its address.`;
    }
    if ((await call(client, row, 'self-test')) !== null) return null;
    return 'Dataverse processed the call without asking the service.';
  } finally {
    await removeRow(client, row);
  }
}

async function call(client: DataverseClient, row: string, runId: string): Promise<string | null> {
  const { uniqueName, parameters } = CustomApis.startSync;
  try {
    await client.request({
      method: 'POST',
      path: `${row}/Microsoft.Dynamics.CRM.${uniqueName}`,
      purpose: 'setup',
      body: { [parameters.runId.name]: runId },
    });
    return null;
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'refused') return error.message;
    throw error;
  }
}
