import type { RunReporter } from '../../../ports/run-reporter.js';
import { DataverseError } from '../http/errors.js';
import type { CompletionMailerOptions } from '../mail/completion-mailer.js';
import { foreseeMail } from '../mail/foresee-mail.js';
import { addresseesOf, claimRow } from './claim/claim.js';
import { readDataSyncRow } from './claim/data-sync-row.js';
import { readSyncNow } from './claim/look-again.js';
import { existingSyncs, isDeletedSync } from './existing-syncs.js';
import { outboxHandlers, type RunHandlers } from './outbox/handlers.js';
import { syncRowColumns } from './rows/row-columns.js';
import { writeSyncRow } from './rows/row-writer.js';
import { SyncOwners } from './rows/sync-owners.js';

/** Who tells Dataverse and people: at once, and what waits in the outbox. Both know the owners of syncs that either has asked for. */
interface Reporting {
  readonly reporter: RunReporter;
  readonly outbox: RunHandlers;
}

export function createReporting(options: CompletionMailerOptions): Reporting {
  const owners = new SyncOwners(options.client);
  return { reporter: runReporter(options, owners), outbox: outboxHandlers(options, owners) };
}

function runReporter({ client, reporting }: CompletionMailerOptions, owners: SyncOwners): RunReporter {
  return {
    async now(signal) {
      await client.get('WhoAmI', { purpose: 'claim', flow: 'clock', signal });
      return client.serverClock.now();
    },

    foreseeMail: (addresses, signal) => foreseeMail(client, reporting, addresses, signal),

    claim: (run, startedAt, signal, options) => claimRow(run, startedAt, { client, owners }, signal, options),
    lookAgain: (run, signal) => readSyncNow(client, run, signal),

    existing: (ids, signal) => existingSyncs(client, ids, signal),
    isDeleted: (id, signal) => isDeletedSync(client, id, signal),

    async addressees(dataSyncId, signal) {
      const row = await readDataSyncRow(client, dataSyncId, { signal });
      return row === null ? {} : addresseesOf(row);
    },

    async notice({ runId, dataSyncId }, patch, signal) {
      try {
        return await writeSyncRow(client, { runId, dataSyncId }, syncRowColumns(patch), signal, { notice: true });
      } catch (error) {
        if (error instanceof DataverseError || signal.aborted) return false;
        throw error;
      }
    },
  };
}
