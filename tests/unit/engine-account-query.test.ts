import {
  accountsWithoutContactQuery,
  primaryContactsQuery,
} from '@pmds/bridge/adapters/dataverse/source/fetchxml/account-query';
import { rewriteListQuery } from '@pmds/bridge/adapters/dataverse/source/fetchxml/dynamic-query';
import type { PlannedList } from '@pmds/bridge/domain/run/run';
import type { RowId } from '@pmds/contracts/ids';

const id = '00000000-0000-4000-8000-000000000001' as RowId;
const list = (query: string | null): PlannedList => {
  return { id, name: 'Firms', table: 'contact', holds: 'account', kind: query === null ? 'static' : 'dynamic', query };
};
const own =
  '<fetch top="5"><entity name="account"><attribute name="name"/><order attribute="name"/>' +
  '<filter type="or"><condition attribute="revenue" operator="gt" value="5"/></filter>' +
  '<link-entity name="opportunity" from="customerid" to="accountid" link-type="inner"><attribute name="name"/></link-entity></entity></fetch>';

describe('a list of accounts', () => {
  it('stands for the primary contacts of the accounts that were put on it, each once', () => {
    expect(primaryContactsQuery(list(null))).toBe(
      '<fetch><entity name="contact"><link-entity name="account" from="primarycontactid" to="contactid" link-type="exists">' +
        '<link-entity name="listmember" from="entityid" to="accountid" link-type="exists"><filter>' +
        `<condition attribute="listid" operator="eq" value="${id}"/></filter></link-entity></link-entity></entity></fetch>`,
    );
  });

  it('keeps what its own query filters and links by, and gives up columns, orders and limits', () => {
    expect(primaryContactsQuery(list(own))).toBe(
      '<fetch><entity name="contact"><link-entity name="account" from="primarycontactid" to="contactid" link-type="exists">' +
        '<filter type="and"><filter type="or"><condition attribute="revenue" operator="gt" value="5"/></filter></filter>' +
        '<link-entity name="opportunity" from="customerid" to="accountid" link-type="inner"/></link-entity></entity></fetch>',
    );
  });

  it('can be cut into slices and pages like any list of contacts', () => {
    const request = { columns: ['firstname'], slice: { from: 0, to: null }, at: null, pageRows: 50 };
    const query = rewriteListQuery(
      { listName: 'Firms', table: 'contact', fetchXml: primaryContactsQuery(list(own)) },
      request,
    );
    expect(query).toContain('<attribute name="contactid"/><attribute name="firstname"/><order attribute="contactid"/>');
    expect(query).toContain('attribute="createdon"');
  });

  it('is asked for accounts that name nobody with all its conditions at once', () => {
    const query = accountsWithoutContactQuery(list(own), 5000);
    expect(query).toContain(
      '<filter type="and"><filter><condition attribute="primarycontactid" operator="null"/></filter><filter type="or">',
    );
  });

  it.each([
    ['select', 'LIST_QUERY_INVALID'],
    ['<fetch><entity name="contact"/></fetch>', 'LIST_QUERY_OTHER_TABLE'],
    [own.replace('operator="gt" value="5"', 'operator="eq-userid"'), 'LIST_QUERY_CALLER_RELATIVE'],
  ])('whose query is %j is refused, naming it', (query, code) => {
    expect(() => primaryContactsQuery(list(query))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('"Firms"') as string }) as Error,
    );
  });
});
