import { CustomApis } from '@pmds/contracts/generated/custom-apis';

type BoundApi = Pick<(typeof CustomApis)[keyof typeof CustomApis], 'uniqueName' | 'boundTable'>;

/** `structuralProperty` of a parameter. https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-webapi/online/execute */
const kinds = { primitive: 1, collection: 4, entity: 5 } as const;
const text = { typeName: 'Edm.String', structuralProperty: kinds.primitive };
const texts = { typeName: 'Collection(Edm.String)', structuralProperty: kinds.collection };

/**
 * Executes a Custom API of ours on a row. A call that succeeds has been accepted by the service: the webhook behind it is
 * part of the platform's transaction.
 * @throws what `Xrm.WebApi` rejects with, or an `Error` with the text of the answer.
 */
async function callOnRow(
  { uniqueName, boundTable }: BoundApi,
  id: string,
  values: Readonly<Record<string, string | readonly string[]>>,
): Promise<void> {
  const types = Object.entries(values).map(
    ([name, value]) => [name, typeof value === 'string' ? text : texts] as const,
  );
  // `getMetadata` belongs on the prototype: everything on the object itself is sent.
  const metadata = {
    getMetadata: () => ({
      boundParameter: 'entity',
      operationType: 0,
      operationName: uniqueName,
      parameterTypes: {
        entity: { typeName: `mscrm.${boundTable}`, structuralProperty: kinds.entity },
        ...Object.fromEntries(types),
      },
    }),
  };
  const request: unknown = Object.assign(Object.create(metadata), {
    entity: { entityType: boundTable, id },
    ...values,
  });
  const response = await Xrm.WebApi.online.execute(request);
  if (!response.ok) throw new Error(await response.text());
}

/** `pmds_StartSync`: a run of the whole sync. */
export function callStartSync(id: string, runId: string): Promise<void> {
  const { startSync: api } = CustomApis;
  return callOnRow(api, id, { [api.parameters.runId.name]: runId });
}

/** `pmds_RetryErrors`: a run of those who failed. @param traceIds Error Traces of those who are meant; `null` for all. */
export function callRetryErrors(id: string, runId: string, traceIds: readonly string[] | null): Promise<void> {
  const { retryErrors: api } = CustomApis;
  const chosen = traceIds === null ? {} : { [api.parameters.traceIds.name]: traceIds };
  return callOnRow(api, id, { [api.parameters.runId.name]: runId, ...chosen });
}
