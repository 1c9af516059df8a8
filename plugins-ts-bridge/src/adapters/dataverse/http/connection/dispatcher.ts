import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { hostAndPort, proxyPool, type Tunnels } from './proxy-tunnel.js';

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const;

/** Where requests leave, and by which way. */
export interface Outbound {
  readonly dispatcher: Dispatcher;
  /** The proxy that made the way to an address, as `host:port`; `undefined` where none did. */
  proxyOf(url: URL): string | undefined;
}

interface OutboundOptions extends Agent.Options {
  /** How long a proxy may take to connect, in milliseconds; ten seconds unless told otherwise. */
  readonly tunnelMs?: number | undefined;
}

/**
 * Where requests leave: straight, or through the outbound proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`,
 * `NO_PROXY`, lower case too), as Node reads it. Without a proxy nothing stands between request and connection.
 * Certificates of the house come by `NODE_EXTRA_CA_CERTS`, which Node itself reads.
 * https://nodejs.org/api/cli.html#node_use_env_proxy1
 * @throws ProxyAddressError
 */
export function outboundDispatcher(
  { tunnelMs, ...options }: OutboundOptions,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Outbound {
  const named = proxyVariables.filter((name) => (environment[name] ?? '') !== '');
  if (named.length === 0) return { dispatcher: new Agent(options), proxyOf: () => undefined };
  for (const name of named) {
    const text = environment[name] ?? '';
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new ProxyAddressError(name);
  }
  const https = environment['https_proxy'] ?? environment['HTTPS_PROXY'];
  const http = environment['http_proxy'] ?? environment['HTTP_PROXY'];
  const tunnels: Tunnels = new Map();
  const dispatcher = new EnvHttpProxyAgent({
    ...options,
    ...(https === undefined ? {} : { httpsProxy: https }),
    ...(http === undefined ? {} : { httpProxy: http }),
    noProxy: environment['no_proxy'] ?? environment['NO_PROXY'] ?? '',
    clientFactory: (proxy, pool) => proxyPool(proxy, pool, tunnels, tunnelMs),
  });
  return { dispatcher, proxyOf: (url) => tunnels.get(hostAndPort(url)) };
}

/** The proxy's address cannot be used. The message never holds it: it may have a password. */
class ProxyAddressError extends Error {
  override readonly name = 'ProxyAddressError';

  constructor(variable: string) {
    super(`${variable} has to be an address such as http://proxy.example.com:3128; what it holds cannot be used.`);
  }
}
