import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { rewriteListQuery } from '@pmds/bridge/adapters/dataverse/source/fetchxml/dynamic-query';
import type { PageRequest } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/page-request';

const everything: PageRequest = { columns: ['firstname'], slice: { from: null, to: null }, at: null, pageRows: 5000 };
const rewrite = (fetchXml: string, request: Partial<PageRequest> = {}): string =>
  rewriteListQuery({ listName: 'Spring', table: 'contact', fetchXml }, { ...everything, ...request });
const failureOf = (fetchXml: string): unknown => {
  try {
    return rewrite(fetchXml);
  } catch (error) {
    return error;
  }
};

describe("a dynamic list's query", () => {
  const own =
    '<fetch version="1.0" distinct="true" top="50" no-lock="true"><entity name="contact"><all-attributes/>' +
    '<order attribute="lastname"/><filter type="or"><condition attribute="address1_city" operator="eq" value="A &amp; B"/>' +
    '<condition attribute="address1_city" operator="null"/></filter>' +
    '<link-entity name="account" from="accountid" to="parentcustomerid" alias="a"><attribute name="name"/>' +
    '<filter><condition attribute="revenue" operator="gt" value="5"/></filter></link-entity></entity></fetch>';

  it('keeps filters, links and distinct, and gives up columns, orders and limits', () => {
    expect(rewrite(own)).toBe(
      '<fetch version="1.0" distinct="true" count="5000" page="1"><entity name="contact"><attribute name="contactid"/>' +
        '<attribute name="firstname"/><order attribute="contactid"/><filter type="or">' +
        '<condition attribute="address1_city" operator="eq" value="A &amp; B"/>' +
        '<condition attribute="address1_city" operator="null"/></filter>' +
        '<link-entity name="account" from="accountid" to="parentcustomerid" alias="a">' +
        '<filter><condition attribute="revenue" operator="gt" value="5"/></filter></link-entity></entity></fetch>',
    );
  });

  it('asks for a slice of what it finds, never for more than it finds', () => {
    const slice = { from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 1, 1) };
    const document = new DOMParser().parseFromString(rewrite(own, { slice }), 'text/xml');
    const filter = [...(document.documentElement?.getElementsByTagName('filter') ?? [])].find(
      (element) => element.parentNode?.nodeName === 'entity',
    );
    expect(filter?.getAttribute('type')).toBe('and');
    expect(filter?.childNodes).toHaveLength(2);
    expect(new XMLSerializer().serializeToString(filter!)).toContain('operator="ge" value="2024-01-01T00:00:00Z"');
  });

  it('hands the paging cookie back as it was decoded', () => {
    const cookie = '<cookie page="1"><contactid last="{A}" first="{B}" /></cookie>';
    const root = new DOMParser().parseFromString(rewrite(own, { at: { page: 3, cookie } }), 'text/xml').documentElement;
    expect([root?.getAttribute('page'), root?.getAttribute('paging-cookie')]).toEqual(['4', cookie]);
  });

  it.each([
    ['', 'LIST_QUERY_INVALID'],
    ['no xml', 'LIST_QUERY_INVALID'],
    ['<fetch><entity name="contact"></fetch>', 'LIST_QUERY_INVALID'],
    ['<query/>', 'LIST_QUERY_INVALID'],
    ['<fetch/>', 'LIST_QUERY_INVALID'],
    ['<fetch aggregate="true"><entity name="contact"/></fetch>', 'LIST_QUERY_INVALID'],
    ['<fetch><entity name="lead"/></fetch>', 'LIST_QUERY_OTHER_TABLE'],
  ])('%j is refused with %s, naming the list', (fetchXml, code) => {
    expect(failureOf(fetchXml)).toMatchObject({ code, message: expect.stringContaining('"Spring"') as string });
  });

  it.each(['eq-userid', 'ne-userid', 'eq-userteams', 'eq-businessid', 'eq-useroruserteams'])(
    'is refused when it depends on the caller by %s, naming column and condition',
    (operator) => {
      const fetchXml = `<fetch><entity name="contact"><filter><condition attribute="ownerid" operator="${operator}"/></filter></entity></fetch>`;
      expect(failureOf(fetchXml)).toMatchObject({
        code: 'LIST_QUERY_CALLER_RELATIVE',
        message: expect.stringContaining(`ownerid ${operator}`) as string,
      });
    },
  );

  it('B8 gets no condition on the last change where it has as many as there may be, and has one where there is room', () => {
    const filter = (count: number): string =>
      `<filter type="or">${'<condition attribute="city" operator="null"/>'.repeat(count)}</filter>`;
    const changed = (count: number): boolean =>
      rewrite(`<fetch><entity name="contact">${filter(count)}</entity></fetch>`, { changedSince: new Date() }).includes(
        'modifiedon',
      );
    expect([499, 500].map(changed)).toEqual([true, false]);
  });
});
