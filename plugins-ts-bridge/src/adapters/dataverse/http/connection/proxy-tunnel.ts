import { Pool, type Dispatcher } from 'undici';

/** As long as a connection without a proxy may take, in milliseconds. */
const usualTunnelMs = 10_000;

/** Why there is no way through the proxy. */
export type TunnelFailure =
  /** Nothing came of the connection to the proxy, or of what was asked of it. */
  | { readonly kind: 'broken' }
  /** It took the connection and then said nothing. */
  | { readonly kind: 'silent' }
  /** It answered, and made no way. `signedIn`: it was given a user and password. */
  | { readonly kind: 'refused'; readonly status: number; readonly signedIn: boolean };

/** The outbound proxy made no way to the host. The message names host and port of the proxy, never its user or password. */
export class ProxyTunnelError extends Error {
  override readonly name = 'ProxyTunnelError';
  /** `host:port` */
  readonly proxy: string;
  readonly failure: TunnelFailure;

  constructor(proxy: string, failure: TunnelFailure, cause?: unknown) {
    super(`The outbound proxy ${proxy} made no connection.`, { cause });
    this.proxy = proxy;
    this.failure = failure;
  }
}

/** Which proxy, as `host:port`, made a way to a host, as `host:port`: what fails on that way may be the proxy's doing. */
export type Tunnels = Map<string, string>;

/** Connections to a proxy. What fails between here and the proxy says so; one that says nothing is given up in time. */
export function proxyPool(proxy: URL, options: object, tunnels: Tunnels, tunnelMs = usualTunnelMs): Dispatcher {
  const pool = new Pool(proxy, options);
  const name = hostAndPort(proxy);
  const signedIn = proxy.username !== '';
  // Bound before it is replaced.
  const tunnel: (wish: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> = pool.connect.bind(pool);
  const connect = async (wish: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    const signal = AbortSignal.timeout(tunnelMs);
    const made = await tunnel({ ...wish, signal }).catch((cause: unknown) => {
      throw new ProxyTunnelError(name, { kind: signal.aborted ? 'silent' : 'broken' }, cause);
    });
    if (made.statusCode !== 200) {
      made.socket.on('error', () => undefined).destroy();
      throw new ProxyTunnelError(name, { kind: 'refused', status: made.statusCode, signedIn });
    }
    tunnels.set(wish.path, name);
    return made;
  };
  return Object.assign(pool, { connect });
}

/** With the port that goes without saying. */
export function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}
