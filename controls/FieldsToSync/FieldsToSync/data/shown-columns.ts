import { type Column, missingColumn } from '../../../shared/columns/catalogue';
import type { Choice } from './choice';

interface Filter {
  readonly search: string;
  readonly chosenOnly: boolean;
}

/**
 * The rows of a pane. Chosen columns that the table no longer has come first, so that they are seen and can be removed.
 * With `chosenOnly` the order is the stored one, in which columns can be moved.
 */
export function shownColumns(catalogue: readonly Column[], choice: Choice, filter: Filter): readonly Column[] {
  const byName = new Map(catalogue.map((column) => [column.logicalName, column]));
  const all = filter.chosenOnly
    ? choice.map((name) => byName.get(name) ?? missingColumn(name))
    : [...choice.filter((name) => !byName.has(name)).map(missingColumn), ...catalogue];
  const words = filter.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all.filter((column) => {
    const text = `${column.displayName} ${column.logicalName}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The names among `columns` that may be added. */
export function choosable(columns: readonly Column[]): readonly string[] {
  return columns.filter((column) => column.obstacle === null).map((column) => column.logicalName);
}
