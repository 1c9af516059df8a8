import type { MailOutcome } from '@pmds/contracts/mail-outcome';
import type { RowId } from '@pmds/contracts/ids';
import type { OutboxEntry, RunRowPatch, SyncRowPatch } from '../../domain/outbox.js';
import type { TraceRow } from '../../domain/trace.js';
import type { Clock } from '../../ports/clock.js';
import type { Hashing } from '../../ports/hashing.js';
import type { RunReporter } from '../../ports/run-reporter.js';
import type { DataverseClient } from '../dataverse/http/client.js';
import { createCompletionMailer, type MailMessage } from '../mail/completion-mailer.js';
import { foreseeMail } from '../mail/foresee-mail.js';
import { mailReport } from '../mail/mail-report.js';
import { claimRow } from './claim.js';
import type { ReportingConfig } from './config.js';
import { runRowColumns, syncRowColumns } from './row-columns.js';
import { writeRunRow, writeSyncRow, type RunKey } from './row-writer.js';
import { closeTraces, writeTraces } from './trace-writer.js';

export interface RunReporterOptions {
  readonly client: DataverseClient;
  readonly clock: Clock;
  readonly hashing: Hashing;
  readonly reporting: ReportingConfig;
}

/** What a batch of the outbox comes to: patches of one row merged, later ones winning. */
interface Delivery {
  readonly runRows: Map<string, { readonly key: RunKey; patch: RunRowPatch }>;
  readonly syncRows: Map<RowId, { readonly key: RunKey; patch: SyncRowPatch }>;
  readonly traces: TraceRow[];
  /** Ids of Trace rows of earlier runs. */
  readonly closed: string[];
  readonly mails: MailMessage[];
}

export function createRunReporter(options: RunReporterOptions): RunReporter {
  const { client, clock } = options;
  const sendMail = createCompletionMailer(options);
  return {
    foreseeMail: (addresses, signal) => foreseeMail(client, options.reporting, addresses, signal),
    claim: (run, startedAt, signal) => claimRow(run, startedAt, { client, clock }, signal),

    async deliver(entries, signal) {
      const { runRows, syncRows, traces, closed, mails } = merge(entries);
      // Runs before their Trace rows, which point to them; both before the row that says how many there are; people last.
      for (const { key, patch } of runRows.values()) await writeRunRow(client, key, runRowColumns(patch), signal);
      if (traces.length > 0) await writeTraces(client, traces, signal);
      await closeTraces(client, closed, signal);
      for (const { key, patch } of syncRows.values()) {
        await writeSyncRow(client, key, syncRowColumns(patch), signal);
      }
      const answers: TraceRow[] = [];
      for (const mail of mails) {
        const delivery = await sendMail(mail, signal);
        const { traces: warnings, settled } = mailReport(mail, delivery, options);
        answers.push(...warnings);
        await closeTraces(client, settled, signal);
        const { unsent } = delivery;
        // Of a mail that reached everybody at once the row says nothing, and its claim has emptied it.
        if (unsent.length === 0 && mail.attempts === undefined) continue;
        const completionMail: MailOutcome | null = unsent.length === 0 ? null : { state: 'unsent', unsent };
        await writeSyncRow(client, mail, syncRowColumns({ completionMail }), signal);
      }
      return answers;
    },
  };
}

function merge(entries: readonly OutboxEntry[]): Delivery {
  const delivery: Delivery = { runRows: new Map(), syncRows: new Map(), traces: [], closed: [], mails: [] };
  for (const { message } of [...entries].sort((a, b) => a.seq - b.seq)) {
    const { runId, dataSyncId } = message;
    switch (message.kind) {
      case 'run-row': {
        const earlier = delivery.runRows.get(runId)?.patch;
        delivery.runRows.set(runId, { key: { runId, dataSyncId }, patch: { ...earlier, ...message.patch } });
        break;
      }
      case 'sync-row': {
        const earlier = delivery.syncRows.get(dataSyncId)?.patch;
        delivery.syncRows.set(dataSyncId, { key: { runId, dataSyncId }, patch: { ...earlier, ...message.patch } });
        break;
      }
      case 'trace':
        delivery.traces.push(message.trace);
        break;
      case 'close-traces':
        delivery.closed.push(...message.ids);
        break;
      case 'mail':
        delivery.mails.push(message);
        break;
    }
  }
  return delivery;
}
