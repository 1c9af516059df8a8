import { errorOf, id } from './data-world';
import { column, run, sampleAccounts } from './sample-accounts';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/order-rows
describe('Order rows using FetchXml', () => {
  const store = sampleAccounts();
  store.update('account', id('a', 1), {
    parentaccountid: id('a', 2),
    accountnumber: 'B',
    preferredcontactmethodcode: 3,
  });
  store.update('account', id('a', 3), {
    parentaccountid: id('a', 5),
    accountnumber: 'A',
    preferredcontactmethodcode: 4,
  });
  store.update('account', id('a', 4), { parentaccountid: id('a', 2), accountnumber: 'C' });
  const names = (inside: string, fetch = ''): unknown[] =>
    column(store, `<fetch${fetch}><entity name='account'><attribute name='name' />${inside}</entity></fetch>`, 'name');
  const parent = (order: string): string =>
    `<link-entity name='account' from='accountid' to='parentaccountid' link-type='inner' alias='parentaccount'><attribute name='name' alias='parentaccount' />${order}</link-entity>`;

  it('orders by several columns, the first first', () => {
    expect(names(`<order attribute='createdon' descending='true' /><order attribute='name' />`).slice(0, 3)).toEqual([
      'Example Account',
      'A. Datum Corporation (sample)',
      'Adventure Works (sample)',
    ]);
  });

  it("puts a link's order behind the entity's, wherever it stands", () => {
    expect(names(`${parent(`<order attribute='name' />`)}<order attribute='accountnumber' />`)).toEqual([
      'Fabrikam, Inc. (sample)',
      'Litware, Inc. (sample)',
      'Blue Yonder Airlines (sample)',
    ]);
  });

  it("puts a link's order first where the entity's order names it", () => {
    const xml = `${parent('')}<order entityname='parentaccount' attribute='name' /><order attribute='name' />`;
    expect(names(xml)).toEqual(['Blue Yonder Airlines (sample)', 'Litware, Inc. (sample)', 'Fabrikam, Inc. (sample)']);
  });

  it('orders lookups by name, and choices by label unless the raw values are wanted', () => {
    expect(names(`<order attribute='primarycontactid' descending='true' />`).slice(0, 2)).toEqual([
      'Litware, Inc. (sample)',
      'Blue Yonder Airlines (sample)',
    ]);
    // 3 is Phone, 4 is Fax.
    const byMethod = `<order attribute='preferredcontactmethodcode' />`;
    expect(names(byMethod).slice(-2)).toEqual(['Fabrikam, Inc. (sample)', 'Litware, Inc. (sample)']);
    expect(names(byMethod, ` useraworderby='true'`).slice(-2)).toEqual([
      'Litware, Inc. (sample)',
      'Fabrikam, Inc. (sample)',
    ]);
  });
});

