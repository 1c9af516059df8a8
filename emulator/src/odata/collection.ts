import type { TableRows } from '../data/table-rows.js';
import { DataverseError, malformed } from '../model/dataverse-error.js';
import { pageLimit, type QueryContext } from '../query/caller.js';
import { cookieXml, readSkipToken, skipToken, type PagingCookie } from '../query/cookie.js';
import { allOf, everything, type Filter } from '../query/filter.js';
import type { OrderTerm } from '../query/order.js';
import { countRows, pageOf, type PageStart, type RowQuery } from '../query/page.js';
import { jsonAnswer, type ReadAnswer } from './answer.js';
import { applyAnswer } from './apply/apply.js';
import { compileFilter, countConditions } from './filter/compile-filter.js';
import { contextShape, entityWriter } from './entity-writer.js';
import { orderTerms } from './filter/order-by.js';
import { parseFilter } from './filter/parse-filter.js';
import { nextQuery, type QueryOptions } from './query-options.js';
import { selectedProperties } from './select.js';
import { topOf } from './top.js';

/** A collection to read: a whole set, or the related rows of one row. */
export interface Collection {
  readonly rows: TableRows;
  /** Raw path below the service root, for next links. */
  readonly path: string;
  /** Restricts the set to related rows; null for the whole set. */
  readonly related: Filter | null;
  /** The same restriction as FetchXML that stands inside the entity; left out for the whole set. */
  readonly relatedFetch?: string;
}

const mostConditions = 500;

/** Answers `GET contacts?$select=…` and `GET accounts(id)/contact_customer_accounts?…`. */
export function readCollection(context: QueryContext, collection: Collection, options: QueryOptions): ReadAnswer {
  const { rows } = collection;
  const { values } = options;
  const filter = filterOf(context, collection, options);
  const apply = values.get('$apply');
  if (apply !== undefined) return applyAnswer(context, rows, filter, apply, options);
  const { table } = rows;
  const columns = (values.get('$select') === undefined ? [] : selectedProperties(table, values.get('$select')))
    .filter(({ column }) => !column.isPrimaryId)
    .map(({ column }) => column.logicalName);
  context.onPage?.({ phase: 'before', table: table.logicalName, columns, rowCount: 0 });
  const page = pageAnswer(context, collection, options, filter);
  context.onPage?.({ phase: 'after', table: table.logicalName, columns, rowCount: page.rowCount });
  const preferenceApplied = context.maxPageSize === undefined ? [] : [`odata.maxpagesize=${context.maxPageSize}`];
  return jsonAnswer(page.body, { preferenceApplied });
}

/** Answers `GET contacts/$count`: plain text, at most 5,000. */
export function countCollection(context: QueryContext, collection: Collection, options: QueryOptions): number {
  const stranger = [...options.values.keys()].find((name) => name !== '$filter');
  if (stranger !== undefined) throw malformed(`The query option '${stranger}' cannot be used with /$count.`);
  return countRows(queryOf(context, collection, options, filterOf(context, collection, options)), pageLimit);
}

function filterOf(context: QueryContext, { rows, related }: Collection, options: QueryOptions): Filter {
  const readable = context.caller.readFilter(rows.table);
  const text = options.values.get('$filter');
  const parts: Filter[] = [];
  if (readable !== null) parts.push({ test: (row) => readable(row, rows), hints: [], isVolatile: false });
  if (related !== null) parts.push(related);
  if (text !== undefined) {
    const expression = parseFilter(text, options.aliases);
    if (countConditions(expression) > mostConditions) {
      throw new DataverseError(400, '0x8004430C', 'Number of conditions in query exceeded maximum limit.');
    }
    parts.push(compileFilter(context, { rows, variable: null }, expression));
  }
  return parts.length === 0 ? everything : allOf(parts);
}

function queryOf(context: QueryContext, collection: Collection, options: QueryOptions, filter: Filter): RowQuery {
  const { rows, path, related } = collection;
  const { store, caller } = context;
  const order = orderTerms(context, rows, options.values.get('$orderby'));
  const followsLookups = order.some((term) => term.name.includes('/'));
  const isKept = !filter.isVolatile && !followsLookups && related === null;
  const { values, aliases } = options;
  const parts = [
    'odata',
    store.model.version,
    caller.rightsKey,
    path,
    values.get('$filter'),
    values.get('$orderby'),
    [...aliases],
  ];
  return { store, rows, filter, order, dependsOn: [], key: isKept ? JSON.stringify(parts) : null };
}

