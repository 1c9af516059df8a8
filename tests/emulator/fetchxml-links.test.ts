import { answerFetch, idsOfFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { aStore, contextOf, id, insertContacts, valueOf } from './data-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/link-entity
describe('link-entity', () => {
  const store = aStore();
  const [a1, a2] = [id('a', 1), id('a', 2)];
  store.insert('account', { accountid: a1, name: 'Adventure', numberofemployees: 10 });
  store.insert('account', { accountid: a2, name: 'Blue Yonder' });
  const [ann, bob, cid, dan] = insertContacts(
    store,
    { firstname: 'Ann', parentcustomerid: a1, 'parentcustomerid@table': 'account' },
    { firstname: 'Bob', parentcustomerid: a1 },
    { firstname: 'Cid', parentcustomerid: a2 },
    { firstname: 'Dan' },
  ) as [string, string, string, string];
  const [news, fair] = [id('l', 1), id('l', 2)];
  store.insert('list', { listid: news, listname: 'News' });
  store.insert('list', { listid: fair, listname: 'Fair' });
  for (const [listid, entityid] of [
    [news, ann],
    [fair, ann],
    [news, bob],
    [fair, cid],
  ]) {
    store.insert('listmember', { listid: listid ?? '', entityid: entityid ?? '', entitytype: 'contact' });
  }
  const ask = (inside: string, table = 'contact', set = 'contacts', fetch = ''): Record<string, unknown>[] =>
    valueOf(
      answerFetch(contextOf(store), set, `<fetch${fetch}><entity name="${table}">${inside}</entity></fetch>`).body,
    );
  const names = (inside: string, fetch = ''): unknown[] =>
    ask(`<attribute name="firstname"/>${inside}`, 'contact', 'contacts', fetch).map((row) => row['firstname']);
  const members = (type: string, lists: string): string =>
    `<link-entity name="listmember" from="entityid" to="contactid" link-type="${type}"><filter><condition attribute="listid" operator="in">${lists}</condition></filter></link-entity>`;
  const both = `<value>${news}</value><value>{${fair.toUpperCase()}}</value>`;

  it.each(['exists', 'in', 'matchfirstrowusingcrossapply'])('%s returns a person on two lists once', (type) => {
    expect(names(members(type, both))).toEqual(['Ann', 'Bob', 'Cid']);
  });

  it('inner repeats a person on two lists, and distinct does not', () => {
    expect(names(members('inner', both))).toEqual(['Ann', 'Ann', 'Bob', 'Cid']);
    expect(names(members('inner', both), ' distinct="true"')).toEqual(['Ann', 'Bob', 'Cid']);
    expect(names(`<attribute name="contactid"/>${members('inner', both)}`, ' distinct="true"')).toEqual([
      'Ann',
      'Bob',
      'Cid',
    ]);
  });

  it('brings linked columns under alias and column, null ones left out', () => {
    const rows = ask(
      `<attribute name="firstname"/><link-entity name="account" from="accountid" to="parentcustomerid" alias="a" link-type="inner"><attribute name="name"/><attribute name="numberofemployees" alias="staff"/></link-entity>`,
    );
    expect(rows.map(({ '@odata.etag': _etag, ...row }) => row)).toEqual([
      { firstname: 'Ann', contactid: ann, 'a.name': 'Adventure', staff: 10 },
      { firstname: 'Bob', contactid: bob, 'a.name': 'Adventure', staff: 10 },
      { firstname: 'Cid', contactid: cid, 'a.name': 'Blue Yonder' },
    ]);
  });

  it('outer keeps rows without a match, and a filter on the link does not remove them', () => {
    const link =
      '<link-entity name="account" from="accountid" to="parentcustomerid" alias="a" link-type="outer"><attribute name="name"/><filter><condition attribute="name" operator="eq" value="adventure"/></filter></link-entity>';
    expect(ask(link + '<attribute name="firstname"/>').map((row) => row['a.name'])).toEqual([
      'Adventure',
      'Adventure',
      undefined,
      undefined,
    ]);
  });

  it('filters the root by columns of an outer link: not in', () => {
    const link = '<link-entity name="account" from="accountid" to="parentcustomerid" alias="a" link-type="outer"/>';
    expect(names(`${link}<filter><condition entityname="a" attribute="accountid" operator="null"/></filter>`)).toEqual([
      'Dan',
    ]);
  });

  const inFilter = (type: string, filter: string): string =>
    `<filter type="or"><link-entity name="contact" from="parentcustomerid" to="accountid" link-type="${type}">${filter}</link-entity></filter>`;
  const isAnn = '<filter><condition attribute="firstname" operator="eq" value="Ann"/></filter>';
  it.each([
    ['any', isAnn, ['Adventure']],
    ['not all', isAnn, ['Adventure']],
    ['not any', isAnn, ['Blue Yonder']],
    ['all', isAnn, ['Blue Yonder']],
  ])('%s inside a filter', (type, filter, expected) => {
    const rows = ask(`<attribute name="name"/>${inFilter(type, filter)}`, 'account', 'accounts');
    expect(rows.map((row) => row['name'])).toEqual(expected);
  });

  it('links through a chain: contacts of accounts by the lists they are on', () => {
    const chain = `<link-entity name="contact" from="parentcustomerid" to="accountid" link-type="exists"><link-entity name="listmember" from="entityid" to="contactid"><filter><condition attribute="listid" operator="eq" value="${fair}"/></filter></link-entity></link-entity>`;
    expect(ask(`<attribute name="name"/>${chain}`, 'account', 'accounts').map((row) => row['name'])).toEqual([
      'Adventure',
      'Blue Yonder',
    ]);
  });

  it('refuses a second link-entity with the same alias, and a link without a relationship behind it', () => {
    const link =
      '<link-entity name="account" from="accountid" to="parentcustomerid" alias="a"><attribute name="name"/></link-entity>';
    expect(() => ask(link + link)).toThrow("alias 'a' is used twice");
    expect(() => ask('<link-entity name="account"/>')).toThrow(
      'No system many-to-many relationship exists between contact and account.',
    );
  });

  it('lists the members that a dynamic list means, each once', () => {
    const query = `<fetch distinct="true"><entity name="contact"><attribute name="fullname"/>${members('inner', both)}</entity></fetch>`;
    expect(idsOfFetch(contextOf(store), query)).toEqual([ann, bob, cid]);
    expect(dan).toBe(id('c', 4));
  });

  it('leaves out linked rows that the caller may not read', () => {
    const readFilter = (table: { readonly logicalName: string }) =>
      table.logicalName === 'account' ? (row: readonly unknown[]) => row[0] !== a1 : null;
    const context = contextOf(store, { as: { readFilter, rightsKey: 'partial' } });
    const query =
      '<fetch><entity name="contact"><attribute name="firstname"/><link-entity name="account" from="accountid" to="parentcustomerid"/></entity></fetch>';
    expect(valueOf(answerFetch(context, 'contacts', query).body).map((row) => row['firstname'])).toEqual(['Cid']);
  });
});
