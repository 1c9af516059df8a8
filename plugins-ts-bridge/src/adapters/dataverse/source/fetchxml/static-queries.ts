import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import {
  attributesText,
  byCreation,
  byVersion,
  pagingAttributes,
  sliceFilter,
  type PageRequest,
} from './pages/page-request.js';
import { changeFilter } from './related-labels.js';

const keyOf = (table: SelectableTable): string => `${table}id`;

export function inValues(attribute: string, ids: readonly string[]): string {
  const values = ids.map((id) => `<value>${id}</value>`).join('');
  return `<condition attribute="${attribute}" operator="in">${values}</condition>`;
}

function attributes(names: readonly string[]): string {
  return names.map((name) => `<attribute name="${name}"/>`).join('');
}

/**
 * Members of all static lists of a table at once; `exists` returns a person once, on however many of the lists.
 * Ordered by the primary key alone, which is deterministic and fastest.
 */
export function staticMembersQuery(table: SelectableTable, listIds: readonly RowId[], request: PageRequest): string {
  const key = keyOf(table);
  const filters = `${sliceFilter(request.slice, byCreation)}${changeFilter(request.changedSince, request.related, request.ownWrites)}`;
  const both = filters === '' ? '' : `<filter type="and">${filters}</filter>`;
  return `<fetch${attributesText(pagingAttributes(request))}><entity name="${table}">${attributes([key, ...request.columns])}<order attribute="${key}"/>${both}${onStaticLists(key, listIds)}</entity></fetch>`;
}

/** First page of the rows of a table, or of its members of static lists, that changed last. */
export function changedRowsQuery(
  table: SelectableTable,
  listIds: readonly RowId[] | null,
  request: Required<Pick<PageRequest, 'columns' | 'changedSince' | 'pageRows'>> & Pick<PageRequest, 'ownWrites'>,
): string {
  const key = keyOf(table);
  const onLists = listIds === null ? '' : onStaticLists(key, listIds);
  return `<fetch${attributesText(pagingAttributes({ ...request, at: null }))}><entity name="${table}">${attributes([key, ...request.columns])}<order attribute="modifiedon" descending="true"/><order attribute="${key}"/>${changeFilter(request.changedSince, [], request.ownWrites)}${onLists}</entity></fetch>`;
}

function onStaticLists(key: string, listIds: readonly RowId[]): string {
  return `<link-entity name="listmember" from="entityid" to="${key}" link-type="exists"><filter>${inValues('listid', listIds)}</filter></link-entity>`;
}

/** Who is on the static lists: ids alone. */
export function membershipQuery(listIds: readonly RowId[], request: Omit<PageRequest, 'columns'>): string {
  return `<fetch${attributesText(pagingAttributes(request))}><entity name="listmember">${attributes(['listmemberid', 'entityid', 'listid'])}<order attribute="listmemberid"/><filter type="and">${inValues('listid', listIds)}${sliceFilter(request.slice, byVersion)}</filter></entity></fetch>`;
}

/** The first or the last membership by version number. */
export function membershipEdgeQuery(listIds: readonly RowId[], descending: boolean): string {
  return `<fetch count="1"><entity name="listmember">${attributes(['versionnumber'])}<order attribute="versionnumber" descending="${descending}"/><filter>${inValues('listid', listIds)}</filter></entity></fetch>`;
}

/** Members by id, in one page. */
export function membersByIdQuery(table: SelectableTable, ids: readonly RowId[], columns: readonly string[]): string {
  const key = keyOf(table);
  return `<fetch count="${ids.length}"><entity name="${table}">${attributes([key, ...columns])}<order attribute="${key}"/><filter>${inValues(key, ids)}</filter></entity></fetch>`;
}
