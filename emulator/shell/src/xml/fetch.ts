import { child, children, parseXml } from './dom';

export interface SortOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** What the list page adds to a view's query. */
interface FetchChange {
  readonly pageSize?: number;
  readonly page?: number;
  /** Of the page before; decoded. */
  readonly cookie?: string | null;
  readonly sort?: SortOrder | null;
  /** Only rows that belong to another through an N:N or 1:N relationship. */
  readonly relatedTo?: RelatedTo | null;
}

export type RelatedTo =
  | { readonly kind: 'lookup'; readonly column: string; readonly id: string }
  | {
      readonly kind: 'intersect';
      readonly intersectTable: string;
      readonly nearColumn: string;
      readonly farColumn: string;
      readonly farPrimaryId: string;
      readonly id: string;
    };

/** A view's FetchXML with paging, another order and a relation. */
export function changeFetch(fetchXml: string, change: FetchChange): string {
  const fetch = parseXml(fetchXml, 'The query of the view');
  const entity = child(fetch, 'entity');
  if (entity === null) throw new Error('The query of the view names no table.');
  if (change.pageSize !== undefined) fetch.setAttribute('count', String(change.pageSize));
  if (change.page !== undefined) fetch.setAttribute('page', String(change.page));
  if (typeof change.cookie === 'string') fetch.setAttribute('paging-cookie', change.cookie);
  if (change.sort) {
    for (const order of children(entity, 'order')) order.remove();
    append(entity, 'order', { attribute: change.sort.column, descending: String(change.sort.descending) });
  }
  if (change.relatedTo) relate(entity, change.relatedTo);
  return new XMLSerializer().serializeToString(fetch);
}

function relate(entity: Element, to: RelatedTo): void {
  const target =
    to.kind === 'lookup'
      ? entity
      : append(entity, 'link-entity', {
          name: to.intersectTable,
          from: to.farColumn,
          to: to.farPrimaryId,
          'link-type': 'inner',
        });
  const column = to.kind === 'lookup' ? to.column : to.nearColumn;
  const filter = append(target, 'filter', { type: 'and' });
  append(filter, 'condition', { attribute: column, operator: 'eq', value: to.id });
}

/**
 * Narrows a view's query to a search text by the search columns of the quick find view, or by the name column where there is none.
 * The text matches the beginning; `*` stands for any characters, as in an app.
 */
export function searchFetch(
  fetchXml: string,
  text: string,
  quickFindXml: string | null,
  nameColumn: string | null,
): string {
  if (text === '') return fetchXml;
  const fetch = parseXml(fetchXml, 'The query of the view');
  const entity = child(fetch, 'entity');
  const pattern = `${text.replaceAll('*', '%')}%`;
  const columns = searchColumns(quickFindXml, nameColumn);
  if (entity === null || columns.length === 0) return fetchXml;
  const filter = append(entity, 'filter', { type: 'or' });
  for (const column of columns) append(filter, 'condition', { attribute: column, operator: 'like', value: pattern });
  return new XMLSerializer().serializeToString(fetch);
}

/** Narrows a query by filters, given as FetchXML. */
export function filterFetch(fetchXml: string, filters: readonly string[]): string {
  if (filters.length === 0) return fetchXml;
  const fetch = parseXml(fetchXml, 'The query of the view');
  for (const filter of filters) {
    const parsed = parseXml(filter, 'The filter of a lookup');
    child(fetch, 'entity')?.appendChild(fetch.ownerDocument.importNode(parsed, true));
  }
  return new XMLSerializer().serializeToString(fetch);
}

function searchColumns(quickFindXml: string | null, nameColumn: string | null): string[] {
  const name = nameColumn === null ? [] : [nameColumn];
  if (quickFindXml === null) return name;
  const filter = parseXml(quickFindXml, 'The quick find query').querySelector('filter[isquickfindfields]');
  const columns = children(filter, 'condition')
    .filter((condition) => condition.getAttribute('operator') === 'like')
    .map((condition) => condition.getAttribute('attribute') ?? '');
  return columns.length === 0 ? name : columns;
}

function append(parent: Element, name: string, attributes: Readonly<Record<string, string>>): Element {
  const element = parent.ownerDocument.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.appendChild(element);
  return element;
}
