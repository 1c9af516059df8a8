import { systemClock } from '../adapters/clock.js';
import type { DataverseClient } from '../adapters/dataverse/http/client.js';
import { linkStateHandler } from '../adapters/dataverse/responses/link-state-handler.js';
import { reviewHandler, submissionHandler } from '../adapters/dataverse/responses/response-handlers.js';
import { createResponseRecords } from '../adapters/dataverse/responses/response-records.js';
import type { ResponseDependencies } from '../application/responses/write-submission.js';
import type { ResponseHandlers } from '../ports/outbox.js';
import type { ProfileReader } from '../ports/store/profiles.js';
import type { WebForms } from '../ports/store/web-forms.js';

interface ResponseParts {
  readonly client: DataverseClient;
  readonly webForms: WebForms;
  readonly reader: Pick<ProfileReader, 'profiles'>;
}

/** Who writes what forms sent, and says so. */
export function composeResponses({ client, webForms, reader }: ResponseParts): ResponseHandlers {
  const dependencies: ResponseDependencies = {
    records: createResponseRecords(client, () => systemClock.steadyMs()),
    webForms,
    timeZone: () => reader.profiles.timeZone(),
  };
  return {
    submission: submissionHandler(dependencies),
    'submission-review': reviewHandler(dependencies),
    'link-state': linkStateHandler(client),
  };
}
