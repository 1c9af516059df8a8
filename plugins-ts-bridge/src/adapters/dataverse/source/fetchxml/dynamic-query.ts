import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { DOMParser, XMLSerializer, type Document, type Element } from '@xmldom/xmldom';
import { RunFailure } from '../../../../domain/failures.js';
import { hasRoom } from './query-room.js';
import {
  byCreation,
  changeCondition,
  notOurs,
  ownConditions,
  pagingAttributes,
  sliceConditions,
  type PageRequest,
  type SliceCondition,
} from './pages/page-request.js';
import { relatedFilters } from './related-labels.js';

/** Operators whose result depends on the caller: the service would find other members than the list's owner. */
const callerRelative: ReadonlySet<string> = new Set([
  'eq-userid',
  'ne-userid',
  'eq-userteams',
  'eq-useroruserteams',
  'eq-useroruserhierarchy',
  'eq-useroruserhierarchyandteams',
  'eq-businessid',
  'ne-businessid',
  'eq-userlanguage',
]);

// What would limit, order or count the list's rows, or belongs to somebody else's paging.
const dropped = ['top', 'count', 'page', 'paging-cookie', 'no-lock', 'returntotalrecordcount', 'output-format'];

export interface ListQuery {
  readonly listName: string;
  readonly table: SelectableTable | 'account';
  readonly fetchXml: string;
}

/** The list's own query with other columns, order and page; its filters, links and `distinct` stay. */
export function rewriteListQuery(query: ListQuery, request: PageRequest): string {
  const { document, fetch, entity } = parse(query);
  const key = `${query.table}id`;
  strip(fetch, entity);
  for (const [name, value] of Object.entries(pagingAttributes(request))) fetch.setAttribute(name, value);
  addFilters(document, entity, request);
  const first = entity.firstChild;
  const add = (name: string, attributes: Readonly<Record<string, string>>): void => {
    entity.insertBefore(element(document, name, attributes), first);
  };
  for (const name of new Set([key, ...request.columns])) add('attribute', { name });
  add('order', { attribute: key });
  return new XMLSerializer().serializeToString(document);
}

/** The first or the last member of the list by creation. */
export function listEdgeQuery(query: ListQuery, descending: boolean): string {
  const { document, fetch, entity } = parse(query);
  strip(fetch, entity);
  fetch.setAttribute('count', '1');
  const first = entity.firstChild;
  entity.insertBefore(element(document, 'attribute', { name: 'createdon' }), first);
  entity.insertBefore(element(document, 'order', { attribute: 'createdon', descending: String(descending) }), first);
  return new XMLSerializer().serializeToString(document);
}

/** Conditions of a slice at the most. */
const sliceConditionsAtMost = 2;

/** Whether the list can be read in slices: its own conditions leave room for ours. @throws RunFailure LIST_QUERY_* */
export function canBeSliced(query: ListQuery): boolean {
  return hasRoom(parse(query).entity, sliceConditionsAtMost);
}

/** Leaves the filters and links. */
export function strip(fetch: Element, entity: Element): void {
  for (const name of dropped) fetch.removeAttribute(name);
  for (const part of [entity, ...descendants(entity, 'link-entity')]) {
    for (const element of elementsOf(part, ['attribute', 'all-attributes', 'order'])) remove(element);
  }
}

interface ParsedQuery {
  readonly document: Document;
  readonly fetch: Element;
  readonly entity: Element;
}

/** @throws RunFailure LIST_QUERY_INVALID, LIST_QUERY_OTHER_TABLE, LIST_QUERY_CALLER_RELATIVE */
export function parse({ listName, table, fetchXml }: ListQuery): ParsedQuery {
  const invalid = (why: string, cause?: unknown): RunFailure =>
    new RunFailure(
      'LIST_QUERY_INVALID',
      `The query of marketing list "${listName}" cannot be read: ${why}.`,
      cause === undefined ? undefined : { cause },
    );
  const document = parseXml(fetchXml, invalid);
  const fetch = document.documentElement;
  if (fetch?.tagName !== 'fetch') throw invalid('it does not begin with <fetch>');
  if (fetch.getAttribute('aggregate') === 'true') throw invalid('it is an aggregation, which has no members');
  const entity = elementsOf(fetch, ['entity'])[0];
  if (entity === undefined) throw invalid('it has no <entity>');
  const reads = entity.getAttribute('name') ?? '';
  if (reads !== table) {
    const detail = `The query of marketing list "${listName}" reads "${reads}", but the list holds "${table}".`;
    throw new RunFailure('LIST_QUERY_OTHER_TABLE', detail);
  }
  for (const condition of descendants(entity, 'condition')) {
    const operator = condition.getAttribute('operator') ?? '';
    if (!callerRelative.has(operator)) continue;
    const column = condition.getAttribute('attribute') ?? '';
    const detail = `The query of marketing list "${listName}" has the condition "${column} ${operator}", which depends on who asks.`;
    throw new RunFailure('LIST_QUERY_CALLER_RELATIVE', detail);
  }
  removeDecoration(entity);
  return { document, fetch, entity };
}

