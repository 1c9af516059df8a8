import { systemClock } from './adapters/clock.js';
import { nodeHashing } from './adapters/crypto/node-hashing.js';
import { createDataverseClient, type ConnectedClient } from './adapters/dataverse/http/create-client.js';
import type { SetupParts } from './cli/setup/context.js';
import type { DataverseConfig } from './config.js';
import type { Said } from './domain/user-limit.js';

/** A client with its own connections, signed in as the users given. */
export function connect(
  dataverse: Pick<DataverseConfig, 'url' | 'authority' | 'users'>,
  onSaid?: (user: string, said: Said) => void,
): ConnectedClient {
  const users = dataverse.users.map(({ clientId, clientSecret }) => ({
    clientId,
    clientSecret: clientSecret.reveal(),
  }));
  const { url: organizationUrl, authority } = dataverse;
  return createDataverseClient(
    { organizationUrl, authority, users },
    { clock: systemClock, ...(onSaid === undefined ? {} : { onSaid }) },
  );
}

/** What the commands that prepare an environment are made of. */
export const setupParts: SetupParts = { connect, nameBasedId: (...parts) => nodeHashing.nameBasedId(...parts) };
