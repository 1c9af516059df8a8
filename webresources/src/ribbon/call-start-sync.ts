import { CustomApis } from '@pmds/contracts/generated/custom-apis';

const { uniqueName, boundTable, parameters } = CustomApis.startSync;

/**
 * Executes `pmds_StartSync` on a row. A call that succeeds has been accepted by the service: the webhook behind it is
 * part of the platform's transaction.
 * @throws what `Xrm.WebApi` rejects with, or an `Error` with the text of the answer.
 */
export async function callStartSync(id: string, runId: string): Promise<void> {
  // `getMetadata` belongs on the prototype: everything on the object itself is sent.
  const metadata = {
    getMetadata: () => ({
      boundParameter: 'entity',
      operationType: 0,
      operationName: uniqueName,
      parameterTypes: {
        entity: { typeName: `mscrm.${boundTable}`, structuralProperty: 5 },
        [parameters.runId.name]: { typeName: 'Edm.String', structuralProperty: 1 },
      },
    }),
  };
  const request: unknown = Object.assign(Object.create(metadata), {
    entity: { entityType: boundTable, id },
    [parameters.runId.name]: runId,
  });
  const response = await Xrm.WebApi.online.execute(request);
  if (!response.ok) throw new Error(await response.text());
}
