import { unsentSentence, type MailReason, type UnsentMail } from '@pmds/contracts/run/mail-outcome';
import { counted } from '@pmds/contracts/wording';
import type { FailureCode } from '../../../domain/failures.js';
import type { TraceRow } from '../../../domain/run/trace.js';
import { withoutAddresses } from '../../../domain/values/without-addresses.js';
import type { Clock } from '../../../ports/clock.js';
import type { Hashing } from '../../../ports/hashing.js';
import type { MailDelivery, MailMessage } from './completion-mailer.js';

/** What the Error Trace has to say after an attempt at a mail. */
interface MailReport {
  readonly traces: readonly TraceRow[];
  /** Trace rows of earlier attempts that are not so any more. */
  readonly settled: readonly string[];
}

interface Makers {
  readonly clock: Clock;
  readonly hashing: Hashing;
}

/** What the Trace of each reason is filed under: by who has to act, and by what there is to do. */
const codeOf: Readonly<Record<MailReason, FailureCode>> = {
  'no-address': 'MAIL_NOT_SENT',
  unresolved: 'MAIL_NOT_SENT',
  'recipient-refused': 'MAIL_NOT_SENT',
  'no-sender': 'MAIL_SENDER_MISSING',
  'dataverse-refused': 'MAIL_REFUSED_BY_DATAVERSE',
  'message-refused': 'MAIL_REFUSED_BY_SERVER',
  'asked-to-wait': 'MAIL_DEFERRED',
  'host-unknown': 'MAIL_SERVER_UNREACHABLE',
  unreachable: 'MAIL_SERVER_UNREACHABLE',
  certificate: 'MAIL_SERVER_NOT_TRUSTED',
  'no-encryption': 'MAIL_SERVER_NOT_TRUSTED',
  'sign-in': 'MAIL_SIGN_IN_FAILED',
};

/** One warning per reason. It counts addresses and names none: the row names them, and a Trace outlives a person's erasure. */
export function mailReport(message: MailMessage, { unsent }: MailDelivery, makers: Makers): MailReport {
  const now = new Set(unsent.map(({ reason }) => reason));
  const before = message.attempts?.reasons ?? [];
  return {
    traces: [...now].map((reason) =>
      traceOf(
        message,
        reason,
        unsent.filter((one) => one.reason === reason),
        makers,
      ),
    ),
    settled: before.filter((reason) => !now.has(reason)).map((reason) => idOf(message, reason, makers.hashing)),
  };
}

function idOf({ subject }: MailMessage, reason: MailReason, hashing: Hashing): string {
  return hashing.nameBasedId('trace', subject.runId, 'mail', reason);
}

function traceOf(message: MailMessage, reason: MailReason, unsent: readonly UnsentMail[], makers: Makers): TraceRow {
  const { runId, dataSyncId } = message.subject;
  return {
    id: idOf(message, reason, makers.hashing),
    runId,
    dataSyncId,
    member: null,
    stage: 'finish',
    code: codeOf[reason],
    severity: 'warning',
    message: withoutAddresses(
      unsent.map((one) => unsentSentence({ ...one, addresses: addressCount(one.addresses) }, 'unsent', 'en')).join(' '),
    ),
    occurredAt: makers.clock.now(),
  };
}

function addressCount({ length }: readonly string[]): readonly string[] {
  return length === 0 ? [] : [`${counted(length, 'address', 'addresses')} of Notification E-mail`];
}
