import { systemClock } from '../adapters/clock.js';
import type { DataverseClient } from '../adapters/dataverse/http/client.js';
import { plannedSendEndOf } from '../adapters/dataverse/requests/planned-send-end.js';
import { createServiceRequests } from '../adapters/dataverse/requests/service-requests.js';
import { collectFile } from '../adapters/files/collect-file.js';
import { exportLinks } from '../application/links/export-links.js';
import { viewAsRecipient } from '../application/links/view-as-recipient.js';
import type { RequestDependencies } from '../application/requests/answer-requests.js';
import type { EngineEvents } from '../ports/events.js';
import type { LinkMaker } from '../ports/links/link-maker.js';
import type { ProfileReader } from '../ports/store/profiles.js';

interface AnsweringParts {
  readonly client: DataverseClient;
  readonly reader: ProfileReader;
  readonly events: EngineEvents;
  readonly links: LinkMaker | null;
}

/** Who answers requests: one handler per kind. */
export function composeAnswering({
  client,
  reader,
  events,
  links,
}: AnsweringParts): Pick<RequestDependencies, 'requests' | 'handlers'> {
  const requests = createServiceRequests(client);
  const { webForms, links: members } = reader;
  // Links are made and checked by this machine's clock.
  const now = (): Date => systemClock.now();
  const shared = { requests, webForms, links, now };
  return {
    requests,
    handlers: [
      exportLinks({
        ...shared,
        members,
        collect: collectFile,
        plannedSendEnd: (dataSyncId, signal) => plannedSendEndOf(client, dataSyncId, signal),
      }),
      viewAsRecipient({ ...shared, events }),
    ],
  };
}
