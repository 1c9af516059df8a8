import { systemClock } from '../adapters/clock.js';
import { nodeHashing } from '../adapters/crypto/node-hashing.js';
import {
  createDataverseClient,
  type ClientOptions,
  type ConnectedClient,
} from '../adapters/dataverse/http/create-client.js';
import { composeExports } from './destinations.js';
import type { SetupParts } from '../cli/setup/context.js';
import type { DataverseConfig } from '../settings/config.js';
import { patiences } from '../domain/retry-policy.js';

/** A client with its own connections, signed in as the users given. */
export function connect(
  dataverse: Pick<DataverseConfig, 'url' | 'authority' | 'users' | 'longestPauseMs'>,
  options: Pick<ClientOptions, 'onSaid' | 'patience'> = {},
): ConnectedClient {
  const users = dataverse.users.map(({ clientId, clientSecret }) => ({
    clientId,
    clientSecret: clientSecret.reveal(),
  }));
  const { url: organizationUrl, authority, longestPauseMs } = dataverse;
  return createDataverseClient(
    { organizationUrl, authority, users, longestPauseMs },
    { clock: systemClock, ...options },
  );
}

/** What the commands that prepare an environment are made of. */
export const setupParts: SetupParts = {
  connect: (dataverse) => connect(dataverse, { patience: patiences.command }),
  nameBasedId: (...parts) => nodeHashing.nameBasedId(...parts),
  destinations: composeExports,
};
