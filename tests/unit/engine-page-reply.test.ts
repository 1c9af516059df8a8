import fc from 'fast-check';
import { readPage, type PageReply } from '@pmds/bridge/adapters/dataverse/fetchxml/page-reply';
import type { PagePosition } from '@pmds/bridge/ports/recipient-source';

const readPageOf = (body: unknown, at: PagePosition | null): PageReply => readPage(JSON.stringify(body), at);
const more = '@Microsoft.Dynamics.CRM.morerecords';
const annotation = '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie';
const inner = '<cookie page="1"><contactid last="{B}" first="{A}" /></cookie>';
const outer = (cookie: string): string =>
  `<cookie pagenumber="2" pagingcookie="${encodeURIComponent(encodeURIComponent(cookie))}" istracking="False" />`;

describe("a page's envelope", () => {
  it('leads to the next page with the cookie decoded twice', () => {
    const page = readPageOf({ [more]: true, [annotation]: outer(inner), value: [{}] }, null);
    expect(page.next).toEqual({ page: 1, cookie: inner });
  });

  it('ends the chain when there are no more records', () => {
    expect(readPageOf({ value: [] }, { page: 4, cookie: inner }).next).toBeNull();
  });

  it.each([[null], ['text'], [{}], [{ value: {} }], [{ value: [1] }], [{ value: [null] }]])('%j is no page', (body) => {
    expect(() => [...readPageOf(body, null).rows]).toThrow(expect.objectContaining({ code: 'PAGE_INVALID' }) as Error);
  });

  it('is refused when more records are promised without a cookie', () => {
    expect(() => readPageOf({ [more]: true, value: [] }, null)).toThrow(/no paging cookie/);
  });

  it('is refused when its cookie leads to where it came from, whatever page it counts', () => {
    const again = outer(inner.replace('page="1"', 'page="2"'));
    expect(() => readPageOf({ [more]: true, [annotation]: again, value: [{}] }, { page: 1, cookie: inner })).toThrow(
      expect.objectContaining({ code: 'PAGING_STUCK' }) as Error,
    );
  });

  it('gives the same rows as parsing it as a whole, whatever they hold', () => {
    const awkward = fc.constantFrom('},{"', '"value":[', '}]', '\\"},{\\"', '{"a":1}', '\u2028');
    const value = fc.oneof(fc.string(), awkward, fc.jsonValue({ maxDepth: 2 }), fc.constant([{ a: 1 }, { b: '},{"' }]));
    const rows = fc.array(fc.dictionary(fc.oneof(fc.string(), awkward), value, { maxKeys: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.boolean(), (value, after) => {
        const text = JSON.stringify(after ? { value, '@odata.nextLink': 'x' } : { '@odata.context': 'x', value });
        const expected = (JSON.parse(text) as { readonly value: unknown }).value;
        expect([...readPage(text, null).rows]).toEqual(expected);
      }),
    );
  });

  it('says that a page is cut off at the row where it is', () => {
    const page = readPage('{"value":[{"a":1},{"a":2,{"a":3},{"a":4}]}', null);
    expect(() => [...page.rows]).toThrow(SyntaxError);
    expect(() => readPage('{"value":[{"a":1},{"a"', null)).toThrow(SyntaxError);
  });
});
