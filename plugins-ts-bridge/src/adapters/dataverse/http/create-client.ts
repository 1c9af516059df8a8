import { patiences, type Patience } from '../../../domain/retry-policy.js';
import type { Clock } from '../../../ports/clock.js';
import { DataverseClient, type DataverseClientOptions } from './client.js';
import type { Pause, Said } from '../../../domain/user-limit.js';
import { Governor } from './governor.js';
import type { SharedUser } from './limit-sharing.js';
import { TokenProvider, type ClientCredentials } from './token.js';
import { UndiciTransport } from './transport.js';

/** Plain data, so that it can be handed to a worker thread. */
interface DataverseConnection {
  /** Organisation URL without `/api`. */
  readonly organizationUrl: string;
  readonly authority: string;
  /** The first, and further ones that share the work. */
  readonly users: readonly ClientCredentials[];
  /** The longest wait that a server's wish leads to, in milliseconds. */
  readonly longestPauseMs?: number;
}

export interface ConnectedClient extends AsyncDisposable {
  readonly client: DataverseClient;
  /** Governors of the application users, in the order of the settings. */
  readonly users: readonly SharedUser[];
}

export interface ClientOptions {
  readonly clock: Clock;
  /** A run's unless told otherwise. */
  readonly patience?: Patience;
  readonly onCall?: DataverseClientOptions['onCall'];
  readonly onPause?: (pause: Pause) => void;
  /** Told what Dataverse said to which user. */
  readonly onSaid?: (user: string, said: Said) => void;
}

/** A client with its own connections, tokens and governors. */
export function createDataverseClient(config: DataverseConnection, options: ClientOptions): ConnectedClient {
  const { clock, patience = patiences.run, onCall, onPause, onSaid } = options;
  const longest = config.longestPauseMs === undefined ? {} : { longestPauseMs: config.longestPauseMs };
  const transport = new UndiciTransport();
  const scope = `${config.organizationUrl.replace(/\/+$/, '')}/.default`;
  const lanes = config.users.map((user) => ({
    tokens: new TokenProvider({
      authority: config.authority,
      scope,
      user,
      clock,
      transport,
      timeoutMs: patience.signInMs,
    }),
    user: user.clientId.toLowerCase(),
    governor: new Governor({
      clock,
      ...longest,
      ...(onPause === undefined ? {} : { onPause }),
      ...(onSaid === undefined ? {} : { onSaid: (said) => onSaid(user.clientId.toLowerCase(), said) }),
    }),
  }));
  const client = new DataverseClient({
    organizationUrl: config.organizationUrl,
    transport,
    lanes,
    clock,
    random: Math.random,
    ...longest,
    patience,
    ...(onCall === undefined ? {} : { onCall }),
  });
  return { client, users: lanes, [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose]() };
}
