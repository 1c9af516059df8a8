import type { Row, TableRows } from '../data/table-rows.js';
import { etagOf } from '../data/store.js';
import { propertyName } from '../model/column.js';
import { DataverseError, malformed, noAccess, noSuchSegment } from '../model/dataverse-error.js';
import type { Navigation } from '../model/relationship.js';
import type { Table } from '../model/table.js';
import { answerFetch } from '../fetchxml/run-fetch.js';
import { isMetadataPath, readMetadata } from '../metadata/read-metadata.js';
import type { QueryContext } from '../query/caller.js';
import { isHidden } from '../query/filter.js';
import { lookupTarget } from '../query/values/lookup-target.js';
import { isNumeric } from '../query/values/literal.js';
import { moneyText, writeValue } from '../query/values/row-writer.js';
import { jsonAnswer, type ReadAnswer } from './answer.js';
import { countCollection, readCollection, type Collection } from './collection.js';
import { contextShape, entityWriter } from './entity-writer.js';
import { relatedRows } from './filter/lambda.js';
import { propertiesOfTable } from './properties.js';
import { parseQueryOptions, type QueryOptions } from './query-options.js';
import { fetchOfRelated, restrictedFetch } from './expand/related-fetch.js';
import { findByKey, noSuchKey, parseKey } from './reference.js';
import { splitPath, type PathSegment } from './resource-path.js';
import { savedFetch } from './saved-fetch.js';

/**
 * Answers every GET of the Web API that is not an operation: service document, `$metadata`, definitions, sets, rows, properties,
 * navigation, `$ref`, `$count`, `$value`, `fetchXml`.
 *
 * @param path below the service root, as the client sent it
 * @param query behind the `?`, as the client sent it; empty when there is none
 * @throws DataverseError
 */
export function read(context: QueryContext, path: string, query: string): ReadAnswer {
  const segments = splitPath(path);
  if (isMetadataPath(segments)) return readMetadata(context, segments, query);
  const options = parseQueryOptions(query);
  const [first, ...rest] = segments;
  if (first === undefined) return serviceDocument(context);
  const table = context.store.model.tableOfSet(first.name);
  const rows = context.store.rows(table.logicalName);
  if (first.key === null) return readSet(context, { rows, path, related: null }, rest, options);
  return readFrom(context, rows, rowByKey(context, table, first.key), rest, options, path);
}

/** One row, for `return=representation`. @param query `$select` and `$expand` of the write request */
export function readRow(context: QueryContext, table: Table, id: string, query = ''): ReadAnswer {
  const rows = context.store.rows(table.logicalName);
  return entityAnswer(context, rows, rowByKey(context, table, id), parseQueryOptions(query));
}

/** JSON texts of rows that a caller has chosen by id, in the shape `$select` asks for; ids without a readable row are left out. */
export function serializeRows(context: QueryContext, table: Table, ids: Iterable<string>, query = ''): string[] {
  const rows = context.store.rows(table.logicalName);
  const { values } = parseQueryOptions(query);
  const write = entityWriter(context, rows, { select: values.get('$select'), expand: values.get('$expand') }, 'set');
  const readable = context.caller.readFilter(table);
  const texts: string[] = [];
  for (const id of ids) {
    const row = rows.find(id);
    if (row !== undefined && readable?.(row, rows) !== false) texts.push(write(row));
  }
  return texts;
}

function rowByKey(context: QueryContext, table: Table, keyText: string): Row {
  refuseRetrieve(table);
  const readable = context.caller.readFilter(table);
  const key = parseKey(table, keyText);
  const id = findByKey(context.store, table, key);
  const rows = context.store.rows(table.logicalName);
  const row = id === undefined ? undefined : rows.find(id);
  if (row === undefined) throw noSuchKey(table, key);
  // Queries leave a row out that the caller's roles do not reach; a retrieve by id says that it may not be read.
  if (readable?.(row, rows) === false)
    throw noAccess(context.caller.userId, 'ReadAccess', table.logicalName, rows.id(row));
  return row;
}

