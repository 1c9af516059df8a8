import type { Row, TableRows } from '../../data/table-rows.js';
import { isLookup, propertyName } from '../../model/column.js';
import type { Navigation } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';
import { pageLimit, type QueryContext } from '../../query/caller.js';
import { cookieXml, skipToken } from '../../query/cookie.js';
import { allOf, everything, type Filter } from '../../query/filter.js';
import { compareKeys, type OrderTerm } from '../../query/order.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { EntityWriter, Place, entityWriter } from '../entity-writer.js';
import type { ExpandItem } from './expand-options.js';
import { relatedRows } from '../filter/lambda.js';
import { orderTerms } from '../filter/order-by.js';
import { parseFilter } from '../filter/parse-filter.js';
import { topOf } from '../top.js';

type Collection = Exclude<Navigation, { kind: 'single' }>;

/**
 * Writes an expanded collection. Alone, it is given whole with a link to the same rows; where expands are nested it is paged by
 * `odata.maxpagesize` with a link that goes on behind the page, present as soon as the page is full.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/join-tables#expand-collection-valued-navigation-properties
 * @param writerOf makes the writer of the rows inside
 */
export function collectionWriter(
  context: QueryContext,
  rows: TableRows,
  item: ExpandItem,
  navigation: Collection,
  place: Place,
  writerOf: typeof entityWriter,
): EntityWriter {
  const others = context.store.rows(navigation.table);
  const { test } = filterOf(context, others, item);
  const order = orderTerms(context, others, item.options.get('$orderby'));
  const top = topOf(item.options.get('$top'));
  const isPaged = place.nested || place.below === 'row';
  const limit = top ?? (isPaged ? context.maxPageSize : undefined) ?? pageLimit;
  const shape = { select: item.options.get('$select'), expand: item.options.get('$expand') };
  const write = writerOf(context, others, shape, placeInside(place, others.table, navigation));
  const links = linksOf(context, rows, item, place, order);
  const related = relatedRows(context, rows, others, navigation);
  const key = JSON.stringify(item.navigation);
  const nextKey = JSON.stringify(`${item.navigation}@odata.nextLink`);
  return (row) => {
    const found = [...related(row)]
      .filter(test)
      .map((other) => ({ other, keys: order.map((term) => term.key(other)) }))
      .sort((a, b) => compareKeys(order, a.keys, b.keys))
      .map(({ other }) => other);
    const page = found.slice(0, limit);
    const link = links(row, page, found.length);
    const next = link === null ? '' : `,${nextKey}:${JSON.stringify(link)}`;
    return `,${key}:[${page.map(write).join(',')}]${next}`;
  };
}

/** Rows below a set carry the lookup that ties them to their parent; nested ones nothing but what was selected. */
function placeInside(place: Place, table: Table, navigation: Collection): Place {
  const { below, nested } = place;
  const column = navigation.kind === 'collection' ? table.columns.get(navigation.column) : undefined;
  const tied = below !== 'row' && !nested && column !== undefined && isLookup(column);
  const hasEtag = below === 'row' || !nested;
  return { below, nested, depth: place.depth + 1, hasEtag, lookups: tied ? [propertyName(column)] : [] };
}

function filterOf(context: QueryContext, others: TableRows, item: ExpandItem): Filter {
  const readable = context.caller.readFilter(others.table);
  const text = item.options.get('$filter');
  return allOf([
    text === undefined
      ? everything
      : compileFilter(context, { rows: others, variable: null }, parseFilter(text, new Map())),
    ...(readable === null ? [] : [{ test: (row: Row) => readable(row, others), hints: [], isVolatile: false }]),
  ]);
}

/** Says where the collection of a row, or the rest of it, can be read: null when the answer has no link. */
type Links = (row: Row, page: readonly Row[], found: number) => string | null;

function linksOf(
  context: QueryContext,
  rows: TableRows,
  item: ExpandItem,
  place: Place,
  order: readonly OrderTerm[],
): Links {
  const options = [...item.options].map(([name, value]) => `${name}=${readable(value)}`);
  const pathOf = (row: Row): string =>
    `${context.serviceRoot}${rows.table.entitySetName}(${rows.id(row)})/${item.navigation}`;
  if (item.options.has('$top') || (place.below === 'related' && !place.nested)) return () => null;
  if (!place.nested) {
    return (row, page, found) =>
      place.below === 'row' && found <= page.length ? null : withOptions(pathOf(row), options);
  }
  const limit = context.maxPageSize ?? pageLimit;
  return (row, page) => {
    const first = page[0];
    const last = page[page.length - 1];
    if (first === undefined || last === undefined || page.length < limit) return null;
    const columns = order.map((term) => ({ name: term.name, last: term.raw(last), first: term.raw(first) }));
    return withOptions(pathOf(row), [...options, `$skiptoken=${skipToken(2, cookieXml(1, columns))}`]);
  };
}

function withOptions(path: string, options: readonly string[]): string {
  return options.length === 0 ? path : `${path}?${options.join('&')}`;
}

/** The documentation's links keep everything readable that a URL allows. */
function readable(value: string): string {
  return encodeURI(value).replace(/[#&+]/g, encodeURIComponent);
}
