import type { Row } from '../../data/table-rows.js';
import { pageLimit, type QueryContext } from '../../query/caller.js';
import { cookieXml, readCookie } from '../../query/cookie.js';
import { allOf } from '../../query/filter.js';
import { queryError } from '../../query/query-error.js';
import { countRows, pageOf, type PageStart, type RowQuery } from '../../query/page.js';
import type { OrderTerm } from '../../query/order.js';
import { propertiesOf } from '../columns.js';
import { contextColumns } from '../context-columns.js';
import type { Fetch } from '../parse/fetch.js';
import { keyTerm, orderTerm } from '../orders.js';
import { sourceWriter } from './row-aggregate.js';
import { columnNamed } from '../scope.js';
import { tablesOf } from '../semi-join.js';
import { tuplesOf, type Sources } from '../sources.js';
import { eachOf, sizeOf, skipOf, type FetchPage } from '../fetch-page.js';

/** A page of a fetch whose result has each root row at most once, in an order of the root's own columns: the fast path. */
export function rowPage(context: QueryContext, fetch: Fetch, sources: Sources): FetchPage {
  const query = rowQuery(context, fetch, sources);
  const { order } = query;
  const size = sizeOf(context, fetch);
  const { rows, more } = pageOf(query, size, startOf(fetch, order, size));
  const first = rows[0];
  const last = rows[rows.length - 1];
  const cookie =
    first === undefined || last === undefined
      ? null
      : cookieXml(
          fetch.page ?? 1,
          order.map((term) => ({ name: term.name, last: term.raw(last), first: term.raw(first) })),
        );
  const write = rowJsonWriter(context, sources);
  return {
    rowsJson: eachOf(rows, write),
    rowCount: rows.length,
    more: more && fetch.top === null,
    cookie,
    total: fetch.returnTotalRecordCount ? countRows(query, pageLimit + 1) : null,
    columns: contextColumns(context, sources.root),
  };
}

/** The root rows of a fetch as a row query. */
export function rowQuery(context: QueryContext, fetch: Fetch, sources: Sources): RowQuery {
  const { rows } = sources.root;
  const filter = allOf(sources.filters);
  const dependsOn = fetch.entity.links.flatMap((link) => tablesOf(context, link));
  const inFilters = fetch.entity.filters.flatMap(function links(inner): typeof dependsOn {
    return [...inner.links.flatMap((link) => tablesOf(context, link)), ...inner.filters.flatMap(links)];
  });
  const { entity } = fetch;
  const key = filter.isVolatile
    ? null
    : JSON.stringify([
        'fetch',
        context.store.model.version,
        context.caller.rightsKey,
        context.caller.languageId,
        fetch.rawOrderBy,
        fetch.distinct,
        { ...entity, attributes: [] },
      ]);
  const order = ordersOf(context, fetch, sources);
  return { store: context.store, rows, filter, order, key, dependsOn: [...dependsOn, ...inFilters] };
}

/** The order of root rows, ended by the primary key so that it is total. */
function ordersOf(context: QueryContext, fetch: Fetch, sources: Sources): OrderTerm[] {
  const { rows } = sources.root;
  const terms: OrderTerm[] = [];
  for (const order of fetch.entity.orders) {
    if (order.attribute === null) {
      throw queryError('QueryBuilderAliasNotAllowedForNonAggregateOrderBy');
    }
    const column = columnNamed(rows.table, order.attribute);
    if (column.isPrimaryId) return [...terms, keyTerm(rows, order.descending)];
    terms.push(orderTerm(context, rows, column, order.descending, !fetch.rawOrderBy));
  }
  return [...terms, keyTerm(rows)];
}

/** Where the page begins. @throws DataverseError 400 for a page without cookie that lies too far back. */
function startOf(fetch: Fetch, order: readonly OrderTerm[], size: number): PageStart {
  const page = fetch.page ?? 1;
  if (page > 1 && fetch.pagingCookie !== null && fetch.pagingCookie !== '') {
    const cookie = readCookie(fetch.pagingCookie);
    if (!order.every((term) => cookie.last.has(term.name))) throw queryError('QueryBuilderPagingOrderBy');
    const after = order.map((term) => cookie.last.get(term.name) ?? null);
    if (page > cookie.page) return { after, skip: (page - cookie.page - 1) * size };
  }
  return { skip: skipOf(fetch, size) };
}

/** JSON of a root row with the columns of the rows joined to it. */
function rowJsonWriter(context: QueryContext, sources: Sources): (row: Row) => string {
  const { rows } = sources.root;
  const root = sourceWriter(context, sources.root, propertiesOf(sources.root));
  if (sources.joined.length === 0) return (row) => `{"@odata.etag":"W/\\"${rows.versionNumber(row)}\\""${root(row)}}`;
  const joined = sources.joined.map((source) => sourceWriter(context, source, propertiesOf(source)));
  return (row) => {
    const [tuple] = tuplesOf(sources, row);
    let text = `{"@odata.etag":"W/\\"${rows.versionNumber(row)}\\""${root(row)}`;
    joined.forEach((write, at) => {
      const match = tuple?.[at + 1];
      if (match !== undefined) text += write(match);
    });
    return `${text}}`;
  };
}
