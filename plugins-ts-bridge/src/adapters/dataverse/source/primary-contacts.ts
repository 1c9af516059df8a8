import { primaryContactIdsQuery } from './fetchxml/account-query.js';
import { contactReader, type Found } from './fetchxml/pages/membership-readers.js';
import type { ReadPage } from './fetchxml/pages/page-reply.js';
import type { PageFetcher, PageToFetch } from './page-fetcher.js';

interface AccountsQuery {
  readonly own: { readonly fetchXml: string; readonly listName: string };
  /** Position of the list in the order. */
  readonly list: number | undefined;
  readonly pageRows: number;
}

/** Primary contacts of the accounts that a query selects, by id, one page. */
export async function contactIdsOf(
  pages: PageFetcher,
  { own, list, pageRows }: AccountsQuery,
  page: Pick<PageToFetch, 'at' | 'purpose' | 'call'>,
): Promise<ReadPage<Found>> {
  const fetchXml = primaryContactIdsQuery(own, { at: page.at, pageRows });
  const subject = { table: 'account', listName: own.listName };
  const { values, next } = await pages.fetch({ ...page, set: 'accounts', fetchXml, subject }, contactReader(list));
  return { values: values.filter(({ id }) => id !== null), next };
}
