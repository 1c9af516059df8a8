import type { Reply } from './odata-error.js';
import { signInToProxy, throughProxy } from './proxy-sentences.js';

/** Hosts with sign-in pages of Microsoft's clouds. */
const signInHost = /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn|windows\.net)$/;

/** The sentence for a status that neither Dataverse nor the usual gateways have. */
export function unknownStatus(at: string, status: number): string {
  return `${at} answered ${status}, which this service does not know.`;
}

/**
 * Says who answered in the place of the Web API, as far as the reply shows it. Names statuses and hosts; never what a page
 * says, nor the query of an address.
 */
export function strangerOf(reply: Reply, at: string): string {
  if (reply.status === 407) return signInToProxy(reply.proxy);
  return `${strangerIn(reply, at)}${throughProxy(reply.proxy)}`;
}

function strangerIn(reply: Reply, at: string): string {
  const { status } = reply;
  const by = serverOf(reply);
  if (status >= 300 && status < 400) return redirect(reply, at, by);
  if (status >= 200 && status < 300) {
    const what = /^\s*$/.test(reply.body.slice(0, 256)) ? 'without content' : contentOf(reply);
    return `${at} answered ${status} ${what}, which is not an answer of the Web API${by}. A proxy, a firewall or a maintenance page stands in between.`;
  }
  switch (status) {
    case 401:
      return `${at} was answered with 401 by somebody else than Dataverse${by}: a proxy or gateway in between wants a sign-in of its own.`;
    case 403:
      return `A proxy or firewall between this service and ${at} refused the request (403)${by}. The answer is not Dataverse's: roles and privileges have nothing to do with it. Have the address allowed in the proxy or firewall.`;
    case 404:
    case 410:
      return `A gateway or proxy answered ${status} in the place of ${at}${by}: the page is not Dataverse's, so nothing follows for the row that was asked for.`;
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
      return `A gateway before ${at} answered ${status}${by}.`;
    case 413:
    case 414:
    case 431:
      return `A proxy or gateway between this service and ${at} does not take requests of this length (${status})${by}.`;
    case 429:
      return `A gateway before ${at} refuses further requests for now (429)${by}.`;
    default:
      return `${unknownStatus(at, status)} The answer is not Dataverse's${by}.`;
  }
}

function redirect({ status, headers }: Reply, at: string, by: string): string {
  const location = headers['location'] ?? '';
  const target = location !== '' && URL.canParse(location, at) ? new URL(location, at) : null;
  if (target === null || target.origin === 'null')
    return `${at} answered ${status} without an address to go to${by}. The Web API never redirects: a proxy or gateway stands in between.`;
  const where = signInHost.test(target.hostname) ? `the sign-in page ${target.origin}` : target.origin;
  const same = target.origin === at ? 'another path of itself' : where;
  return `${at} redirects to ${same} (${status})${by}. The Web API never redirects: check PMDS_DATAVERSE_URL, and what proxy or gateway stands in between.`;
}

function contentOf({ headers, body }: Reply): string {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (/html/i.test(type) || /^\s*</.test(body.slice(0, 256))) return 'with a web page';
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) ? `with ${type}` : 'with something';
}

/** `, from "squid/6.1"`: products of proxies name themselves. */
function serverOf({ headers }: Reply): string {
  const name = (headers['server'] ?? headers['via'] ?? '')
    .replace(/[^\w ./()-]/g, '')
    .trim()
    .slice(0, 40);
  return name === '' ? '' : `, from "${name}"`;
}
