import { CustomApis } from '@pmds/contracts/generated/custom-apis';
import { refusal, refuseStrangers } from './odata.js';

/** A request of a bound Custom API as `execute` gets it. */
export interface ExecuteRequest {
  readonly entity: { readonly entityType: string; readonly id: string };
  readonly RunId: string;
  readonly TraceIds?: readonly string[];
  getMetadata(): {
    readonly operationName: string;
    readonly boundParameter: string;
    readonly operationType: number;
    readonly parameterTypes: Readonly<
      Record<string, { readonly typeName: string; readonly structuralProperty: number }>
    >;
  };
}

/** https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-webapi/online/execute */
const types: Readonly<Record<string, readonly [typeName: string, kind: number, holds: (value: unknown) => boolean]>> = {
  String: ['Edm.String', 1, (value) => typeof value === 'string'],
  Guid: [
    'Edm.Guid',
    1,
    (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  ],
  Integer: ['Edm.Int32', 1, Number.isInteger],
  StringArray: [
    'Collection(Edm.String)',
    4,
    (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  ],
};

/** Refuses what Dataverse refuses of a call: an API that is not there, another table, a parameter of another name or type. */
export function refuseWrongCall(request: ExecuteRequest): void {
  const metadata = request.getMetadata();
  const api = Object.values(CustomApis).find(({ uniqueName }) => uniqueName === metadata.operationName);
  if (api === undefined || metadata.operationType !== 0) throw wrong(`There is no action ${metadata.operationName}.`);
  if (metadata.boundParameter !== 'entity' || request.entity.entityType !== api.boundTable) {
    throw wrong(`${api.uniqueName} is bound to a row of ${api.boundTable}.`);
  }
  refuseStrangers(request.entity.entityType, request.entity.id);
  const { entity } = metadata.parameterTypes;
  if (entity?.typeName !== `mscrm.${api.boundTable}` || entity.structuralProperty !== 5) throw wrong('entity');
  const parameters = Object.values(api.parameters) as readonly { readonly name: string; readonly type: string }[];
  for (const [name, value] of Object.entries(request)) {
    if (name === 'entity') continue;
    const parameter = parameters.find((each) => each.name === name);
    const [typeName, kind, holds] = types[parameter?.type ?? ''] ?? ['', 0, () => false];
    const said = metadata.parameterTypes[name];
    if (said?.typeName !== typeName || said.structuralProperty !== kind || !holds(value)) throw wrong(name);
  }
}

const wrong = (what: string) => refusal(0x80048d19 | 0, `Error identified in Payload provided by the user: ${what}`);
