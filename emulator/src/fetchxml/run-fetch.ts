import { pageLimit, type QueryContext } from '../query/caller.js';
import { fetchCookieAnnotation } from '../query/cookie.js';
import { queryError } from '../query/query-error.js';
import { utf8Of } from '../query/values/utf8-text.js';
import { runAggregate } from './tuples/aggregate.js';
import { checkAliases } from './aliases.js';
import type { Fetch } from './parse/fetch.js';
import { FetchAnswer } from './fetch-answer.js';
import { checkLimits } from './parse/limits.js';
import type { FetchPage } from './fetch-page.js';
import { parseFetch } from './parse/parse-fetch.js';
import { resolveLinks } from './resolve-links.js';
import { rowsNamed } from './scope.js';
import { sourcesOf, type Sources } from './sources.js';
import { rowPage } from './tuples/row-page.js';
import { allTuples, tuplePage } from './tuples/tuple-page.js';

const annotation = (name: string): string => `@Microsoft.Dynamics.CRM.${name}`;

/**
 * Answers `GET <set>?fetchXml=…`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/retrieve-data
 * @param entitySetName the set in the URL; it has to be the one of the fetch's entity
 * @param counted whether `$count=true` stood beside the fetch
 */
export function answerFetch(
  context: QueryContext,
  entitySetName: string,
  fetchXml: string,
  counted = false,
): FetchAnswer {
  const parsed = readFetch(context, fetchXml);
  const fetch: Fetch = counted ? { ...parsed, returnTotalRecordCount: true } : parsed;
  const table = rowsNamed(context, fetch.entity.name).table;
  if (table.entitySetName !== entitySetName) {
    throw queryError(
      'QueryBuilderEntitiesDontMatch',
      `The fetch is on entity '${table.logicalName}', whose set is '${table.entitySetName}', not '${entitySetName}'.`,
    );
  }
  const columns = fetch.entity.attributes.map((attribute) => attribute.name);
  context.onPage?.({ phase: 'before', table: table.logicalName, columns, rowCount: 0 });
  const page = fetchPage(context, fetch);
  // Written first: what happens after the page must not be seen in it.
  const body = utf8Of(bodyOf(context, entitySetName, fetch, page));
  context.onPage?.({ phase: 'after', table: table.logicalName, columns, rowCount: page.rowCount });
  return new FetchAnswer(body, applied(context));
}

function applied(context: QueryContext): string[] {
  return context.maxPageSize === undefined ? [] : [`odata.maxpagesize=${context.maxPageSize}`];
}

/** Reads a query and finds what its links mean. @throws DataverseError 400 */
function readFetch(context: QueryContext, fetchXml: string): Fetch {
  const fetch = parseFetch(fetchXml);
  checkLimits(fetch);
  checkAliases(fetch);
  return resolveLinks(context, fetch);
}

/** Evaluates one page of a parsed fetch. */
function fetchPage(context: QueryContext, fetch: Fetch): FetchPage {
  if (fetch.aggregate) return runAggregate(context, fetch);
  const sources = sourcesOf(context, fetch);
  return needsTuples(fetch, sources) ? tuplePage(context, fetch, sources) : rowPage(context, fetch, sources);
}

function needsTuples(fetch: Fetch, sources: Sources): boolean {
  if (sources.tupleFilters.length > 0) return true;
  if (sources.joined.some((source) => !source.isToOne || source.entity.orders.length > 0)) return true;
  if (fetch.entity.orders.some((order) => order.entityName !== null)) return true;
  // Inner links to one row restrict the root: decided with the row in hand, which only tuples have.
  if (sources.joined.some((source) => !source.isOuter)) return true;
  const key = sources.root.rows.table.primaryId;
  return fetch.distinct && !fetch.entity.allAttributes && !fetch.entity.attributes.some(({ name }) => name === key);
}

function* bodyOf(context: QueryContext, entitySetName: string, fetch: Fetch, page: FetchPage): Iterable<string> {
  const { annotations, serviceRoot, store } = context;
  const select = page.columns.length > 0 ? `(${page.columns.join(',')})` : '';
  const head = [`"@odata.context":${JSON.stringify(`${serviceRoot}$metadata#${entitySetName}${select}`)}`];
  const add = (name: string, value: string): void => {
    if (annotations(annotation(name).slice(1))) head.push(`${JSON.stringify(annotation(name))}:${value}`);
  };
  const limit = pageLimit;
  if (page.total !== null) head.push(`"@odata.count":${String(Math.min(page.total, limit))}`);
  add('totalrecordcount', page.total === null ? '-1' : String(Math.min(page.total, limit)));
  add('totalrecordcountlimitexceeded', String(page.total !== null && page.total > limit));
  add('globalmetadataversion', JSON.stringify(String(store.model.version)));
  if (page.more) {
    const next = (fetch.page ?? 1) + 1;
    if (page.cookie !== null) add('fetchxmlpagingcookie', JSON.stringify(fetchCookieAnnotation(next, page.cookie)));
    add('morerecords', 'true');
  }
  yield `{${head.join(',')},"value":[`;
  let between = '';
  for (const row of page.rowsJson) {
    yield between + row;
    between = ',';
  }
  yield ']}';
}

/** Primary keys of all rows a fetch finds, in its order, without pages: what a dynamic marketing list means by members. */
export function idsOfFetch(context: QueryContext, fetchXml: string): string[] {
  const parsed = readFetch(context, fetchXml);
  const rows = rowsNamed(context, parsed.entity.name);
  const fetch: Fetch = {
    ...parsed,
    distinct: true,
    top: null,
    count: null,
    page: null,
    pagingCookie: null,
    entity: { ...parsed.entity, attributes: [], orders: [], allAttributes: true },
  };
  const sources = sourcesOf(context, fetch);
  const found = new Set<string>();
  for (const [row] of allTuples(context, fetch, sources)) if (row !== undefined) found.add(rows.id(row));
  return [...found];
}