function pageAnswer(
  context: QueryContext,
  collection: Collection,
  options: QueryOptions,
  filter: Filter,
): { readonly body: string; readonly rowCount: number } {
  const { rows, path } = collection;
  const { values } = options;
  const query = queryOf(context, collection, options, filter);
  // $top is ignored where the caller also asks for pages of a size.
  const top = context.maxPageSize === undefined ? topOf(values.get('$top')) : undefined;
  const size = Math.min(top ?? context.maxPageSize ?? pageLimit, pageLimit);
  const token = values.get('$skiptoken');
  const cookie = token === undefined ? null : readSkipToken(token);
  const page = size === 0 ? { rows: [], more: false } : pageOf(query, size, startOf(cookie, query.order, size));
  const asked = { select: values.get('$select'), expand: values.get('$expand') };
  const write = entityWriter(context, rows, asked, collection.related === null ? 'set' : 'related');
  const text = page.rows.map(write).join(',');
  const shape = contextShape(asked.select, asked.expand);
  const head = headOf(context, query, options, `${rows.table.entitySetName}${shape}`);
  const next = page.more && top === undefined ? nextLink(context, path, options, query.order, page.rows, cookie) : null;
  const tail = next === null ? '' : `,"@odata.nextLink":${JSON.stringify(next)}`;
  return { body: `{${head},"value":[${text}]${tail}}`, rowCount: page.rows.length };
}

/** Annotations before `value`, in the order of the documentation's examples. */
function headOf(context: QueryContext, query: RowQuery, options: QueryOptions, shape: string): string {
  const { annotations, serviceRoot, store } = context;
  const counts = options.values.get('$count');
  if (counts !== undefined && counts !== 'true' && counts !== 'false') {
    throw malformed(
      `Invalid value '${counts.slice(0, 50)}' for $count query option found. Valid values are 'true' and 'false'.`,
    );
  }
  const total = counts === 'true' ? countRows(query, pageLimit + 1) : -1;
  const parts = [`"@odata.context":${JSON.stringify(`${serviceRoot}$metadata#${shape}`)}`];
  if (total >= 0) parts.push(`"@odata.count":${Math.min(total, pageLimit)}`);
  const add = (name: string, value: string): void => {
    if (annotations(`Microsoft.Dynamics.CRM.${name}`)) parts.push(`"@Microsoft.Dynamics.CRM.${name}":${value}`);
  };
  add('totalrecordcount', String(Math.min(total, pageLimit)));
  add('totalrecordcountlimitexceeded', String(total > pageLimit));
  add('globalmetadataversion', `"${store.model.version}"`);
  return parts.join(',');
}

function startOf(cookie: PagingCookie | null, order: readonly OrderTerm[], size: number): PageStart {
  if (cookie === null) return { skip: 0 };
  if (order.every((term) => cookie.last.has(cookieName(term)))) {
    return { after: order.map((term) => cookie.last.get(cookieName(term)) ?? null) };
  }
  return { skip: (cookie.page - 1) * size };
}

/** An element name cannot hold the slash of a path. */
function cookieName(term: OrderTerm): string {
  return term.name.replace(/\//g, '.');
}

function nextLink(
  context: QueryContext,
  path: string,
  options: QueryOptions,
  order: readonly OrderTerm[],
  rows: readonly Parameters<OrderTerm['raw']>[0][],
  cookie: PagingCookie | null,
): string | null {
  const first = rows[0];
  const last = rows[rows.length - 1];
  if (first === undefined || last === undefined) return null;
  const page = cookie?.page ?? 1;
  const columns = order.map((term) => ({ name: cookieName(term), last: term.raw(last), first: term.raw(first) }));
  const token = skipToken(page + 1, cookieXml(page, columns));
  return `${context.serviceRoot}${path}?${nextQuery(options, token)}`;
}
