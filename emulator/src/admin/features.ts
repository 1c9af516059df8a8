import { operations } from '../messages/registry.js';
import { documentedLimits } from '../limits/service-protection.js';
import { maxBatchRequests } from '../http/batch/run-batch.js';
import { columnTypes } from '../model/column.js';

interface FeatureTable {
  readonly operations: readonly {
    readonly name: string;
    readonly kind: string;
    readonly on: string;
    readonly summary: string;
  }[];
  readonly columnTypes: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly notImplemented: readonly string[];
}

/** Known absences, each answered 501 naming it. */
const notImplemented: readonly string[] = [
  'creating and changing definitions through the Web API (EntityDefinitions and the like); import a solution instead',
  'image columns, and the upload of a file in chunks by PATCH',
  "duplicate detection rules of one's own (the default ones of accounts, contacts and leads are there)",
  '.NET plug-ins, workflows, business rules',
  'service endpoints other than webhooks',
  'client assertions (certificates) at the token endpoint; use a secret',
  'elastic and virtual tables',
  'conditions of FetchXML on an aggregate, and entityname in the filter of a link for another table than its own',
  'columns that only decorate another one (parentcustomeridname) as attributes of FetchXML; ask for formatted values',
  'Dataverse search (/api/search) and the Organization Service (/XRMServices)',
];

/** What there is, read from the code that does it. */
export function features(): FeatureTable {
  return {
    operations: operations.map((operation) => ({
      name: operation.name,
      kind: operation.kind,
      on:
        operation.binding === null
          ? 'organisation'
          : (operation.tables?.join(', ') ?? `any ${operation.binding === 'row' ? 'row' : 'table'}`),
      summary: operation.summary,
    })),
    columnTypes,
    limits: {
      requestsPer300Seconds: documentedLimits.requests,
      executionSecondsPer300Seconds: documentedLimits.executionSeconds,
      concurrentRequests: documentedLimits.concurrent,
      requestsInBatch: maxBatchRequests,
    },
    notImplemented,
  };
}
