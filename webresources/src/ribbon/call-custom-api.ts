import { CustomApis } from '@pmds/contracts/generated/custom-apis';

type BoundApi = Pick<(typeof CustomApis)[keyof typeof CustomApis], 'uniqueName' | 'boundTable'>;

/** `structuralProperty` of a parameter. https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-webapi/online/execute */
const kinds = { primitive: 1, collection: 4, entity: 5 } as const;
const text = { typeName: 'Edm.String', structuralProperty: kinds.primitive };
const texts = { typeName: 'Collection(Edm.String)', structuralProperty: kinds.collection };
const guid = { typeName: 'Edm.Guid', structuralProperty: kinds.primitive };

/** The type of a parameter as `getMetadata` has to name it, by its type in the Custom API. */
const typeOf = { String: text, StringArray: texts, Guid: guid } as const;

interface Argument {
  readonly parameter: { readonly name: string; readonly type: keyof typeof typeOf };
  readonly value: string | readonly string[];
}

/**
 * Executes a Custom API of ours on a row. A call that succeeds has been accepted by the service: the webhook behind it is
 * part of the platform's transaction.
 * @throws what `Xrm.WebApi` rejects with, or an `Error` with the text of the answer.
 */
async function callOnRow({ uniqueName, boundTable }: BoundApi, id: string, given: readonly Argument[]): Promise<void> {
  const types = given.map(({ parameter }) => [parameter.name, typeOf[parameter.type]] as const);
  const values = Object.fromEntries(given.map(({ parameter, value }) => [parameter.name, value]));
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

/** `pmds_StartSync`: a run of the whole sync. @param confirm The stopped run whose numbers the user has confirmed. */
export function callStartSync(id: string, runId: string, confirm: string | null): Promise<void> {
  const { startSync: api } = CustomApis;
  const confirmed = confirm === null ? [] : [{ parameter: api.parameters.confirm, value: confirm }];
  return callOnRow(api, id, [{ parameter: api.parameters.runId, value: runId }, ...confirmed]);
}

/** `pmds_RetryErrors`: a run of those who failed. @param traceIds Error Traces of those who are meant; `null` for all. */
export function callRetryErrors(id: string, runId: string, traceIds: readonly string[] | null): Promise<void> {
  const { retryErrors: api } = CustomApis;
  const chosen = traceIds === null ? [] : [{ parameter: api.parameters.traceIds, value: traceIds }];
  return callOnRow(api, id, [{ parameter: api.parameters.runId, value: runId }, ...chosen]);
}
