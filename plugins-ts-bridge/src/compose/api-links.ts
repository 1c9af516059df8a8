import { systemClock } from '../adapters/clock.js';
import type { DataverseClient } from '../adapters/dataverse/http/client.js';
import { plannedSendEndOf } from '../adapters/dataverse/requests/planned-send-end.js';
import { createEntraAccessTokens } from '../adapters/tokens/entra-access-tokens.js';
import { RequestGate } from '../application/prefill/request-gate.js';
import type { RequestEvents } from '../events.js';
import type { LinksRouteDependencies } from '../http/links-route.js';
import type { ProfileReader } from '../ports/store/profiles.js';
import type { Config } from '../settings/config.js';
import { composeLinks } from './tokens.js';

interface ApiLinkParts {
  readonly config: Config;
  readonly events: RequestEvents;
  /** For who waits. */
  readonly people: DataverseClient;
  readonly ledger: ProfileReader;
}

const sendEndTimeoutMs = 10_000;

/** What gives applications links; `null` where none may ask. */
export function composeApiLinks({ config, events, people, ledger }: ApiLinkParts): LinksRouteDependencies | null {
  const { audience, perClientPerMinute } = config.api;
  if (audience === null) return null;
  // Links are made and checked by this machine's clock.
  const now = (): Date => systemClock.now();
  return {
    tokens: createEntraAccessTokens({
      authority: config.dataverse.authority,
      audience,
      onUnreachable: (error) => {
        events.accessKeysUnreadable(error);
      },
    }),
    rates: new RequestGate({ perPerson: Infinity, perForm: Infinity, perClient: perClientPerMinute }, now),
    events,
    reader: ledger,
    links: composeLinks(config),
    plannedSendEnd: (dataSyncId) => plannedSendEndOf(people, dataSyncId, AbortSignal.timeout(sendEndTimeoutMs)),
    now,
  };
}
