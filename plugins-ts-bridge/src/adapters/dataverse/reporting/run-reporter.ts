import type { MailOutcome } from '@pmds/contracts/run/mail-outcome';
import type { RowId } from '@pmds/contracts/ids';
import { failures } from '../../../domain/failures.js';
import type { OutboxEntry, OutboxMessage } from '../../../domain/outbox/outbox.js';
import type { TraceRow } from '../../../domain/run/trace.js';
import type { Clock } from '../../../ports/clock.js';
import type { Hashing } from '../../../ports/hashing.js';
import type { LaterMessage, RunReporter, UnsentMailReport } from '../../../ports/run-reporter.js';
import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { createCompletionMailer, type MailDelivery, type MailMessage } from '../mail/completion-mailer.js';
import { foreseeMail } from '../mail/foresee-mail.js';
import { mailReport } from '../mail/mail-report.js';
import { addresseesOf, claimRow } from './claim/claim.js';
import { readDataSyncRow } from './claim/data-sync-row.js';
import { readSyncNow } from './claim/look-again.js';
import type { ReportingConfig } from './config.js';
import { existingSyncs, isDeletedSync } from './existing-syncs.js';
import { ColumnLabels } from './rows/column-labels.js';
import { Refusals } from './rows/refusals.js';
import { runRowColumns, syncRowColumns, type Columns } from './rows/row-columns.js';
import { writeRunRow, writeSyncRow } from './rows/row-writer.js';
import { SyncOwners } from './rows/sync-owners.js';
import { changeTraces, writeTraces, type TraceMessage, type TracesMessage } from './rows/trace-writer.js';

export interface RunReporterOptions {
  readonly client: DataverseClient;
  readonly clock: Clock;
  readonly hashing: Hashing;
  readonly reporting: ReportingConfig;
}

type RowMessage<Kind extends OutboxMessage['kind']> = Extract<OutboxMessage, { readonly kind: Kind }>;

/** What a batch of the outbox comes to: patches of one row merged, later ones winning. */
interface Delivery {
  readonly runRows: Map<string, RowMessage<'run-row'>>;
  readonly syncRows: Map<RowId, RowMessage<'sync-row'>>;
  readonly traces: TraceMessage[];
  readonly changes: TracesMessage[];
  readonly mails: MailMessage[];
}

