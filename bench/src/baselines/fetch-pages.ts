import { Agent, request } from 'undici';

/** Where the rows come from: service root (`…/api/data/v9.2/`) and a bearer token. */
export interface Source {
  readonly url: string;
  readonly token: string;
}

const agent = new Agent({ connections: 1, pipelining: 1 });
const annotations = 'Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords';

/** Address and headers of one page. @param fetchXml has `{paging}` where page and cookie go. */
export function pageQuery(
  source: Source,
  entitySet: string,
  fetchXml: string,
  page: number,
  cookie: string | null,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const paging = `count="5000" page="${String(page)}"${cookie === null ? '' : ` paging-cookie="${escapeXml(cookie)}"`}`;
  return {
    url: `${source.url}${entitySet}?fetchXml=${encodeURIComponent(fetchXml.replace('{paging}', paging))}`,
    headers: {
      authorization: `Bearer ${source.token}`,
      accept: 'application/json',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
      prefer: `odata.include-annotations="${annotations}"`,
    },
  };
}

/** The cookie for the next page, `null` on the last one. @param outer The annotation as it came. */
export function nextCookie(outer: string | undefined): string | null {
  const inner = /pagingcookie="([^"]*)"/.exec(outer ?? '')?.[1];
  return inner === undefined ? null : decodeURIComponent(decodeURIComponent(inner));
}

/**
 * Reads a FetchXML query page after page in one chain, as Microsoft's paging sample does.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results
 */
export async function* fetchPages(source: Source, entitySet: string, fetchXml: string): AsyncGenerator<FetchedPage> {
  let cookie: string | null = null;
  for (let page = 1; ; page += 1) {
    const { url, headers } = pageQuery(source, entitySet, fetchXml, page, cookie);
    const answer = await request(url, { dispatcher: agent, headers });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`The baseline was refused with ${String(answer.statusCode)}.`);
    const parsed = JSON.parse(text) as FetchedPage;
    yield parsed;
    if (parsed['@Microsoft.Dynamics.CRM.morerecords'] !== true) return;
    cookie = nextCookie(parsed['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie']);
    if (cookie === null) return;
  }
}

export interface FetchedPage {
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly '@Microsoft.Dynamics.CRM.morerecords'?: boolean;
  readonly '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'?: string;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
