import type { Row, TableRows } from '../data/table-rows.js';
import { DataverseError, malformed } from '../model/dataverse-error.js';
import type { Navigation } from '../model/relationship.js';
import type { QueryContext } from '../query/caller.js';
import { pageLimit } from '../query/caller.js';
import { allOf, everything, type Filter } from '../query/filter.js';
import { lookupTarget } from '../query/lookup-target.js';
import { compareKeys } from '../query/order.js';
import { propertyWriter } from '../query/row-writer.js';
import { compileFilter } from './compile-filter.js';
import { mostExpands, parseExpand, type ExpandItem } from './expand-options.js';
import { relatedRows } from './lambda.js';
import { orderTerms } from './order-by.js';
import { parseFilter } from './parse-filter.js';
import { selectedProperties } from './select.js';

/** Writes a row as a JSON object with its etag and what is expanded. */
export type EntityWriter = (row: Row) => string;

interface Shape {
  readonly select: string | undefined;
  readonly expand: string | undefined;
}

/** Compiles the writer of rows in the shape that `$select` and `$expand` ask for. */
export function entityWriter(context: QueryContext, rows: TableRows, shape: Shape, depth = 0): EntityWriter {
  const write = propertyWriter(context, rows, selectedProperties(rows.table, shape.select), true);
  const items = shape.expand === undefined ? [] : parseExpand(shape.expand);
  checkExpands(context, rows, items, depth);
  if (items.length === 0) return (row) => `{"@odata.etag":"W/\\"${rows.versionNumber(row)}\\""${write(row)}}`;
  const expands = items.map((item) => expandWriter(context, rows, item, depth));
  return (row) => {
    let text = `{"@odata.etag":"W/\\"${rows.versionNumber(row)}\\""${write(row)}`;
    for (const expand of expands) text += expand(row);
    return `${text}}`;
  };
}

/** N:N expands stand alone: neither nested nor beside others. */
function checkExpands(context: QueryContext, rows: TableRows, items: readonly ExpandItem[], depth: number): void {
  if (items.length + depth > mostExpands) {
    throw new DataverseError(400, '0x8004430D', 'Number of link entities in query exceeded maximum limit.');
  }
  const isMany = (item: ExpandItem): boolean => navigationOf(context, rows, item).kind === 'many';
  if (items.some(isMany) && (items.length > 1 || depth > 0)) {
    throw malformed(
      'An N:N relationship cannot be expanded together with other relationships, nor inside another expand.',
    );
  }
}

function navigationOf(context: QueryContext, rows: TableRows, item: ExpandItem): Navigation {
  const navigation = context.store.model.navigation(rows.table, item.navigation);
  if (navigation === undefined) {
    throw malformed(
      `Could not find a property named '${item.navigation}' on type 'Microsoft.Dynamics.CRM.${rows.table.logicalName}'.`,
    );
  }
  return navigation;
}

function expandWriter(context: QueryContext, rows: TableRows, item: ExpandItem, depth: number): EntityWriter {
  const navigation = navigationOf(context, rows, item);
  return navigation.kind === 'single'
    ? singleWriter(context, rows, item, navigation, depth)
    : collectionWriter(context, rows, item, navigation, depth);
}

function singleWriter(
  context: QueryContext,
  rows: TableRows,
  item: ExpandItem,
  navigation: Extract<Navigation, { kind: 'single' }>,
  depth: number,
): EntityWriter {
  const column = rows.table.columns.get(navigation.column);
  if (column === undefined) throw malformed(`'${item.navigation}' cannot be expanded.`);
  const key = JSON.stringify(item.navigation);
  const writers = new Map(
    navigation.targets.map((target) => [target, oneOf(context, target, item, depth, navigation.targets.length > 1)]),
  );
  return (row) => {
    const id = rows.value(row, navigation.column);
    const target = lookupTarget(context.store, rows, row, column);
    const write = target === null ? undefined : writers.get(target);
    return `,${key}:${write === undefined || typeof id !== 'string' ? 'null' : write(id)}`;
  };
}

