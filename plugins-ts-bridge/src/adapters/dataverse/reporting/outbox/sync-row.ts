import type { RowId } from '@pmds/contracts/ids';
import type { OutboxHandler } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { Refusals } from '../rows/refusals.js';
import { syncRowColumns } from '../rows/row-columns.js';
import { writeSyncRow } from '../rows/row-writer.js';
import { mergedPatches, onlyNamed } from './merge-patches.js';

/** Writes the rows of syncs. */
export function syncRowHandler(client: DataverseClient): OutboxHandler<'sync-row'> {
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      const gone: RowId[] = [];
      const rows = mergedPatches(
        messages,
        ({ subject }) => subject.dataSyncId,
        ({ patch }) => syncRowColumns(patch),
      );
      for (const message of rows) {
        await refusals.writeRow(message, onlyNamed(message, syncRowColumns(message.patch)), async (columns) => {
          if (!(await writeSyncRow(client, message.subject, columns, signal))) gone.push(message.subject.dataSyncId);
        });
      }
      return { refused: refusals.reports, gone: [...new Set(gone)] };
    },
  };
}
