import type { ConnectedClient } from '../../adapters/dataverse/http/create-client.js';
import { isLoopback } from '../../settings/loopback.js';
import { ConfigReader } from '../../settings/config-reader.js';
import { address as addressSchema } from '../../settings/schemas.js';
import type { ApplicationUser, Config, DataverseConfig } from '../../settings/config.js';
import { webhookPath } from '../../http/webhook-route.js';
import { OpenResources } from '../../open-resources.js';
import { UsageError, type Values } from '../command.js';
import type { BridgeUser, SetupContext } from './items/item.js';
import { whoAmI } from './sign-in.js';

export interface SetupParts {
  readonly connect: (
    dataverse: Pick<DataverseConfig, 'url' | 'authority' | 'users' | 'longestPauseMs'>,
  ) => ConnectedClient;
  readonly nameBasedId: (...parts: readonly string[]) => string;
  readonly destinations: (config: Config) => SetupContext['destinations'];
}

/** Signs everybody in and hands the context to `work`; connections are closed behind it. */
export async function withContext<Value>(
  config: Config,
  webhook: SetupContext['webhook'],
  { connect, nameBasedId, destinations }: SetupParts,
  work: (context: SetupContext) => Promise<Value>,
): Promise<Value> {
  const opened = new OpenResources();
  const { url, authority, users, setupUser, longestPauseMs } = config.dataverse;
  const signIn = (user: ApplicationUser) =>
    opened.use(connect({ url, authority, users: [user], longestPauseMs })).client;
  try {
    const bridgeUsers: BridgeUser[] = [];
    for (const user of users) {
      const client = signIn(user);
      bridgeUsers.push({ clientId: user.clientId, client, ...(await whoAmI(client, user.clientId)) });
    }
    const client = setupUser === null ? (bridgeUsers[0]?.client ?? signIn(users[0])) : signIn(setupUser);
    if (setupUser !== null) await whoAmI(client, setupUser.clientId);
    const { from, smtpUrl } = config.mail;
    const { optOutFlags } = config;
    const mail = { mailFrom: from, smtp: smtpUrl !== null };
    return await work({
      client,
      users: bridgeUsers,
      webhook,
      ...mail,
      optOutFlags,
      nameBasedId,
      destinations: destinations(config),
    });
  } finally {
    await opened.close();
  }
}

/** Where Dataverse shall post to: the option, else PMDS_PUBLIC_URL, else nowhere. */
export function webhookOf(config: Config, values: Values): SetupContext['webhook'] {
  const { publicUrl, webhookKey } = config.http;
  const option = values['webhook-url'];
  const reader = new ConfigReader({});
  const address = typeof option === 'string' ? reader.check('--webhook-url', option, addressSchema) : publicUrl;
  if (reader.problems.length > 0) throw new UsageError(...reader.problems);
  if (address === null) return null;
  if (webhookKey === null) {
    throw new UsageError('PMDS_WEBHOOK_KEY is missing: Dataverse has to show it with every call.');
  }
  const { hostname, port, protocol, pathname } = new URL(address);
  if (port !== '' && !isLoopback(hostname)) {
    throw new UsageError(
      `Dataverse posts to ports 80 and 443 only, not to ${port} (${protocol}//${hostname}:${port}).`,
    );
  }
  const url = pathname === '/' ? `${address}${webhookPath}` : address;
  return { url, key: webhookKey.reveal() };
}
