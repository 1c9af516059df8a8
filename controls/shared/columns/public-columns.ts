import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { parsePublicColumns, type PublicColumns } from '@pmds/contracts/fields/public-columns';
import { callWebApi, isObject } from '../web-api';

const values = 'environmentvariabledefinition_environmentvariablevalue';

/**
 * The columns that links may show, from the environment variable of the solution. Whoever may not read it is told by the
 * default; what a link really shows is decided by the service.
 */
export async function readPublicColumns(signal: AbortSignal): Promise<PublicColumns> {
  const name = SolutionPackage.environmentVariables.publicColumns;
  const query = `$select=defaultvalue&$filter=schemaname eq '${name}'&$expand=${values}($select=value)`;
  try {
    const body: unknown = await callWebApi(`environmentvariabledefinitions?${query}`, { signal });
    const [definition] = rowsOf(isObject(body) ? body['value'] : null);
    const [own] = rowsOf(definition?.[values]);
    const text = own?.['value'] ?? definition?.['defaultvalue'];
    const parsed = parsePublicColumns(typeof text === 'string' ? text : '');
    return 'allowed' in parsed ? parsed.allowed : new Set();
  } catch {
    return null;
  }
}

function rowsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
