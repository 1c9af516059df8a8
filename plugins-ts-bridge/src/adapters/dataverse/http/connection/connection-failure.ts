import { signInToProxy, throughProxy } from '../answers/proxy-sentences.js';
import { DataverseError } from '../errors.js';
import { ProxyTunnelError, type TunnelFailure } from './proxy-tunnel.js';

const untrusted = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'INVALID_CA',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
]);
const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);
const mustAllow =
  'If a proxy of your own opens encrypted connections, name its root certificate in NODE_EXTRA_CA_CERTS.';

/**
 * What a connection failed of, in words.
 * @param at The origin that was asked.
 * @param proxy The outbound proxy that made the way there, as `host:port`, where one did.
 */
export function connectionFailure(at: string, cause: unknown, proxy?: string): DataverseError {
  const { code } = innermost(cause);
  const tunnel = tunnelErrorIn(cause);
  const via = tunnel === null ? throughProxy(proxy) : '';
  const host = new URL(at).hostname;
  const fail = (text: string, kind: 'network' | 'timeout' | 'tls' = 'network', lasting = false) =>
    new DataverseError(`${text}${via}`, { code: kind, status: 0, retry: { afterMs: 0 }, lasting }, { cause });
  if (tunnel !== null) {
    const { failure } = tunnel;
    if (failure.kind === 'refused') {
      return fail(proxyRefusal(tunnel.proxy, failure, host), 'network', failure.status === 407);
    }
    const silent = failure.kind === 'silent' || timeouts.has(code);
    const why = silent ? 'does not answer in time' : reasonOf(code);
    return fail(
      `The outbound proxy ${tunnel.proxy} ${why}, so there is no way to ${host}. Check HTTPS_PROXY and the proxy, or list the host in NO_PROXY.`,
    );
  }
  if (untrusted.has(code)) {
    return fail(`The certificate of ${at} is not trusted here (${code}). ${mustAllow}`, 'tls', true);
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const when = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet';
    return fail(
      `The certificate of ${at} ${when} (${code}). Check the clock of this machine, and who answers there.`,
      'tls',
      true,
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return fail(
      `The certificate of ${at} is one for another host name (${code}). Check the address, and who answers there.`,
      'tls',
      true,
    );
  }
  if (code.startsWith('CERT_'))
    return fail(`The certificate of ${at} is not accepted (${code}). ${mustAllow}`, 'tls', true);
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    return fail(
      `${at} does not speak TLS as this service does (${code}). Check address and port, and what stands in between.`,
      'tls',
      true,
    );
  }
  if (code === 'ENOTFOUND') return fail(`There is no host ${host} (ENOTFOUND). Check the address and the name server.`);
  if (code === 'EAI_AGAIN') return fail(`The name server does not answer for ${host} (EAI_AGAIN).`);
  if (code === 'ECONNREFUSED') return fail(`${at} refuses connections (ECONNREFUSED).`);
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return fail(`There is no way to ${at} (${code}). A firewall may stand in between.`);
  if (timeouts.has(code)) {
    const connecting = code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT';
    return connecting
      ? fail(`${at} accepts no connection in time. A firewall may stand in between.`)
      : fail(`${at} did not answer in time.`, 'timeout');
  }
  return fail(`The connection to ${at} failed${/^[A-Z][A-Z_]+$/.test(code) ? ` (${code})` : ''}.`);
}

function reasonOf(code: string): string {
  if (code === 'ECONNREFUSED') return 'refuses connections (ECONNREFUSED)';
  if (code === 'ENOTFOUND') return 'is not known to the name server (ENOTFOUND)';
  return `does not connect${/^[A-Z][A-Z_]+$/.test(code) ? ` (${code})` : ''}`;
}

function tunnelErrorIn(error: unknown): ProxyTunnelError | null {
  if (error instanceof ProxyTunnelError) return error;
  return error instanceof Error ? tunnelErrorIn(error.cause) : null;
}

type Refused = Extract<TunnelFailure, { readonly kind: 'refused' }>;

function proxyRefusal(proxy: string, { status, signedIn }: Refused, host: string): string {
  if (status === 407) return signInToProxy(proxy, signedIn);
  const answered = `The outbound proxy ${proxy} did not connect to ${host}: it answered ${status}.`;
  return status >= 500
    ? `${answered} Check the way of the proxy to the host (its name server and firewall), or list the host in NO_PROXY.`
    : `${answered} Have the host allowed there, or list it in NO_PROXY.`;
}

/** Errors of connections come wrapped, and several at once where a host has several addresses. */
function innermost(error: unknown): { readonly code: string } {
  if (typeof error !== 'object' || error === null) return { code: '' };
  const { code, cause, errors } = error as Readonly<Record<'code' | 'cause' | 'errors', unknown>>;
  const inner = innermost(Array.isArray(errors) ? errors[0] : cause);
  if (inner.code !== '') return inner;
  return { code: typeof code === 'string' ? code : '' };
}