/** Writes the row of a table with an id, or null where it is gone or not readable. */
function oneOf(
  context: QueryContext,
  target: string,
  item: ExpandItem,
  depth: number,
  typed: boolean,
): (id: string) => string {
  const targetRows = context.store.rows(target);
  const readable = context.caller.readFilter(targetRows.table);
  const select = item.refOnly ? targetRows.table.primaryId : item.options.get('$select');
  // `ownerid` expands to its common base: the properties asked for have to exist on the table the row is in.
  const write = entityWriter(context, targetRows, { select, expand: item.options.get('$expand') }, depth + 1);
  const type = typed ? `"@odata.type":"#Microsoft.Dynamics.CRM.${target}",` : '';
  return (id) => {
    const found = targetRows.find(id);
    if (found === undefined || readable?.(found, targetRows) === false) return 'null';
    return item.refOnly
      ? `{"@odata.id":"${context.serviceRoot}${targetRows.table.entitySetName}(${id})"}`
      : `{${type}${write(found).slice(1)}`;
  };
}

function collectionWriter(
  context: QueryContext,
  rows: TableRows,
  item: ExpandItem,
  navigation: Exclude<Navigation, { kind: 'single' }>,
  depth: number,
): EntityWriter {
  const others = context.store.rows(navigation.table);
  const { table } = others;
  const readable = context.caller.readFilter(table);
  const filterText = item.options.get('$filter');
  const filters: Filter[] = [
    filterText === undefined
      ? everything
      : compileFilter(context, { rows: others, variable: null }, parseFilter(filterText, new Map())),
    ...(readable === null ? [] : [{ test: (row: Row) => readable(row, others), hints: [], isVolatile: false }]),
  ];
  const { test } = allOf(filters);
  const order = orderTerms(context, others, item.options.get('$orderby'));
  const limit = topOf(item.options.get('$top')) ?? context.maxPageSize ?? pageLimit;
  const write = entityWriter(
    context,
    others,
    { select: item.options.get('$select'), expand: item.options.get('$expand') },
    depth + 1,
  );
  const related = relatedRows(context, rows, others, navigation);
  const key = JSON.stringify(item.navigation);
  const nextKey = JSON.stringify(`${item.navigation}@odata.nextLink`);
  return (row) => {
    const found = [...related(row)]
      .filter(test)
      .map((other) => ({ other, keys: order.map((term) => term.key(other)) }))
      .sort((a, b) => compareKeys(order, a.keys, b.keys));
    const page = found
      .slice(0, limit)
      .map(({ other }) => (item.refOnly ? refOf(context, others, other) : write(other)));
    const more = found.length > limit && !item.options.has('$top');
    const next = more ? `,${nextKey}:${JSON.stringify(nextLinkOf(context, rows, row, item))}` : '';
    return `,${key}:[${page.join(',')}]${next}`;
  };
}

function refOf(context: QueryContext, rows: TableRows, row: Row): string {
  return `{"@odata.id":"${context.serviceRoot}${rows.table.entitySetName}(${rows.id(row)})"}`;
}

/** Where the rest of an expanded collection is: the collection itself, with the same options. */
function nextLinkOf(context: QueryContext, rows: TableRows, row: Row, item: ExpandItem): string {
  const options = [...item.options].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const path = `${rows.table.entitySetName}(${rows.id(row)})/${item.navigation}`;
  return `${context.serviceRoot}${path}${options === '' ? '' : `?${options}`}`;
}

/** @throws DataverseError 400 for anything but a whole number from 0 */
export function topOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text.trim())) {
    throw malformed(
      `Invalid value '${text.slice(0, 50)}' for $top query option found. The $top query option requires a non-negative integer value.`,
    );
  }
  return Number(text);
}

/** What a context URL lists behind the set: `(fullname,contactid,parentcustomerid_account(name))`. */
export function contextShape(select: string | undefined, expand: string | undefined): string {
  const selected = select === undefined ? [] : select.split(',').map((name) => name.trim());
  const expanded = expand === undefined ? [] : parseExpand(expand);
  const parts = [
    ...selected,
    ...expanded.map((item) => {
      const inner = contextShape(item.options.get('$select'), item.options.get('$expand'));
      return `${item.navigation}${inner === '' ? '()' : inner}`;
    }),
  ];
  return parts.length === 0 ? '' : `(${parts.join(',')})`;
}
