import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';

/** Reads the input `tables`, for example `lead,contact`: the panes and their order. Anything else shows both. */
export function tablesOf(input: string | null | undefined): readonly SelectableTable[] {
  const named = (input ?? '').split(',').map((part) => part.trim().toLowerCase());
  const known = named.filter((name): name is SelectableTable => (selectableTables as readonly string[]).includes(name));
  const once = [...new Set(known)];
  return once.length > 0 ? once : ['lead', 'contact'];
}
