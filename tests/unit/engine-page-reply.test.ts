import { readPage, type PageReply } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/page-reply';
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
    expect(() => readPageOf(body, null)).toThrow(expect.objectContaining({ code: 'PAGE_INVALID' }) as Error);
  });

  it.each([
    [null, 1],
    [{ page: 4, cookie: '' }, 5],
  ])('B7 goes on by page number where more records are promised without a cookie', (at, page) => {
    expect(readPageOf({ [more]: true, value: [{}] }, at).next).toEqual({ page, cookie: '' });
  });

  it('B7 is refused without a cookie where Dataverse would read no further: after 50,000 rows', () => {
    const value = Array.from({ length: 5_000 }, () => ({}));
    expect(readPageOf({ [more]: true, value }, { page: 9, cookie: '' }).next).toEqual({ page: 10, cookie: '' });
    expect(() => readPageOf({ [more]: true, value }, { page: 10, cookie: '' })).toThrow(/no paging cookie/);
  });

  it('is refused when its cookie leads to where it came from, whatever page it counts', () => {
    const again = outer(inner.replace('page="1"', 'page="2"'));
    expect(() => readPageOf({ [more]: true, [annotation]: again, value: [{}] }, { page: 1, cookie: inner })).toThrow(
      expect.objectContaining({ code: 'PAGING_STUCK' }) as Error,
    );
  });
});