export function createRunReporter(options: RunReporterOptions): RunReporter {
  const { client } = options;
  const owners = new SyncOwners(client);
  const labels = new ColumnLabels(client);
  const sendMail = createCompletionMailer(options);
  return {
    async now(signal) {
      await client.get('WhoAmI', { purpose: 'claim', flow: 'clock', signal });
      return client.serverClock.now();
    },

    foreseeMail: (addresses, signal) => foreseeMail(client, options.reporting, addresses, signal),

    claim: (run, startedAt, signal, options) => claimRow(run, startedAt, { client, owners }, signal, options),
    lookAgain: (run, signal) => readSyncNow(client, run, signal),

    existing: (ids, signal) => existingSyncs(client, ids, signal),
    isDeleted: (id, signal) => isDeletedSync(client, id, signal),

    async addressees(dataSyncId, signal) {
      const row = await readDataSyncRow(client, dataSyncId, { signal });
      return row === null ? {} : addresseesOf(row);
    },

    async deliver(entries, signal, { lastAttempt = false } = {}) {
      const { runRows, syncRows, traces, changes, mails } = merge(entries);
      const refusals = new Refusals(lastAttempt, signal);
      // Runs before their Trace rows, which point to them; both before the row that says how many there are; people last.
      for (const message of runRows.values()) {
        await refusals.writeRow(message, only(message, runRowColumns(message.patch)), (columns) =>
          writeRunRow(client, message, columns, owners, signal),
        );
      }
      if (traces.length > 0) await writeTraces(client, traces, { refusals, owners, labels }, signal);
      await changeTraces(client, changes, refusals, signal);
      const gone = new Set<RowId>();
      for (const message of syncRows.values()) {
        await refusals.writeRow(message, only(message, syncRowColumns(message.patch)), async (columns) => {
          if (!(await writeSyncRow(client, message, columns, signal))) gone.add(message.dataSyncId);
        });
      }
      const followUps: TraceRow[] = [];
      const later: LaterMessage[] = [];
      const unsentMails: UnsentMailReport[] = [];
      for (const mail of mails.map((one) => (gone.has(one.dataSyncId) ? ofDeletedSync(one) : one))) {
        await refusals.during(mail, async () => {
          const delivery = await sendMail(mail, signal);
          const { traces: warnings, settled } = mailReport(mail, delivery, options);
          followUps.push(...warnings);
          if (delivery.again !== null) later.push(delivery.again);
          unsentMails.push(...unsentMail(mail, delivery));
          if (settled.length > 0) {
            await changeTraces(client, [{ ...mail, kind: 'close-traces', ids: settled }], refusals, signal);
          }
          const { unsent } = delivery;
          // Of a mail that reached everybody at once the row says nothing, and its claim has emptied it.
          if (unsent.length === 0 && mail.attempts === undefined) return;
          const completionMail: MailOutcome | null = unsent.length === 0 ? null : { state: 'unsent', unsent };
          await writeSyncRow(client, mail, syncRowColumns({ completionMail }), signal);
        });
      }
      return { followUps, later, refused: refusals.reports, gone: [...gone], unsent: unsentMails };
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

function unsentMail({ runId }: MailMessage, { unsent, again, nobodyKnown }: MailDelivery): readonly UnsentMailReport[] {
  if (nobodyKnown === true) return [{ runId, addresses: null, again: false }];
  const addresses = unsent.reduce((sum, one) => sum + one.addresses.length, 0);
  return addresses === 0 ? [] : [{ runId, addresses, again: again !== null }];
}

/** The sync was deleted in the moment between the run's last look and its end: nobody may send by it. */
function ofDeletedSync(mail: MailMessage): MailMessage {
  const { happened: message } = failures.SYNC_DELETED;
  const said = { safeToSend: false, readiness: message, message, rowIsGone: true } as const;
  return { ...mail, notice: { ...mail.notice, status: 'cancelled', ...said } };
}

/** Of a report that is sent again, the columns that were refused alone. */
function only({ only: names }: { readonly only?: readonly string[] }, columns: Columns): Columns {
  if (names === undefined) return columns;
  return Object.fromEntries(Object.entries(columns).filter(([name]) => names.includes(name)));
}

function merge(entries: readonly OutboxEntry[]): Delivery {
  const delivery: Delivery = { runRows: new Map(), syncRows: new Map(), traces: [], changes: [], mails: [] };
  for (const { message } of [...entries].sort((a, b) => a.seq - b.seq)) {
    switch (message.kind) {
      case 'run-row': {
        const earlier = delivery.runRows.get(message.runId);
        delivery.runRows.set(message.runId, merged(earlier, message));
        break;
      }
      case 'sync-row': {
        const earlier = delivery.syncRows.get(message.dataSyncId);
        delivery.syncRows.set(message.dataSyncId, merged(earlier, message));
        break;
      }
      case 'trace':
        delivery.traces.push(message);
        break;
      case 'close-traces':
      case 'adopt-traces':
        delivery.changes.push(message);
        break;
      case 'mail':
        delivery.mails.push(message);
        break;
    }
  }
  return delivery;
}

/** Both in one; where one of them speaks of some columns alone, of those and of what the other has. */
function merged<Message extends RowMessage<'run-row'> | RowMessage<'sync-row'>>(
  earlier: Message | undefined,
  later: Message,
): Message {
  if (earlier === undefined) return later;
  const names = [earlier, later].map(columnNames);
  const all: Message = { ...later, patch: { ...earlier.patch, ...later.patch } };
  if (earlier.only === undefined && later.only === undefined) return all;
  return { ...all, only: [...new Set(names.flat())] };
}

function columnNames(message: RowMessage<'run-row'> | RowMessage<'sync-row'>): readonly string[] {
  if (message.only !== undefined) return message.only;
  return Object.keys(message.kind === 'run-row' ? runRowColumns(message.patch) : syncRowColumns(message.patch));
}