/** Names and types that Advanced Find writes beside ids for its own display; they make up most of a long query. */
const decoration = ['uiname', 'uitype', 'uihidden'];

function removeDecoration(entity: Element): void {
  for (const name of ['condition', 'value', 'filter']) {
    for (const part of descendants(entity, name)) for (const attribute of decoration) part.removeAttribute(attribute);
  }
  for (const part of [
    entity,
    ...descendants(entity, 'filter'),
    ...descendants(entity, 'link-entity'),
    ...descendants(entity, 'condition'),
  ]) {
    for (const child of [...part.childNodes]) {
      const blank = child.nodeType === child.TEXT_NODE && (child.nodeValue ?? '').trim() === '';
      if (blank || child.nodeType === child.COMMENT_NODE) part.removeChild(child);
    }
  }
}

function parseXml(text: string, invalid: (why: string, cause?: unknown) => RunFailure): Document {
  try {
    return new DOMParser({
      onError: (_level, message) => {
        throw new Error(message);
      },
    }).parseFromString(text.trim(), 'text/xml');
  } catch (cause) {
    throw invalid('it is not well-formed XML', cause);
  }
}

/** Everything the query filtered by, and the slice, and the change. */
function addFilters(document: Document, entity: Element, request: PageRequest): void {
  const slices = sliceConditions(request.slice, byCreation);
  const sliced = slices?.flat().length ?? 0;
  const wanted = changeCondition(request.changedSince);
  // Where the query has no room for it, everybody is read: whoever has not changed is found to be unchanged.
  const own = ownConditions(request.ownWrites ?? []);
  const change = wanted !== null && hasRoom(entity, sliced + own + 1) ? wanted : null;
  if (slices === null && change === null) return;
  const all = element(document, 'filter', { type: 'and' });
  for (const filter of elementsOf(entity, ['filter'])) all.appendChild(remove(filter));
  if (change !== null) all.appendChild(changed(document, change, request));
  if (slices !== null) {
    all.appendChild(anyOf(document, slices));
  }
  entity.appendChild(all);
}

function anyOf(document: Document, alternatives: readonly (readonly SliceCondition[])[]): Element {
  const either = element(document, 'filter', { type: 'or' });
  for (const conditions of alternatives) {
    const filter = element(document, 'filter', { type: 'and' });
    for (const condition of conditions) filter.appendChild(element(document, 'condition', { ...condition }));
    either.appendChild(filter);
  }
  return either;
}

/** The row or one that a lookup of it names was changed. */
function changed(
  document: Document,
  change: SliceCondition,
  { changedSince, related = [], ownWrites = [] }: PageRequest,
): Element {
  const either = element(document, 'filter', { type: 'or' });
  const row = ownWrites.length === 0 ? either : element(document, 'filter', { type: 'and' });
  row.appendChild(element(document, 'condition', { ...change }));
  for (const writes of ownWrites) row.appendChild(anyOf(document, notOurs(writes)));
  if (row !== either) either.appendChild(row);
  for (const { link, condition } of relatedFilters(related, changedSince ?? new Date(0))) {
    const filter = element(document, 'filter', {});
    filter.appendChild(element(document, 'condition', condition));
    const linked = element(document, 'link-entity', link);
    linked.appendChild(filter);
    either.appendChild(linked);
  }
  return either;
}

export function element(document: Document, name: string, attributes: Readonly<Record<string, string>>): Element {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export function elementsOf(parent: Element, names: readonly string[]): readonly Element[] {
  const found: Element[] = [];
  for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === child.ELEMENT_NODE && names.includes((child as Element).tagName))
      found.push(child as Element);
  }
  return found;
}

function descendants(parent: Element, name: string): readonly Element[] {
  return [...parent.getElementsByTagName(name)];
}

export function remove(child: Element): Element {
  child.parentNode?.removeChild(child);
  return child;
}
