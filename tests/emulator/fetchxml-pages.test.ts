import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { aStore, contextOf, id, insertContacts, valueOf } from './data-world';

const paging = 'Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords';

interface Page {
  readonly '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'?: string;
  readonly '@Microsoft.Dynamics.CRM.morerecords'?: boolean;
  readonly value: { readonly contactid: string }[];
}

/** The attribute `pagingcookie` of the annotation, URL-decoded twice, as the documentation says. */
function cookieIn(page: Page): string {
  const inner = /pagingcookie="([^"]*)"/.exec(page['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'] ?? '')?.[1] ?? '';
  return decodeURIComponent(decodeURIComponent(inner));
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results
describe('paging with FetchXML', () => {
  const store = aStore();
  const names = ['Ann', 'bob', 'Cid', 'ann', 'Eve', 'Flo', 'Gus'];
  const ids = insertContacts(store, ...names.map((firstname) => ({ firstname })));
  const ask = (fetchXml: string): Page =>
    JSON.parse(answerFetch(contextOf(store, { annotate: paging }), 'contacts', fetchXml).body) as Page;

  it('walks every row once by cookie, and the last page has neither cookie nor morerecords', () => {
    const seen: string[] = [];
    let attribute = '';
    for (let number = 1; ; number++) {
      const page = ask(
        `<fetch count="3" page="${number}"${attribute}><entity name="contact"><attribute name="firstname"/><order attribute="contactid"/></entity></fetch>`,
      );
      seen.push(...page.value.map((row) => row.contactid));
      if (page['@Microsoft.Dynamics.CRM.morerecords'] !== true) {
        expect(Object.keys(page)).toEqual(['@odata.context', 'value']);
        break;
      }
      attribute = ` paging-cookie="${escape(cookieIn(page))}"`;
    }
    expect(seen).toEqual(ids);
  });

  it('writes the cookie as documented: last before first, upper-case GUIDs in braces, hex digits of the encoding in lower case', () => {
    const page = ask('<fetch count="3"><entity name="contact"><order attribute="contactid"/></entity></fetch>');
    expect(cookieIn(page)).toBe(
      `<cookie page="1"><contactid last="{${(ids[2] ?? '').toUpperCase()}}" first="{${(ids[0] ?? '').toUpperCase()}}" /></cookie>`,
    );
    expect(page['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie']).toMatch(
      /^<cookie pagenumber="2" pagingcookie="%253ccookie%2520page%253d%25221%2522%253e%253ccontactid%2520last%253d%2522%257b/,
    );
  });

  it('goes on behind the last row even when that row has been deleted in between', () => {
    const mine = aStore();
    const rows = insertContacts(mine, {}, {}, {}, {});
    const context = contextOf(mine, { annotate: paging });
    const first = JSON.parse(
      answerFetch(context, 'contacts', '<fetch count="2"><entity name="contact"/></fetch>').body,
    ) as Page;
    mine.delete('contact', rows[1] ?? '');
    const next = `<fetch count="2" page="2" paging-cookie="${escape(cookieIn(first))}"><entity name="contact"/></fetch>`;
    expect(valueOf(answerFetch(context, 'contacts', next).body).map((row) => row['contactid'])).toEqual(rows.slice(2));
  });

  it('understands a cookie that was decoded only once', () => {
    const page = ask('<fetch count="3"><entity name="contact"/></fetch>');
    const once = encodeURIComponent(cookieIn(page));
    const next = ask(`<fetch count="3" page="2" paging-cookie="${once}"><entity name="contact"/></fetch>`);
    expect(next.value.map((row) => row.contactid)).toEqual(ids.slice(3, 6));
  });

  it.each([
    ['ascending', '', ['Ann', 'ann', 'bob', 'Cid', 'Eve', 'Flo', 'Gus']],
    ['descending', ' descending="true"', ['Gus', 'Flo', 'Eve', 'Cid', 'bob', 'Ann', 'ann']],
  ])('pages an order by text %s without regard to case, equal names by primary key', (_name, direction, expected) => {
    const seen: unknown[] = [];
    let attribute = '';
    for (let number = 1; number < 9; number++) {
      const page = ask(
        `<fetch count="2" page="${number}"${attribute}><entity name="contact"><attribute name="firstname"/><order attribute="firstname"${direction}/></entity></fetch>`,
      );
      seen.push(...page.value.map((row) => (row as unknown as { firstname: string }).firstname));
      if (page['@Microsoft.Dynamics.CRM.morerecords'] !== true) break;
      attribute = ` paging-cookie="${escape(cookieIn(page))}"`;
    }
    expect(seen).toEqual(expected);
  });

  it('serves a page without cookie by counting, but refuses one beyond 50,000 rows', () => {
    const page = ask('<fetch count="3" page="3"><entity name="contact"/></fetch>');
    expect(page.value.map((row) => row.contactid)).toEqual(ids.slice(6));
    expect(() => ask('<fetch count="5000" page="11"><entity name="contact"/></fetch>')).toThrow(
      'Paging cookie is required',
    );
    const linked =
      '<link-entity name="account" from="accountid" to="parentcustomerid" link-type="outer"><order attribute="name"/></link-entity>';
    expect(() => ask(`<fetch count="5000" page="11"><entity name="contact">${linked}</entity></fetch>`)).toThrow(
      'Paging cookie is required',
    );
  });

  it('refuses top together with paging', () => {
    expect(() => ask('<fetch top="3" page="2"><entity name="contact"/></fetch>')).toThrow(
      "The top attribute can't be specified with paging attribute page",
    );
  });

  it('gives no cookie for an order on a linked column, but says that there is more', () => {
    const page = ask(
      `<fetch count="2"><entity name="contact"><link-entity name="account" from="accountid" to="parentcustomerid" link-type="outer"><order attribute="name"/></link-entity></entity></fetch>`,
    );
    expect(page['@Microsoft.Dynamics.CRM.morerecords']).toBe(true);
    expect(page['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie']).toBeUndefined();
  });

  it('counts all rows when the query asks for the total', () => {
    const context = contextOf(store, { annotate: '*' });
    const body = answerFetch(
      context,
      'contacts',
      '<fetch count="2" returntotalrecordcount="true"><entity name="contact"/></fetch>',
    ).body;
    expect(JSON.parse(body)).toMatchObject({
      '@Microsoft.Dynamics.CRM.totalrecordcount': 7,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
    });
  });

  it('refuses an entity set that is not the one of the entity', () => {
    expect(() => answerFetch(contextOf(store), 'accounts', '<fetch><entity name="contact"/></fetch>')).toThrow(
      "'contacts', not 'accounts'",
    );
    expect(id('c', 1)).toBe(ids[0]);
  });
});
