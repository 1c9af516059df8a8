import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';
import { quoted, rowsOf, textOf } from '../json.js';

/** Solutions this service works with: from the first (inclusive) to the second (exclusive). */
const supportedSolutions = { from: '1.0.0.0', before: '2.0.0.0' } as const;

/** Version of the imported solution, `null` where it is not imported. */
export async function importedSolutionVersion(
  client: DataverseClient,
  call: Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>,
): Promise<string | null> {
  const filter = encodeURIComponent(`uniquename eq ${quoted(SolutionPackage.uniqueName)}`);
  const answer = await client.get(`solutions?$select=version&$filter=${filter}`, call);
  return textOf(rowsOf(answer)[0]?.['version']);
}

/** One sentence on why service and solution do not fit, `null` when they do. */
export function incompatibility(version: string | null): string | null {
  const { from, before } = supportedSolutions;
  const range = `this service works with ${from} up to, not including, ${before}`;
  if (version === null) return `The solution ${SolutionPackage.uniqueName} is not imported; ${range}.`;
  if (compareVersions(version, from) >= 0 && compareVersions(version, before) < 0) return null;
  return `The solution ${SolutionPackage.uniqueName} has version ${version}; ${range}.`;
}

/** Dataverse versions: up to four numbers, missing ones are 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 4; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
