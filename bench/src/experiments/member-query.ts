import type { MemberQuery } from '../baselines/common-clients.js';
import { twentyColumns } from '../stand.js';

/** Every member of one static list of contacts, with the columns that ours reads too. */
export function membersOf(listId: string): MemberQuery {
  const columns = twentyColumns.contact.map((name) => `<attribute name="${name}" />`).join('');
  return {
    entitySet: 'contacts',
    keyColumn: 'contactid',
    fetchXml:
      `<fetch {paging}><entity name="contact"><attribute name="contactid" />${columns}<order attribute="contactid" />` +
      '<link-entity name="listmember" from="entityid" to="contactid" link-type="exists">' +
      `<filter><condition attribute="listid" operator="eq" value="${listId}" /></filter></link-entity></entity></fetch>`,
  };
}

/** The membership rows of one static list: who is on it, without what we know of them. */
export function membershipOf(listId: string): MemberQuery {
  return {
    entitySet: 'listmembers',
    keyColumn: 'listmemberid',
    fetchXml:
      '<fetch {paging}><entity name="listmember"><attribute name="listmemberid" /><attribute name="entityid" />' +
      `<order attribute="listmemberid" /><filter><condition attribute="listid" operator="eq" value="${listId}" />` +
      '</filter></entity></fetch>',
  };
}
