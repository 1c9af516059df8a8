import type { TableRows } from '../data/table-rows.js';
import type { Value } from '../data/value.js';
import type { QueryContext } from '../query/caller.js';
import { candidatesOf } from '../query/candidates.js';
import { allOf, type Filter, type Hint } from '../query/filter.js';
import { kept } from '../query/kept-results.js';
import type { FetchLink } from './parse/fetch.js';
import { rowFilter } from './tuples/row-filter.js';
import { columnNamed, readFilterOf, rowsNamed } from './scope.js';
import { invalidXml } from './parse/xml.js';

/** Above this many values a hint would cost more than the scan it saves. */
const fewValues = 1_000;

/**
 * A link that only decides whether the parent row is returned: `exists`, `in`, the four inside filters, and `inner` where nothing
 * of the linked row is asked for.
 *
 * `any` and `not all` are true when a linked row passes the link's filters, `not any` when none does, `all` when there are linked
 * rows and none of them passes (the documentation tells to write the opposite of the wanted filter there).
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows#link-entities
 */
export function semiJoin(context: QueryContext, parent: TableRows, link: FetchLink): Filter {
  const rows = rowsNamed(context, link.name);
  const { from, to } = linkColumns(context, parent, link);
  const filter = linkedRowFilter(context, rows, link);
  const matched = valuesOf(context, rows, from, link, filter, true);
  const slot = parent.slot(to);
  const value = (row: readonly Value[]): Value => (slot < 0 ? null : (row[slot] ?? null));
  const { isVolatile } = filter;
  if (link.linkType === 'not any') return { test: (row) => !matched.has(value(row)), hints: [], isVolatile };
  if (link.linkType === 'all') {
    const related = valuesOf(context, rows, from, link, readFilterOf(context, rows), false);
    return { test: (row) => related.has(value(row)) && !matched.has(value(row)), hints: [], isVolatile };
  }
  const hints: Hint[] = [];
  if (to === parent.table.primaryId) hints.push({ kind: 'ids', ids: matched });
  else if (matched.size <= fewValues) hints.push({ kind: 'among', column: to, values: [...matched] });
  return { test: (row) => matched.has(value(row)), hints, isVolatile };
}

/** The two columns a link joins, checked. */
export function linkColumns(
  context: QueryContext,
  parent: TableRows,
  link: FetchLink,
): { readonly from: string; readonly to: string } {
  const rows = rowsNamed(context, link.name);
  if (link.from === null || link.to === null) {
    throw invalidXml(`Invalid XML. The link-entity '${link.name}' needs the attributes 'from' and 'to'.`);
  }
  columnNamed(rows.table, link.from);
  columnNamed(parent.table, link.to);
  return { from: link.from, to: link.to };
}

/** What a linked row has to pass: the link's filters, its own inner links, and the caller's rights. */
export function linkedRowFilter(context: QueryContext, rows: TableRows, link: FetchLink): Filter {
  const readable = readFilterOf(context, rows);
  return allOf([
    ...link.filters.map((filter) => rowFilter(context, rows, filter)),
    ...link.links.filter((inner) => inner.linkType !== 'outer').map((inner) => semiJoin(context, rows, inner)),
    ...(readable === null ? [] : [readable]),
  ]);
}

function valuesOf(
  context: QueryContext,
  rows: TableRows,
  from: string,
  link: FetchLink,
  filter: Filter | null,
  withFilter: boolean,
): ReadonlySet<Value> {
  const { store, caller } = context;
  const key =
    filter?.isVolatile === true
      ? null
      : JSON.stringify(['semi', store.model.version, caller.rightsKey, withFilter, from, link]);
  return kept(store, key, tablesOf(context, link), () => {
    const slot = rows.slot(from);
    const values = new Set<Value>();
    if (slot < 0) return values;
    for (const row of (filter === null ? null : candidatesOf(rows, filter.hints))?.rows() ?? rows.all()) {
      const value = row[slot] ?? null;
      if (value !== null && (filter === null || filter.test(row))) values.add(value);
    }
    return values;
  });
}

/** Every table that a link looks at, at any depth. */
export function tablesOf(context: QueryContext, link: FetchLink): TableRows[] {
  const inFilters = (filters: FetchLink['filters']): FetchLink[] =>
    filters.flatMap((filter) => [...filter.links, ...inFilters(filter.filters)]);
  const inner = [...link.links, ...inFilters(link.filters)];
  return [rowsNamed(context, link.name), ...inner.flatMap((next) => tablesOf(context, next))];
}
