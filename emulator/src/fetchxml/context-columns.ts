import { isLookup, type Column } from '../model/column.js';
import type { QueryContext } from '../query/caller.js';
import { propertiesOf } from './columns.js';
import type { Source } from './sources.js';

/**
 * What the context URL of a fetch lists: the root's columns, aliased ones under their own name, each lookup with its navigation
 * property, which is listed once more at the end; nothing when all columns are asked for.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/select-columns
 *
 * @param keyless whether the primary key is left out, as in distinct rows
 */
export function contextColumns(context: QueryContext, root: Source, keyless = false): readonly string[] {
  const { attributes, allAttributes } = root.entity;
  if (allAttributes || attributes.length === 0) return [];
  const names: string[] = [];
  const navigated: string[] = [];
  for (const { name, column, attributeName } of propertiesOf(root)) {
    if (keyless && column.isPrimaryId) continue;
    names.push(attributeName ?? name);
    const navigation = isLookup(column) ? navigationOf(context, root, column) : null;
    if (navigation === null) continue;
    names.push(navigation);
    navigated.push(`${navigation}()`);
  }
  return [...new Set(names), ...new Set(navigated)];
}

/** A customer column has a navigation property per table and is listed without. */
function navigationOf(context: QueryContext, root: Source, column: Column): string | null {
  const found: string[] = [];
  for (const navigation of context.store.model.navigations(root.rows.table).values()) {
    if (navigation.kind === 'single' && navigation.column === column.logicalName) found.push(navigation.name);
  }
  const [only] = found;
  return only !== undefined && found.length === 1 ? only : null;
}