/** Members of lists can be queried, but not retrieved by id: https://learn.microsoft.com/dynamics365/developer/reference/entities/listmember */
function refuseRetrieve(table: Table): void {
  if (table.logicalName !== 'listmember') return;
  throw new DataverseError(400, '0x80040800', "The 'Retrieve' method does not support entities of type 'listmember'.");
}

/** What may stand beside a fetch: the query data sample counts one with `$count=true`. */
const besideFetch = new Set(['fetchXml', 'savedQuery', 'userQuery', '$count']);

/** A set, or the related rows of a row: the collection itself, its `$count`, its `$ref`. */
function readSet(
  context: QueryContext,
  collection: Collection,
  rest: readonly PathSegment[],
  options: QueryOptions,
): ReadAnswer {
  const [next, ...more] = rest;
  if (next === undefined) {
    const fetchXml = options.values.get('fetchXml') ?? savedFetch(context, options);
    if (fetchXml === undefined) return readCollection(context, collection, options);
    const other = [...options.values.keys()].find((name) => !besideFetch.has(name));
    if (other !== undefined) throw malformed(`The query option '${other}' cannot be used together with FetchXML.`);
    const counted = options.values.get('$count') === 'true';
    const restricted = restrictedFetch(fetchXml, collection.relatedFetch ?? '');
    return answerFetch(context, collection.rows.table.entitySetName, restricted, counted);
  }
  if (more.length > 0) throw noSuchSegment(more[0]?.name ?? '');
  if (next.name === '$count') {
    const count = countCollection(context, collection, options);
    return { status: 200, contentType: 'text/plain', body: String(count), preferenceApplied: [] };
  }
  if (next.name === '$ref' && collection.related !== null) return collectionOfRefs(context, collection, options);
  throw noSuchSegment(next.name);
}

function collectionOfRefs(context: QueryContext, collection: Collection, options: QueryOptions): ReadAnswer {
  const { rows } = collection;
  const plain = new Map(options.values).set('$select', rows.table.primaryId);
  const { body } = readCollection(context, collection, { ...options, values: plain });
  const parsed = JSON.parse(body) as {
    readonly value: readonly Record<string, string>[];
    readonly '@odata.nextLink'?: string;
  };
  const url = `${context.serviceRoot}${rows.table.entitySetName}`;
  const next = parsed['@odata.nextLink'];
  const value = parsed.value.map((row) => ({ '@odata.id': `${url}(${row[rows.table.primaryId] ?? ''})` }));
  return jsonAnswer(
    JSON.stringify({
      '@odata.context': `${context.serviceRoot}$metadata#Collection($ref)`,
      value,
      ...(next === undefined ? {} : { '@odata.nextLink': next }),
    }),
  );
}

/** Goes on from a row: the row itself, a property, or a navigation. */
function readFrom(
  context: QueryContext,
  rows: TableRows,
  row: Row,
  rest: readonly PathSegment[],
  options: QueryOptions,
  path: string,
): ReadAnswer {
  const [next, ...more] = rest;
  if (next === undefined) return entityAnswer(context, rows, row, options);
  const column = propertiesOfTable(rows.table).get(next.name);
  if (column !== undefined && next.key === null) return propertyAnswer(context, rows, row, next.name, more);
  if (next.name === '$ref') return refAnswer(context, rows.table, rows.id(row));
  const navigation = context.store.model.navigation(rows.table, next.name);
  if (navigation === undefined) throw noSuchSegment(next.name);
  if (navigation.kind === 'single') return readSingle(context, rows, row, navigation, more, options, path);
  const others = context.store.rows(navigation.table);
  const ids = new Set<string>();
  for (const other of relatedRows(context, rows, others, navigation)(row)) ids.add(others.id(other));
  if (next.key !== null) {
    const other = rowByKey(context, others.table, next.key);
    if (!ids.has(others.id(other))) throw noSuchKey(others.table, parseKey(others.table, next.key));
    return readFrom(context, others, other, more, options, path);
  }
  const related = {
    test: (other: Row) => ids.has(others.id(other)),
    hints: [{ kind: 'ids', ids }] as const,
    isVolatile: true,
  };
  const relatedFetch = fetchOfRelated(navigation, others.table, rows.id(row));
  return readSet(context, { rows: others, path, related, relatedFetch }, more, options);
}