const paging = 'Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results
describe('Page results using FetchXml', () => {
  const store = sampleAccounts();
  store.update('contact', id('c', 4), { annualincome: 45000, transactioncurrencyid: id('y', 1) });
  const xml = (page: number, cookie = '', size = 3): string =>
    `<fetch count='${size}' page='${page}'${cookie}><entity name='contact'><attribute name='fullname' /><attribute name='jobtitle' />
      <attribute name='annualincome' /><order descending='true' attribute='fullname' /></entity></fetch>`;
  const attributeOf = (cookie: string): string =>
    ` paging-cookie='${cookie.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}'`;
  const cookieIn = (annotation: unknown): string => /pagingcookie="([^"]*)"/.exec(String(annotation))?.[1] ?? '';
  const twice = (text: string): string => decodeURIComponent(decodeURIComponent(text));

  it('answers the first page as the page shows it', () => {
    const { head, rows } = run(store, xml(1), { annotate: paging });
    const [first, last] = [id('c', 1).toUpperCase(), id('c', 5).toUpperCase()];
    expect(head).toEqual({
      '@odata.context':
        'http://127.0.0.1:5000/api/data/v9.2/$metadata#contacts(fullname,jobtitle,annualincome,_transactioncurrencyid_value,transactioncurrencyid,contactid,transactioncurrencyid())',
      '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': `<cookie pagenumber="2" pagingcookie="%253ccookie%2520page%253d%25221%2522%253e%253cfullname%2520last%253d%2522Scott%2520Konersmann%2520%2528sample%2529%2522%2520first%253d%2522Susanna%2520Stubberod%2520%2528sample%2529%2522%2520%252f%253e%253ccontactid%2520last%253d%2522%257b${last}%257d%2522%2520first%253d%2522%257b${first}%257d%2522%2520%252f%253e%253c%252fcookie%253e" istracking="False" />`,
      '@Microsoft.Dynamics.CRM.morerecords': true,
    });
    expect(rows[1]).toEqual({
      fullname: 'Sidney Higa (sample)',
      annualincome: 45000,
      _transactioncurrencyid_value: id('y', 1),
      contactid: id('c', 4),
    });
  });

  it('goes on with the cookie decoded twice, and ends without annotations', () => {
    const first = run(store, xml(1), { annotate: paging });
    const cookie = twice(cookieIn(first.head['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie']));
    const second = run(store, xml(2, attributeOf(cookie)), { annotate: paging });
    expect(second.rows.map((row) => row['fullname'])).toEqual([
      'Robert Lyon (sample)',
      'Rene Valdes (sample)',
      'Paul Cannon (sample)',
    ]);
    const next = twice(cookieIn(second.head['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie']));
    const third = run(store, xml(3, attributeOf(next)), { annotate: paging });
    expect(third.rows).toHaveLength(3);
    expect(Object.keys(third.head)).toEqual(['@odata.context']);
  });

  it('counts on from the page of the cookie when a later one is asked for, and from the start for an earlier one', () => {
    const second = run(store, xml(2), { annotate: paging });
    const cookie = attributeOf(twice(cookieIn(second.head['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'])));
    const names = (page: number): unknown[] => run(store, xml(page, cookie)).rows.map((row) => row['fullname']);
    expect(names(3)).toEqual(column(store, xml(3), 'fullname'));
    expect(names(4)).toEqual([]);
    expect(names(2)).toEqual(column(store, xml(2), 'fullname'));
  });

  it("refuses a cookie of another order and a cookie whose page is no number, with the catalogue's codes", () => {
    const other = attributeOf(`<cookie page="1"><lastname last="x" first="a" /></cookie>`);
    expect(errorOf(() => run(store, xml(2, other)))).toMatchObject({
      code: '0x80041129',
      message: 'Order by columns do not match those in paging cookie.',
    });
    const noPage = attributeOf(`<cookie page="zero"><fullname last="x" first="a" /></cookie>`);
    expect(errorOf(() => run(store, xml(2, noPage)))).toMatchObject({ code: '0x8004112A' });
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/count-rows
  it('counts rows up to 5,000 and says when there are more', () => {
    const many = sampleAccounts();
    many.load(
      'lead',
      Array.from({ length: 5001 }, (_, at) => ({ leadid: id('l', at) })),
    );
    const count = (filter = ''): unknown =>
      run(
        many,
        `<fetch count='1' returntotalrecordcount='true'><entity name='lead'><attribute name='leadid' />${filter}</entity></fetch>`,
        { annotate: '*' },
      ).head;
    expect(count()).toMatchObject({
      '@odata.count': 5000,
      '@Microsoft.Dynamics.CRM.totalrecordcount': 5000,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': true,
    });
    const all = `<filter><condition attribute='leadid' operator='ne' value='${id('l', 0)}' /></filter>`;
    expect(count(all)).toMatchObject({
      '@Microsoft.Dynamics.CRM.totalrecordcount': 5000,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
    });
  });

  it.each(['page', 'count', 'returntotalrecordcount'])('refuses top together with %s', (paged) => {
    const value = paged === 'returntotalrecordcount' ? 'true' : '1';
    const fetch = `<fetch top='5' ${paged}='${value}'><entity name='account' /></fetch>`;
    expect(errorOf(() => run(store, fetch)).message).toBe(
      `The top attribute can't be specified with paging attribute ${paged}`,
    );
  });

  it('gives at most 5,000 rows by top', () => {
    const top = (value: number): string => `<fetch top='${value}'><entity name='account' /></fetch>`;
    expect(run(store, top(5000)).rows).toHaveLength(10);
    expect(errorOf(() => run(store, top(5001))).message).toContain("can't exceed 5,000");
    expect(errorOf(() => run(store, top(0)))).toMatchObject({
      code: '0x8004110c',
      message: "A value greater than zero must be specified. The attribute is 'top'.",
    });
  });
});
