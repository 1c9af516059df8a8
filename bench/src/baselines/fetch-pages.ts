import { Agent, request } from 'undici';

/** Where the rows come from: service root (`…/api/data/v9.2/`) and a bearer token. */
export interface Source {
  readonly url: string;
  readonly token: string;
}

const agent = new Agent({ connections: 1, pipelining: 1 });
const annotations = 'Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords';

/**
 * Reads a FetchXML query page after page in one chain, as Microsoft's paging sample does.
 * @param fetchXml has `{paging}` where page and cookie go.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results
 */
export async function* fetchPages(source: Source, entitySet: string, fetchXml: string): AsyncGenerator<FetchedPage> {
  let cookie: string | null = null;
  for (let page = 1; ; page += 1) {
    const paging = `count="5000" page="${String(page)}"${cookie === null ? '' : ` paging-cookie="${escapeXml(cookie)}"`}`;
    const url = `${source.url}${entitySet}?fetchXml=${encodeURIComponent(fetchXml.replace('{paging}', paging))}`;
    const answer = await request(url, {
      dispatcher: agent,
      headers: {
        authorization: `Bearer ${source.token}`,
        accept: 'application/json',
        'odata-version': '4.0',
        'odata-maxversion': '4.0',
        prefer: `odata.include-annotations="${annotations}"`,
      },
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`The baseline was refused with ${String(answer.statusCode)}.`);
    const parsed = JSON.parse(text) as FetchedPage;
    yield parsed;
    const outer = parsed['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'];
    if (parsed['@Microsoft.Dynamics.CRM.morerecords'] !== true || outer === undefined) return;
    const inner = /pagingcookie="([^"]*)"/.exec(outer)?.[1] ?? '';
    cookie = decodeURIComponent(decodeURIComponent(inner));
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
