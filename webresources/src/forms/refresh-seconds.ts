import { SolutionPackage } from '@pmds/contracts/generated/solution-package';

export const defaultRefreshSeconds = 2;

/** Seconds between two readings, from the environment variable of the solution; between 1 and 60. */
export async function refreshSeconds(): Promise<number> {
  const name = SolutionPackage.environmentVariables.progressRefreshSeconds;
  const values = 'environmentvariabledefinition_environmentvariablevalue';
  try {
    const found = await Xrm.WebApi.retrieveMultipleRecords(
      'environmentvariabledefinition',
      `?$select=defaultvalue&$filter=schemaname eq '${name}'&$expand=${values}($select=value)`,
    );
    const [definition] = found.entities as readonly Readonly<Record<string, unknown>>[];
    const [own] = (definition?.[values] ?? []) as readonly { readonly value?: string }[];
    const seconds = Number(own?.value ?? definition?.['defaultvalue'] ?? defaultRefreshSeconds);
    return Number.isFinite(seconds) ? Math.min(60, Math.max(1, seconds)) : defaultRefreshSeconds;
  } catch {
    // Not everybody may read environment variables; the display works without.
    return defaultRefreshSeconds;
  }
}
