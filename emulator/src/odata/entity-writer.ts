import type { Row, TableRows } from '../data/table-rows.js';
import { propertyName } from '../model/column.js';
import { DataverseError, malformed } from '../model/dataverse-error.js';
import type { Navigation } from '../model/relationship.js';
import type { QueryContext } from '../query/caller.js';
import { lookupTarget } from '../query/values/lookup-target.js';
import { propertyWriter } from '../query/values/row-writer.js';
import { collectionWriter } from './expand/expand-collection.js';
import { mostExpands, parseExpand, type ExpandItem } from './expand/expand-options.js';
import { selectedProperties } from './select.js';

/** Writes a row as a JSON object with its etag and what is expanded. */
export type EntityWriter = (row: Row) => string;

interface Shape {
  readonly select: string | undefined;
  readonly expand: string | undefined;
}

/**
 * Where a row stands in the answer. Expanded rows look different below one row and below each row of a set, and different again as
 * soon as an expand stands inside another: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/join-tables
 */
export interface Place {
  /** One row; the rows of an entity set; those of a navigation property of a row. */
  readonly below: 'row' | 'set' | 'related';
  /** Expands around this one. */
  readonly depth: number;
  /** Whether any expand of the query has an expand inside. */
  readonly nested: boolean;
  readonly hasEtag: boolean;
  /** Lookups that come along without being selected, before the primary key. */
  readonly lookups: readonly string[];
}

/** Compiles the writer of rows in the shape that `$select` and `$expand` ask for. */
export function entityWriter(
  context: QueryContext,
  rows: TableRows,
  shape: Shape,
  place: Place | Place['below'],
): EntityWriter {
  const items = shape.expand === undefined ? [] : parseExpand(shape.expand);
  const at = typeof place === 'string' ? outermost(place, items) : place;
  checkExpands(context, rows, items, at);
  const references = items.flatMap((item) => referenceOf(context, rows, item));
  const properties = selectedProperties(rows.table, shape.select, [...at.lookups, ...references]);
  const write = propertyWriter(context, rows, properties, true);
  const head = at.hasEtag
    ? (row: Row): string => `{"@odata.etag":"W/\\"${rows.versionNumber(row)}\\""${write(row)}`
    : (row: Row): string => `{${write(row).slice(1)}`;
  if (items.length === 0) return (row) => `${head(row)}}`;
  const expands = items.map((item) => expandWriter(context, rows, item, at));
  return (row) => {
    let text = head(row);
    for (const expand of expands) text += expand(row);
    return `${text}}`;
  };
}

/** `nav/$ref` shows the lookup's value as well. */
function referenceOf(context: QueryContext, rows: TableRows, item: ExpandItem): string[] {
  const navigation = navigationOf(context, rows, item);
  const column = navigation.kind === 'single' && item.refOnly ? rows.table.columns.get(navigation.column) : undefined;
  return column === undefined ? [] : [propertyName(column)];
}

function outermost(below: Place['below'], items: readonly ExpandItem[]): Place {
  const nested = items.some(({ options }) => options.has('$expand'));
  return { below, depth: 0, nested, hasEtag: true, lookups: [] };
}

/** N:N expands stand among themselves: neither nested nor beside relationships of another kind. */
function checkExpands(context: QueryContext, rows: TableRows, items: readonly ExpandItem[], place: Place): void {
  if (items.length + place.depth > mostExpands) {
    throw new DataverseError(400, '0x8004430D', 'Number of link entities in query exceeded maximum limit.');
  }
  const many = items.filter((item) => navigationOf(context, rows, item).kind === 'many');
  if (many.length > 0 && (items.length > many.length || place.depth > 0)) {
    throw malformed(
      'An N:N relationship cannot be expanded together with other relationships, nor inside another expand.',
    );
  }
  for (const item of items) checkOptions(navigationOf(context, rows, item), item, place);
}

function checkOptions(navigation: Navigation, item: ExpandItem, place: Place): void {
  if (item.refOnly && navigation.kind !== 'single')
    throw malformed('Expand with $ref is only supported on lookup type navigation property.');
  const limits = item.options.has('$top') || item.options.has('$orderby');
  if (limits && (navigation.kind === 'single' || place.nested)) {
    throw malformed(
      'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
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

function expandWriter(context: QueryContext, rows: TableRows, item: ExpandItem, place: Place): EntityWriter {
  const navigation = navigationOf(context, rows, item);
  return navigation.kind === 'single'
    ? singleWriter(context, rows, item, navigation, place)
    : collectionWriter(context, rows, item, navigation, place, entityWriter);
}

function singleWriter(
  context: QueryContext,
  rows: TableRows,
  item: ExpandItem,
  navigation: Extract<Navigation, { kind: 'single' }>,
  place: Place,
): EntityWriter {
  const column = rows.table.columns.get(navigation.column);
  if (column === undefined) throw malformed(`'${item.navigation}' cannot be expanded.`);
  const key = JSON.stringify(item.navigation);
  const writers = new Map(
    navigation.targets.map((target) => [target, oneOf(context, target, item, place, navigation.targets.length > 1)]),
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
  { below, depth, nested }: Place,
  typed: boolean,
): (id: string) => string {
  const targetRows = context.store.rows(target);
  const readable = context.caller.readFilter(targetRows.table);
  const select = item.refOnly ? targetRows.table.primaryId : item.options.get('$select');
  // `ownerid` expands to its common base: the properties asked for have to exist on the table the row is in.
  const inner: Place = { below, depth: depth + 1, nested, hasEtag: below === 'row', lookups: [] };
  const write = entityWriter(context, targetRows, { select, expand: item.options.get('$expand') }, inner);
  const type = typed ? `"@odata.type":"#Microsoft.Dynamics.CRM.${target}",` : '';
  return (id) => {
    const found = targetRows.find(id);
    if (found === undefined || readable?.(found, targetRows) === false) return 'null';
    return item.refOnly
      ? `{"@odata.id":"${context.serviceRoot}${targetRows.table.entitySetName}(${id})"}`
      : `{${type}${write(found).slice(1)}`;
  };
}

/** What a context URL lists behind the set: `(fullname,contactid,parentcustomerid_account(name))`. */
export function contextShape(select: string | undefined, expand: string | undefined): string {
  const selected = select === undefined ? [] : select.split(',').map((name) => name.trim());
  const expanded = expand === undefined ? [] : parseExpand(expand);
  const parts = [
    ...selected,
    ...expanded.map((item) => {
      if (item.refOnly) return `${item.navigation},${item.navigation}/$ref()`;
      const inner = contextShape(item.options.get('$select'), item.options.get('$expand'));
      return `${item.navigation}${inner === '' ? '()' : inner}`;
    }),
  ];
  return parts.length === 0 ? '' : `(${parts.join(',')})`;
}
