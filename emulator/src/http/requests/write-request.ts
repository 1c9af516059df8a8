import { DataverseError, noSuchRow, noSuchSegment, NotImplemented } from '../../model/dataverse-error.js';
import { parseGuid } from '../../model/guid.js';
import type { Table } from '../../model/table.js';
import type { Navigation } from '../../model/relationship.js';
import type { Organisation } from '../../organisation.js';
import { childLookup, createRow } from '../../write/units/create-row.js';
import { assertNoDuplicate } from '../../write/duplicates.js';
import { replaceParties } from '../../write/input/activity-parties.js';
import { deleteRow } from '../../write/units/delete-row.js';
import { assertMatches } from '../../write/conditions.js';
import { parseRowBody } from '../../write/input/json-body.js';
import { upsertRow, rowIdOf } from '../../write/units/upsert-row.js';
import { updateRow } from '../../write/units/update-row.js';
import type { Unit } from '../../write/units/unit.js';
import { noContent, type ApiRequest, type ApiResponse } from './message.js';
import { addReference, removeReference, setReference } from './reference-request.js';
import type { Segment } from './segments.js';
import { createdAnswer, updatedAnswer } from '../written-answer.js';

/** Answers POST, PATCH, PUT and DELETE on rows, columns and navigation properties. */
export function writeRequest(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  segments: readonly Segment[],
): ApiResponse {
  const [first, second, third] = segments;
  if ((first?.name ?? '').endsWith('Definitions'))
    throw new NotImplemented(`changing definitions (${request.method} ${request.path})`);
  if (first === undefined) throw noSuchSegment('');
  const table = unit.model.tableOfSet(first.name);
  if (segments.length === 1) {
    return first.key === null
      ? onSet(organisation, unit, request, table)
      : onRow(organisation, unit, request, table, first.key);
  }
  if (first.key === null || second === undefined || segments.length > 3) throw notAllowed(request, request.path);
  const id = rowIdOf(unit, table, first.key);
  const navigation = unit.model.navigation(table, second.name);
  if (third !== undefined) {
    if (third.name !== '$ref') throw noSuchSegment(third.name);
    if (navigation === undefined) throw noSuchSegment(second.name);
    return onReference(unit, request, table, id, navigation, second);
  }
  if (navigation !== undefined && request.method === 'POST') {
    return onCollection(organisation, unit, request, table, id, navigation);
  }
  if (navigation !== undefined && navigation.kind !== 'single') {
    if (request.method !== 'PUT' || navigation.table !== 'activityparty') throw notAllowed(request, navigation.name);
    replaceParties(unit, table, id, navigation, parseRowBody(request.body));
    return noContent();
  }
  return onColumn(unit, request, table, id, second.name);
}

function onSet(organisation: Organisation, unit: Unit, request: ApiRequest, table: Table): ApiResponse {
  if (request.method !== 'POST') throw notAllowed(request, table.entitySetName);
  const id = createRow(unit, table, parseRowBody(request.body));
  refuseDuplicate(unit, request, table, id);
  return createdAnswer(organisation, unit, request, table, id);
}

function onRow(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  table: Table,
  keyText: string,
): ApiResponse {
  if (request.method === 'DELETE') {
    const id = rowIdOf(unit, table, keyText);
    assertMatches(unit, table, id, request.headers.get('if-match'));
    deleteRow(unit, table, id);
    return noContent();
  }
  if (request.method !== 'PATCH') throw notAllowed(request, table.entitySetName);
  const { id, created } = upsertRow(unit, table, keyText, parseRowBody(request.body), request.headers);
  refuseDuplicate(unit, request, table, id);
  // https://learn.microsoft.com/power-apps/developer/data-platform/use-upsert-insert-update-record: a row keeps the name it was given.
  const url = parseGuid(keyText) === null ? `${request.serviceRoot}${request.path}` : undefined;
  return created
    ? createdAnswer(organisation, unit, request, table, id, url)
    : updatedAnswer(organisation, unit, request, table, id, url);
}

function onReference(
  unit: Unit,
  request: ApiRequest,
  table: Table,
  id: string,
  navigation: Navigation,
  segment: Segment,
): ApiResponse {
  const from = { table: table.logicalName, id };
  if (request.method === 'DELETE') removeReference(unit, from, navigation, segment.key, request.query);
  else if (request.method === 'POST' && navigation.kind !== 'single')
    addReference(unit, from, navigation, request.body);
  else if (request.method === 'PUT' && navigation.kind === 'single') setReference(unit, from, navigation, request.body);
  else throw notAllowed(request, `${navigation.name}/$ref`);
  return noContent();
}

/** `POST accounts(id)/contact_customer_accounts`: a new row in the collection. */
function onCollection(
  organisation: Organisation,
  unit: Unit,
  request: ApiRequest,
  table: Table,
  id: string,
  navigation: Navigation,
): ApiResponse {
  if (navigation.kind !== 'collection') throw new NotImplemented(`creating a row through ${navigation.name}`);
  if (unit.store.rows(table.logicalName).find(id) === undefined) throw noSuchRow(table.logicalName, id);
  const child = unit.model.table(navigation.table);
  const childId = createRow(unit, child, parseRowBody(request.body), childLookup(unit, table, id, navigation));
  return createdAnswer(organisation, unit, request, child, childId);
}

/** `PUT contacts(id)/jobtitle {"value":…}` and `DELETE contacts(id)/jobtitle`. */
function onColumn(unit: Unit, request: ApiRequest, table: Table, id: string, name: string): ApiResponse {
  const column = table.columns.get(name);
  if (column === undefined) {
    throw new DataverseError(404, '0x8006088a', `Resource not found for the segment '${name}'.`);
  }
  if (column.type === 'image' || column.type === 'file')
    throw new NotImplemented(`file and image columns (${table.logicalName}.${name})`);
  assertMatches(unit, table, id, request.headers.get('if-match'));
  if (request.method === 'DELETE') updateRow(unit, table, id, { [name]: null });
  else if (request.method === 'PUT') {
    const { value } = parseRowBody(request.body);
    if (value === undefined) throw new DataverseError(400, '0x80060888', `The body must be {"value": …}.`);
    updateRow(unit, table, id, { [name]: value });
  } else throw notAllowed(request, name);
  return noContent();
}

/** Duplicates are looked for only where the caller asks for it. */
function refuseDuplicate(unit: Unit, request: ApiRequest, table: Table, id: string): void {
  if (request.headers.get('mscrm.suppressduplicatedetection')?.trim().toLowerCase() === 'false')
    assertNoDuplicate(unit, table, id);
}

function notAllowed(request: ApiRequest, what: string): DataverseError {
  return new DataverseError(
    405,
    '0x80060888',
    `The requested resource does not support http method '${request.method}'. (${what})`,
  );
}
