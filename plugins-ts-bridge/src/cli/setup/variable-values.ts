import { quoted, rowsOf, textOf } from '../../adapters/dataverse/reporting/json.js';
import type { DataverseClient } from '../../adapters/dataverse/http/client.js';
import { removeRow } from './items/webhook-items.js';

/** Value of an environment variable in this environment. */
export interface VariableValue {
  readonly definitionId: string;
  /** `null` where the environment has no value of its own. */
  readonly valueId: string | null;
  readonly value: string | null;
}

/** @returns `null` where the solution that defines the variable is not imported. */
export async function readVariable(client: DataverseClient, name: string): Promise<VariableValue | null> {
  const filter = encodeURIComponent(`schemaname eq ${quoted(name)}`);
  const definitions = `environmentvariabledefinitions?$select=environmentvariabledefinitionid&$filter=${filter}`;
  const definitionId = textOf(
    rowsOf(await client.get(definitions, { purpose: 'setup' }))[0]?.['environmentvariabledefinitionid'],
  );
  if (definitionId === null) return null;
  const of = encodeURIComponent(`_environmentvariabledefinitionid_value eq ${definitionId}`);
  const row = rowsOf(
    await client.get(`environmentvariablevalues?$select=value&$filter=${of}`, { purpose: 'setup' }),
  )[0];
  return { definitionId, valueId: textOf(row?.['environmentvariablevalueid']), value: textOf(row?.['value']) };
}

export async function writeVariable(
  client: DataverseClient,
  name: string,
  { definitionId, valueId }: VariableValue,
  value: string,
): Promise<void> {
  const bound = { 'EnvironmentVariableDefinitionId@odata.bind': `/environmentvariabledefinitions(${definitionId})` };
  await client.request({
    method: valueId === null ? 'POST' : 'PATCH',
    path: valueId === null ? 'environmentvariablevalues' : `environmentvariablevalues(${valueId})`,
    purpose: 'setup',
    body: valueId === null ? { value, schemaname: name, ...bound } : { value },
  });
}

export async function clearVariable(client: DataverseClient, { valueId }: VariableValue): Promise<void> {
  if (valueId !== null) await removeRow(client, `environmentvariablevalues(${valueId})`);
}
