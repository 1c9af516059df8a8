import { Pool, type Dispatcher } from 'undici';

/** As long as a connection without a proxy may take, in milliseconds. */
const usualTunnelMs = 10_000;

/** The outbound proxy made no way to the host. The message names host and port of the proxy, never its user or password. */
export class ProxyTunnelError extends Error {
  override readonly name = 'ProxyTunnelError';
  /** `host:port` */
  readonly proxy: string;
  /** It took the connection and then said nothing. */
  readonly silent: boolean;

  constructor(proxy: string, silent: boolean, cause: unknown) {
    super(`The outbound proxy ${proxy} made no connection.`, { cause });
    this.proxy = proxy;
    this.silent = silent;
  }
}

/** Connections to a proxy. What fails between here and the proxy says so; one that says nothing is given up in time. */
export function proxyPool(proxy: URL, options: object, tunnelMs = usualTunnelMs): Dispatcher {
  const pool = new Pool(proxy, options);
  const port = proxy.port === '' ? { 'http:': 80, 'https:': 443 }[proxy.protocol] : proxy.port;
  const name = `${proxy.hostname}:${String(port)}`;
  // Bound before it is replaced.
  const tunnel: (wish: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> = pool.connect.bind(pool);
  const connect = async (wish: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    const signal = AbortSignal.timeout(tunnelMs);
    try {
      return await tunnel({ ...wish, signal });
    } catch (cause) {
      throw new ProxyTunnelError(name, signal.aborted, cause);
    }
  };
  return Object.assign(pool, { connect });
}
