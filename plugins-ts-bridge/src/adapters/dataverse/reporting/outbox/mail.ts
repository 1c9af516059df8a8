import type { MailOutcome } from '@pmds/contracts/run/mail-outcome';
import { failures } from '../../../../domain/failures.js';
import type { TraceRow } from '../../../../domain/run/trace.js';
import type { LaterMessage, OutboxHandler, UnsentMailReport } from '../../../../ports/outbox.js';
import {
  createCompletionMailer,
  type CompletionMailerOptions,
  type MailDelivery,
  type MailMessage,
} from '../../mail/completion-mailer.js';
import { mailReport } from '../../mail/mail-report.js';
import { Refusals } from '../rows/refusals.js';
import { syncRowColumns } from '../rows/row-columns.js';
import { writeSyncRow } from '../rows/row-writer.js';
import { changeTraces, closed } from '../rows/trace-changes.js';

/** Sends completion mails, and says on the row and in the Trace who got none. */
export function mailHandler(options: CompletionMailerOptions): OutboxHandler<'mail'> {
  const { client } = options;
  const sendMail = createCompletionMailer(options);
  return {
    async deliver(messages, { signal, lastAttempt, gone }) {
      const refusals = new Refusals(lastAttempt, signal);
      const followUps: TraceRow[] = [];
      const later: LaterMessage[] = [];
      const unsentMails: UnsentMailReport[] = [];
      for (const due of messages) {
        const { subject } = due;
        const mail = gone.has(subject.dataSyncId) ? ofDeletedSync(due) : due;
        await refusals.during(mail, async () => {
          const delivery = await sendMail(mail, signal);
          const { traces, settled } = mailReport(mail, delivery, options);
          followUps.push(...traces);
          if (delivery.again !== null) later.push(delivery.again);
          unsentMails.push(...unsentMail(mail, delivery));
          if (settled.length > 0) {
            const messages = [{ kind: 'close-traces', subject, ids: settled }] as const;
            await changeTraces(client, { messages, changesOf: () => closed }, refusals, signal);
          }
          const { unsent } = delivery;
          // Of a mail that reached everybody at once the row says nothing, and its claim has emptied it.
          if (unsent.length === 0 && mail.attempts === undefined) return;
          const completionMail: MailOutcome | null = unsent.length === 0 ? null : { state: 'unsent', unsent };
          await writeSyncRow(client, subject, syncRowColumns({ completionMail }), signal);
        });
      }
      return { followUps, later, refused: refusals.reports, unsent: unsentMails };
    },
  };
}

function unsentMail(
  { subject }: MailMessage,
  { unsent, again, nobodyKnown }: MailDelivery,
): readonly UnsentMailReport[] {
  const { runId } = subject;
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
