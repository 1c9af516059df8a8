import type { PrefillColumn, PrefillResponse, PrefillValue } from '@pmds/contracts/prefill';
import type { ColumnPlan } from './columns.js';
import { dateText } from '../values/date-text.js';
import { numberText } from '../values/number-text.js';
import { prefillColumn } from '../values/prefill-column.js';

export type DecodedProfile = Omit<PrefillResponse, 'table'>;

/** The reverse of `mapRow`: stored cells to what a form is told, by column. */
export function decodeCells(
  cells: string,
  columns: readonly ColumnPlan[],
  { wanted, language }: ShownAs = { wanted: null, language: null },
): DecodedProfile {
  const stored = JSON.parse(cells) as readonly (PrefillValue | readonly [string, string])[];
  const values: [string, PrefillValue][] = [];
  const labels: [string, string][] = [];
  const kinds: [string, PrefillColumn][] = [];
  for (const [index, column] of columns.entries()) {
    if (wanted !== null && !wanted.has(column.logicalName)) continue;
    const cell = stored[index] ?? null;
    const { value, label } = decoded(column, cell, language);
    values.push([column.logicalName, value]);
    if (label !== undefined) labels.push([column.logicalName, label]);
    kinds.push([column.logicalName, prefillColumn(column, value)]);
  }
  // Own properties, whatever a column is called.
  return {
    values: Object.fromEntries(values),
    labels: Object.fromEntries(labels),
    columns: Object.fromEntries(kinds),
  };
}

/** Which columns are shown, `null` for all; the LCID of their labels, `null` for the language of the application user. */
interface ShownAs {
  readonly wanted: ReadonlySet<string> | null;
  readonly language: number | null;
}

interface Decoded {
  readonly value: PrefillValue;
  readonly label?: string | undefined;
}

function decoded(column: ColumnPlan, cell: PrefillValue | readonly [string, string], language: number | null): Decoded {
  if (cell === null) return { value: null };
  if (typeof cell === 'object') return { value: cell[0], label: cell[1] };
  switch (column.kind) {
    case 'lookup':
      // Nobody can read an id.
      return { value: null };
    case 'integer':
    case 'number':
      return { value: numberText(String(cell), column.precision) };
    case 'datetime':
      return { value: dateText(String(cell), column.date) };
    default:
      return { value: cell, label: labelOf(column, cell, language) };
  }
}

function labelOf(
  { kind, labels: usual = {}, translations = {} }: ColumnPlan,
  value: string | number | boolean,
  language: number | null,
): string | undefined {
  const own = language === null ? undefined : translations[language];
  const known = (kind === 'choices' ? String(value).split(',') : [String(value)]).map((part) =>
    own !== undefined && Object.hasOwn(own, part) ? own[part] : Object.hasOwn(usual, part) ? usual[part] : undefined,
  );
  // A part of the answer would look like all of it.
  return known.some((label) => label === undefined) ? undefined : known.join('; ');
}
