import type { Clock } from '../../ports/clock.js';
import { DataverseClient, type DataverseClientOptions } from './client.js';
import { Governor, type Pause } from './governor.js';
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
}

/** A client with its own connections, tokens and governors. */
export function createDataverseClient(
  config: DataverseConfig,
  options: {
    readonly clock: Clock;
    readonly onCall?: DataverseClientOptions['onCall'];
    readonly onPause?: (pause: Pause) => void;
  },
): ConnectedClient {
  const { clock, onCall, onPause } = options;
  const transport = new UndiciTransport();
  const scope = `${config.organizationUrl.replace(/\/+$/, '')}/.default`;
  const lanes = config.users.map((user) => ({
    tokens: new TokenProvider({ authority: config.authority, scope, user, clock }),
    governor: new Governor({ clock, ...(onPause === undefined ? {} : { onPause }) }),
  }));
  const client = new DataverseClient({
    organizationUrl: config.organizationUrl,
    transport,
    lanes,
    clock,
    random: Math.random,
    ...(onCall === undefined ? {} : { onCall }),
  });
  return { client, [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose]() };
}
