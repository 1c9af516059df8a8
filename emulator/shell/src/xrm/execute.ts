import { readTable } from '../server/definitions';
import { apiRoot, call } from '../server/web-api';
import { plainText } from '../server/plain-text';

interface Reference {
  readonly entityType: string;
  readonly id: string;
}

interface RequestMetadata {
  readonly boundParameter?: string | null;
  /** 0 action, 1 function, 2 one of the CRUD operations. */
  readonly operationType: number;
  readonly operationName: string;
  readonly parameterTypes: Readonly<Record<string, { readonly typeName: string; readonly structuralProperty: number }>>;
}

/** A request of `Xrm.WebApi.online.execute`: its values, and on its prototype what they mean. */
type ExecuteRequest = Readonly<Record<string, unknown>> & { getMetadata(): RequestMetadata };

const id = (reference: Reference): string => reference.id.replace(/[{}]/g, '').toLowerCase();
const pathOf = async (reference: Reference): Promise<string> =>
  `${(await readTable(reference.entityType)).entitySetName}(${id(reference)})`;

/**
 * Runs an action, a function, or an associate or disassociate.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-webapi/online/execute
 * @throws PlatformError, with `errorCode` and `message` as scripts expect them
 */
export async function execute(request: ExecuteRequest): Promise<Response> {
  const metadata = request.getMetadata();
  if (metadata.operationType === 2) return runCrud(request, metadata.operationName);
  const bound = metadata.boundParameter;
  const parameters = Object.keys(metadata.parameterTypes).filter(
    (name) => name !== bound && request[name] !== undefined,
  );
  let path = metadata.operationName;
  if (typeof bound === 'string') path = `${await pathOf(request[bound] as Reference)}/Microsoft.Dynamics.CRM.${path}`;
  if (metadata.operationType === 1) return call('GET', `${path}${functionArguments(request, parameters)}`);
  const values = await Promise.all(parameters.map(async (name) => [name, await bodyValue(request[name])] as const));
  return call('POST', path, Object.fromEntries(values));
}

/** One after the other; inner lists are change sets on the platform and run in their order here. */
export async function executeMultiple(
  requests: readonly (ExecuteRequest | readonly ExecuteRequest[])[],
): Promise<Response[]> {
  const responses: Response[] = [];
  const flat: readonly ExecuteRequest[] = requests.flatMap((request) => request);
  for (const request of flat) responses.push(await execute(request));
  return responses;
}

async function runCrud(request: ExecuteRequest, operation: string): Promise<Response> {
  const target = request['target'] as Reference;
  const relationship = String(request['relationship']);
  if (operation === 'Associate') {
    let response: Response | null = null;
    for (const related of request['relatedEntities'] as readonly Reference[]) {
      const body = { '@odata.id': `${location.origin}${apiRoot}${await pathOf(related)}` };
      response = await call('POST', `${await pathOf(target)}/${relationship}/$ref`, body);
    }
    if (response === null) throw new Error('Associate names no related rows.');
    return response;
  }
  if (operation === 'Disassociate') {
    const related = request['relatedEntityId'];
    const far = related === undefined ? '' : `(${plainText(related).replace(/[{}]/g, '').toLowerCase()})`;
    return call('DELETE', `${await pathOf(target)}/${relationship}${far}/$ref`);
  }
  throw new Error(`The app shell does not implement the operation ${operation} of Xrm.WebApi.online.execute.`);
}

function functionArguments(request: ExecuteRequest, names: readonly string[]): string {
  const aliases = names.map((name, index) => `${name}=@p${index + 1}`).join(',');
  const literals = names.map((name, index) => `@p${index + 1}=${encodeURIComponent(literal(request[name]))}`).join('&');
  return `(${aliases})${literals === '' ? '' : `?${literals}`}`;
}

function literal(value: unknown): string {
  return typeof value === 'string' && !/^[0-9a-f-]{36}$/i.test(value)
    ? `'${value.replaceAll("'", "''")}'`
    : String(value);
}

/** A row as a parameter travels as its type and key. */
async function bodyValue(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null || !('entityType' in value)) return value;
  const reference = value as Reference;
  const table = await readTable(reference.entityType);
  return { '@odata.type': `Microsoft.Dynamics.CRM.${table.logicalName}`, [table.primaryId]: id(reference) };
}
