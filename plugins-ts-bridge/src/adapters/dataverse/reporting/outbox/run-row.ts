import type { OutboxHandler } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { Refusals } from '../rows/refusals.js';
import { runRowColumns } from '../rows/row-columns.js';
import { writeRunRow } from '../rows/row-writer.js';
import type { SyncOwners } from '../rows/sync-owners.js';
import { mergedPatches, onlyNamed } from './merge-patches.js';

/** Writes the rows of runs. */
export function runRowHandler(client: DataverseClient, owners: SyncOwners): OutboxHandler<'run-row'> {
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      const rows = mergedPatches(
        messages,
        ({ subject }) => subject.runId,
        ({ patch }) => runRowColumns(patch),
      );
      for (const message of rows) {
        await refusals.writeRow(message, onlyNamed(message, runRowColumns(message.patch)), (columns) =>
          writeRunRow(client, message.subject, columns, owners, signal),
        );
      }
      return { refused: refusals.reports };
    },
  };
}
