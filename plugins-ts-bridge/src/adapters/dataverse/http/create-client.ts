import type { Clock } from '../../../ports/clock.js';
import { DataverseClient, type DataverseClientOptions } from './client.js';
import type { Pause, Said } from '../../../domain/user-limit.js';
import { Governor } from './governor.js';
import type { SharedUser } from './limit-sharing.js';
import { TokenProvider, type ApplicationUser } from './token.js';
import { UndiciTransport } from './transport.js';

/** Plain data, so that it can be handed to a worker thread. */
export interface DataverseConfig {
  /** Organisation URL without `/api`. */
  readonly organizationUrl: string;
  readonly authority: string;
  /** The first, and further ones that share the work. */
  readonly users: readonly ApplicationUser[];
}

export interface ConnectedClient extends AsyncDisposable {
  readonly client: DataverseClient;
  /** Governors of the application users, in the order of the settings. */
  readonly users: readonly SharedUser[];
}

/** A client with its own connections, tokens and governors. */
export function createDataverseClient(
  config: DataverseConfig,
  options: {
    readonly clock: Clock;
    readonly onCall?: DataverseClientOptions['onCall'];
    readonly onPause?: (pause: Pause) => void;
    /** Told what Dataverse said to which user. */
    readonly onSaid?: (user: string, said: Said) => void;
  },
): ConnectedClient {
  const { clock, onCall, onPause, onSaid } = options;
  const transport = new UndiciTransport();
  const scope = `${config.organizationUrl.replace(/\/+$/, '')}/.default`;
  const lanes = config.users.map((user) => ({
    tokens: new TokenProvider({ authority: config.authority, scope, user, clock }),
    user: user.clientId.toLowerCase(),
    governor: new Governor({
      clock,
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
    ...(onCall === undefined ? {} : { onCall }),
  });
  return { client, users: lanes, [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose]() };
}
