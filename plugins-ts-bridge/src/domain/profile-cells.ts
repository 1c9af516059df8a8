import type { PrefillValue } from '@pmds/contracts/prefill';
import type { ColumnPlan } from './columns.js';

export interface DecodedProfile {
  readonly values: Readonly<Record<string, PrefillValue>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** The reverse of `mapRow`: stored cells to values by column, with the labels of choices and lookups beside them. */
export function decodeCells(cells: string, columns: readonly ColumnPlan[]): DecodedProfile {
  const values: Record<string, PrefillValue> = {};
  const labels: Record<string, string> = {};
  const stored = JSON.parse(cells) as readonly (PrefillValue | readonly [string, string])[];
  for (const [index, column] of columns.entries()) {
    const cell = stored[index] ?? null;
    if (typeof cell === 'object' && cell !== null) {
      values[column.logicalName] = cell[0];
      labels[column.logicalName] = cell[1];
      continue;
    }
    values[column.logicalName] = cell;
    const label = cell === null ? undefined : labelOf(column, cell);
    if (label !== undefined) labels[column.logicalName] = label;
  }
  return { values, labels };
}

function labelOf(column: ColumnPlan, value: string | number | boolean): string | undefined {
  if (column.kind !== 'choices') return column.labels?.[String(value)];
  const parts = String(value).split(',');
  const known = parts.map((part) => column.labels?.[part]);
  return known.some((label) => label === undefined) ? undefined : known.join('; ');
}
