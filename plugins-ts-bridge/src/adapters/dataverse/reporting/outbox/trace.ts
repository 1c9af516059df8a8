import type { OutboxHandler } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { ColumnLabels } from '../rows/column-labels.js';
import { Refusals } from '../rows/refusals.js';
import type { SyncOwners } from '../rows/sync-owners.js';
import { writeTraces } from '../rows/trace-writer.js';

/** Writes rows of the Error Trace. */
export function traceHandler(client: DataverseClient, owners: SyncOwners): OutboxHandler<'trace'> {
  const labels = new ColumnLabels(client);
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      await writeTraces(client, messages, { refusals, owners, labels }, signal);
      return { refused: refusals.reports };
    },
  };
}
