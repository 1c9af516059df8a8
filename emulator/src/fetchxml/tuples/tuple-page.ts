import type { Row } from '../../data/table-rows.js';
import { comparePlain } from '../../data/ordered-index.js';
import type { Value } from '../../data/value.js';
import type { QueryContext } from '../../query/caller.js';
import { cookieXml } from '../../query/cookie.js';
import { kept } from '../../query/kept-results.js';
import { allRows } from '../../query/page.js';
import { queryError } from '../../query/query-error.js';
import type { OrderTerm } from '../../query/order.js';
import { propertiesOf } from '../columns.js';
import { contextColumns } from '../context-columns.js';
import type { Fetch, FetchOrder } from '../parse/fetch.js';
import { keyTerm, orderTerm } from '../orders.js';
import { sourceWriter } from './row-aggregate.js';
import { rowQuery } from './row-page.js';
import { eachOf, sizeOf, skipOf, type FetchPage } from '../fetch-page.js';
import { columnNamed } from '../scope.js';
import { sourceNamed, tuplesOf, type Source, type Sources, type Tuple } from '../sources.js';
import { tupleTest } from './tuple-filter.js';

interface TupleTerm {
  readonly ordinal: number;
  readonly term: OrderTerm;
}

/**
 * A page of a fetch whose links repeat root rows, or whose order or filter needs linked columns. All tuples are made once and kept
 * for the following pages; a page is a slice by number, because such queries have no cookie that names a position.
 */
export function tuplePage(context: QueryContext, fetch: Fetch, sources: Sources): FetchPage {
  const tuples = allTuples(context, fetch, sources);
  const size = sizeOf(context, fetch);
  const from = skipOf(fetch, size);
  const page = tuples.slice(from, from + size);
  const write = tupleWriter(context, fetch, sources);
  return {
    rowsJson: eachOf(page, write),
    rowCount: page.length,
    more: fetch.top === null && tuples.length > from + size,
    cookie: cookieOf(fetch, sources, page),
    total: fetch.returnTotalRecordCount ? tuples.length : null,
    columns: contextColumns(context, sources.root, isKeyless(fetch, sources)),
  };
}

/** Every tuple of the query, filtered, distinct where asked, in order. */
export function allTuples(context: QueryContext, fetch: Fetch, sources: Sources): readonly Tuple[] {
  const query = rowQuery(context, { ...fetch, entity: { ...fetch.entity, orders: [] } }, sources);
  const isVolatile =
    query.key === null || sources.joined.some((source) => source.filter.isVolatile) || sources.tupleFilters.length > 0;
  const key = isVolatile ? null : JSON.stringify(['tuples', query.key, fetch.entity]);
  return kept(context.store, key, [query.rows, ...query.dependsOn], () => {
    const passes = tupleTest(context, sources);
    let tuples: Tuple[] = [];
    for (const row of allRows(query)) {
      for (const tuple of tuplesOf(sources, row)) if (passes(tuple)) tuples.push(tuple);
    }
    if (fetch.distinct) tuples = distinct(context, fetch, sources, tuples);
    const terms = termsOf(context, fetch, sources);
    return terms.length === 0 ? tuples : sorted(tuples, terms);
  });
}

function sorted(tuples: readonly Tuple[], terms: readonly TupleTerm[]): Tuple[] {
  const keyOf = ({ ordinal, term }: TupleTerm, tuple: Tuple): Value => {
    const row = tuple[ordinal];
    return row === undefined ? null : term.key(row);
  };
  return tuples
    .map((tuple) => ({ tuple, keys: terms.map((term) => keyOf(term, tuple)) }))
    .sort((a, b) => {
      for (let at = 0; at < terms.length; at++) {
        const sign = comparePlain(a.keys[at] ?? null, b.keys[at] ?? null);
        if (sign !== 0) return terms[at]?.term.descending === true ? -sign : sign;
      }
      return 0;
    })
    .map(({ tuple }) => tuple);
}

/** Orders in the order of the document: the root's first, then each link's. */
function termsOf(context: QueryContext, fetch: Fetch, sources: Sources): TupleTerm[] {
  const terms: TupleTerm[] = [];
  for (const source of [sources.root, ...sources.joined]) {
    for (const order of source.entity.orders) terms.push(termOf(context, fetch, sources, source, order));
  }
  const key = { ordinal: 0, term: keyTerm(sources.root.rows) };
  return terms.length === 0 || fetch.distinct ? terms : [...terms, key];
}

function termOf(context: QueryContext, fetch: Fetch, sources: Sources, own: Source, order: FetchOrder): TupleTerm {
  if (order.attribute === null) throw queryError('QueryBuilderAliasNotAllowedForNonAggregateOrderBy');
  const source = order.entityName === null ? own : sourceNamed(sources, order.entityName);
  const column = columnNamed(source.rows.table, order.attribute);
  const term = orderTerm(context, source.rows, column, order.descending, !fetch.rawOrderBy);
  return { ordinal: source.ordinal, term };
}

function distinct(context: QueryContext, fetch: Fetch, sources: Sources, tuples: readonly Tuple[]): Tuple[] {
  const write = tupleWriter(context, fetch, sources);
  const seen = new Map<string, Tuple>();
  for (const tuple of tuples) {
    const text = write(tuple);
    if (!seen.has(text)) seen.set(text, tuple);
  }
  return [...seen.values()];
}

/** Distinct rows without their key have neither key nor etag: two rows may have become one. */
function isKeyless(fetch: Fetch, sources: Sources): boolean {
  const { primaryId } = sources.root.rows.table;
  return (
    fetch.distinct && !fetch.entity.allAttributes && !fetch.entity.attributes.some(({ name }) => name === primaryId)
  );
}

function tupleWriter(context: QueryContext, fetch: Fetch, sources: Sources): (tuple: Tuple) => string {
  const { rows } = sources.root;
  const keyless = isKeyless(fetch, sources);
  const all = [sources.root, ...sources.joined].map((source) => {
    const properties = propertiesOf(source);
    const shown = keyless && source.ordinal === 0 ? properties.filter(({ column }) => !column.isPrimaryId) : properties;
    return sourceWriter(context, source, shown);
  });
  return (tuple) => {
    const root = tuple[0];
    const etag = keyless || root === undefined ? '' : `"@odata.etag":"W/\\"${rows.versionNumber(root)}\\""`;
    const text = all.map((write, at) => (tuple[at] === undefined ? '' : write(tuple[at]))).join('');
    return `{${etag}${etag === '' ? text.slice(1) : text}}`;
  };
}

/** No cookie where the order needs a linked column, or where rows have no key. */
function cookieOf(fetch: Fetch, sources: Sources, page: readonly Tuple[]): string | null {
  const first = page[0]?.[0];
  const last = page[page.length - 1]?.[0];
  const { rows, entity } = sources.root;
  const linkedOrder =
    sources.joined.some((source) => source.entity.orders.length > 0) ||
    entity.orders.some((order) => order.entityName !== null);
  if (first === undefined || last === undefined || linkedOrder || fetch.distinct) return null;
  const names = [...new Set([...entity.orders.map((order) => order.attribute ?? ''), rows.table.primaryId])];
  const value = (row: Row, name: string): Value => rows.value(row, name);
  return cookieXml(
    fetch.page ?? 1,
    names.map((name) => ({ name, last: value(last, name), first: value(first, name) })),
  );
}