function readSingle(
  context: QueryContext,
  rows: TableRows,
  row: Row,
  navigation: Extract<Navigation, { kind: 'single' }>,
  rest: readonly PathSegment[],
  options: QueryOptions,
  path: string,
): ReadAnswer {
  const column = rows.table.columns.get(navigation.column);
  const target = column === undefined ? null : lookupTarget(context.store, rows, row, column);
  const id = rows.value(row, navigation.column);
  // A customer column has one navigation per table; the others lead nowhere.
  if (target === null || typeof id !== 'string' || !navigation.targets.includes(target)) {
    return { status: 204, contentType: 'application/json; odata.metadata=minimal', body: '', preferenceApplied: [] };
  }
  const table = context.store.model.table(target);
  if (rest[0]?.name === '$ref') return refAnswer(context, table, id);
  return readFrom(context, context.store.rows(target), rowByKey(context, table, id), rest, options, path);
}

function refAnswer(context: QueryContext, table: Table, id: string): ReadAnswer {
  const { serviceRoot } = context;
  return jsonAnswer(
    JSON.stringify({
      '@odata.context': `${serviceRoot}$metadata#$ref`,
      '@odata.id': `${serviceRoot}${table.entitySetName}(${id})`,
    }),
  );
}

function entityAnswer(context: QueryContext, rows: TableRows, row: Row, options: QueryOptions): ReadAnswer {
  const { values } = options;
  const stranger = [...values.keys()].find((name) => name !== '$select' && name !== '$expand');
  if (stranger !== undefined) throw malformed(`The query option '${stranger}' cannot be used for a single row.`);
  const shape = { select: values.get('$select'), expand: values.get('$expand') };
  const text = entityWriter(context, rows, shape, 'row')(row);
  const url = `${context.serviceRoot}$metadata#${rows.table.entitySetName}${contextShape(shape.select, shape.expand)}/$entity`;
  return jsonAnswer(`{"@odata.context":${JSON.stringify(url)},${text.slice(1)}`, {
    etag: etagOf(rows.versionNumber(row)),
  });
}

/** `contacts(id)/telephone1`, and `/$value` for the bare value; 204 for null. */
function propertyAnswer(
  context: QueryContext,
  rows: TableRows,
  row: Row,
  name: string,
  rest: readonly PathSegment[],
): ReadAnswer {
  const column = propertiesOfTable(rows.table).get(name);
  const [suffix, ...more] = rest;
  if (column === undefined || more.length > 0 || (suffix !== undefined && suffix.name !== '$value')) {
    throw noSuchSegment(suffix?.name ?? name);
  }
  const readable = column.isValidForRead && !isHidden(context, rows, column);
  const value = readable ? rows.value(row, column.logicalName) : null;
  if (value === null) return { ...jsonAnswer(''), status: 204 };
  if (suffix !== undefined)
    return { status: 200, contentType: 'text/plain', body: String(value), preferenceApplied: [] };
  const url = `${context.serviceRoot}$metadata#${rows.table.entitySetName}(${rows.id(row)})/${propertyName(column)}`;
  const text = column.type === 'money' ? moneyText(value) : writeValue(value, isNumeric(column));
  return jsonAnswer(`{"@odata.context":${JSON.stringify(url)},"value":${text}}`);
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-service-documents */
function serviceDocument(context: QueryContext): ReadAnswer {
  const value = [...context.store.model.tables].map((table) => ({
    name: table.entitySetName,
    kind: 'EntitySet',
    url: table.entitySetName,
  }));
  return jsonAnswer(JSON.stringify({ '@odata.context': `${context.serviceRoot}$metadata`, value }));
}
