import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import type { PlannedList } from '../../../../domain/run/run.js';
import { hasRoom, hasRoomForLink } from './query-room.js';
import { attributesText, byCreation, pagingAttributes, type PageRequest } from './pages/page-request.js';
import { element, elementsOf, parse, remove, strip } from './dynamic-query.js';

/**
 * The primary contacts of the accounts on a list, as the query of a dynamic list of contacts: from here on nothing is
 * special about them. `exists` returns a contact once, of however many accounts he is the primary contact.
 * @throws RunFailure LIST_QUERY_* for a dynamic list whose query cannot be used.
 */
export function primaryContactsQuery(list: PlannedList): string {
  const accounts =
    '<link-entity name="account" from="primarycontactid" to="contactid" link-type="exists"></link-entity>';
  return withAccounts(list, `<fetch><entity name="contact">${accounts}</entity></fetch>`, 'link-entity');
}

/** Whether the accounts of a list can stand inside a query for contacts. @throws RunFailure LIST_QUERY_* */
export function canBeNested(list: PlannedList): boolean {
  if (list.kind === 'static') return true;
  return hasRoomForLink(parse({ listName: list.name, table: 'account', fetchXml: list.query ?? '' }).entity);
}

/**
 * Ids of the primary contacts of accounts, one page, by the list's own query with nothing added that counts against its
 * limits. `distinct` returns a contact once, of however many accounts; one row may be empty, for those that name nobody.
 * @throws RunFailure LIST_QUERY_*
 */
export function primaryContactIdsQuery(
  own: { readonly listName: string; readonly fetchXml: string },
  request: Pick<PageRequest, 'at' | 'pageRows'>,
): string {
  const { document, fetch, entity } = parse({ ...own, table: 'account' });
  strip(fetch, entity);
  fetch.setAttribute('distinct', 'true');
  for (const [name, value] of Object.entries(pagingAttributes(request))) fetch.setAttribute(name, value);
  const first = entity.firstChild;
  entity.insertBefore(element(document, 'attribute', { name: 'primarycontactid' }), first);
  entity.insertBefore(element(document, 'order', { attribute: 'primarycontactid' }), first);
  return new XMLSerializer().serializeToString(document);
}

/**
 * Ids of the accounts on a list that name no primary contact, one page; `null` where the list's own query has no room for
 * the question.
 * @throws RunFailure LIST_QUERY_*
 */
export function accountsWithoutContactQuery(list: PlannedList, pageRows: number): string | null {
  if (list.kind === 'dynamic') {
    const { entity } = parse({ listName: list.name, table: 'account', fetchXml: list.query ?? '' });
    if (!hasRoom(entity, 1)) return null;
  }
  const nobody = '<filter><condition attribute="primarycontactid" operator="null"/></filter>';
  const entity = `<entity name="account"><attribute name="accountid"/><order attribute="accountid"/>${nobody}</entity>`;
  return withAccounts(list, `<fetch count="${pageRows}" page="1">${entity}</fetch>`, 'entity');
}

/**
 * Accounts on a list that name a primary contact and were changed since then, at most so many. Where the list's own query has
 * no room to ask for that, the accounts that were changed last, whenever it was.
 * @throws RunFailure LIST_QUERY_*
 */
export function changedAccountsQuery(list: PlannedList, since: Date, atMost: number): string {
  if (list.kind === 'dynamic') {
    const { document, fetch, entity } = parse({ listName: list.name, table: 'account', fetchXml: list.query ?? '' });
    if (!hasRoom(entity, 2)) {
      strip(fetch, entity);
      fetch.setAttribute('top', String(atMost));
      const first = entity.firstChild;
      for (const name of ['primarycontactid', 'modifiedon'])
        entity.insertBefore(element(document, 'attribute', { name }), first);
      entity.insertBefore(element(document, 'order', { attribute: 'modifiedon', descending: 'true' }), first);
      return new XMLSerializer().serializeToString(document);
    }
  }
  const changed = `<condition${attributesText({ attribute: 'modifiedon', operator: 'ge', value: byCreation.write(since.getTime()) })}/>`;
  const filter = `<filter><condition attribute="primarycontactid" operator="not-null"/>${changed}</filter>`;
  const entity = `<entity name="account"><attribute name="primarycontactid"/><order attribute="accountid"/>${filter}</entity>`;
  return withAccounts(list, `<fetch top="${atMost}">${entity}</fetch>`, 'entity');
}

/** Puts what selects the accounts of a list into the element that stands for accounts. */
function withAccounts(list: PlannedList, frame: string, tagName: string): string {
  const document = new DOMParser().parseFromString(frame, 'text/xml');
  const accounts = document.getElementsByTagName(tagName)[0];
  if (accounts === undefined) throw new Error('The query has no place for accounts.');
  if (list.kind === 'static') {
    const onList = element(document, 'link-entity', {
      name: 'listmember',
      from: 'entityid',
      to: 'accountid',
      'link-type': 'exists',
    });
    const filter = element(document, 'filter', {});
    filter.appendChild(element(document, 'condition', { attribute: 'listid', operator: 'eq', value: list.id }));
    onList.appendChild(filter);
    accounts.appendChild(onList);
  } else {
    const own = parse({ listName: list.name, table: 'account', fetchXml: list.query ?? '' });
    strip(own.fetch, own.entity);
    const filters = element(document, 'filter', { type: 'and' });
    for (const filter of elementsOf(accounts, ['filter'])) filters.appendChild(remove(filter));
    for (const filter of elementsOf(own.entity, ['filter'])) {
      filters.appendChild(document.importNode(remove(filter), true));
    }
    if (filters.firstChild !== null) accounts.appendChild(filters);
    for (const link of elementsOf(own.entity, ['link-entity'])) {
      accounts.appendChild(document.importNode(remove(link), true));
    }
  }
  return new XMLSerializer().serializeToString(document);
}
