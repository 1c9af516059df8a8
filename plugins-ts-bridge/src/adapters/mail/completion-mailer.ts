import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId } from '@pmds/contracts/ids';
import { failures } from '../../domain/failures.js';
import type { OutboxMessage } from '../../domain/outbox.js';
import type { TraceRow } from '../../domain/trace.js';
import type { Clock } from '../../ports/clock.js';
import type { Hashing } from '../../ports/hashing.js';
import type { DataverseClient } from '../dataverse/http/client.js';
import { DataverseError } from '../dataverse/http/errors.js';
import type { ReportingConfig } from '../reporting/config.js';
import { findSender, resolveAddresses, type ResolvedAddress } from './addresses.js';
import { completionMail, type MailContent } from './completion-mail.js';
import { organizationLanguage } from './organization-language.js';
import { discardDraft, sendByDataverse } from './dataverse-mail.js';
import { sendBySmtp, SmtpError } from './smtp-mail.js';

export type MailMessage = Extract<OutboxMessage, { readonly kind: 'mail' }>;

export interface CompletionMailerOptions {
  readonly client: DataverseClient;
  readonly clock: Clock;
  readonly hashing: Hashing;
  readonly reporting: ReportingConfig;
}

/** Addresses that got nothing, with one reason for all of them. */
interface Unsent {
  readonly addresses: readonly string[];
  readonly reason: string;
}

const unresolvedSetting =
  'Nobody in Dataverse has this address, and "Allow messages with unresolved email recipients to be sent" is off in the e-mail settings of the environment. Turn it on, add the address to a user, queue or contact, or set PMDS_SMTP_URL.';
const noSender =
  'There is no queue or user that could send. Give a queue an e-mail address with an approved mailbox, name it in PMDS_MAIL_FROM, or set PMDS_SMTP_URL.';

/**
 * Sends the completion mail: through Dataverse, to rows where an address has one; to bare addresses where the organisation
 * allows that; else by SMTP where configured; else a warning Trace says which setting stands against it.
 * @throws DataverseError when Dataverse does not answer at the moment, so that the outbox comes again.
 */
export function createCompletionMailer(options: CompletionMailerOptions) {
  return async (message: MailMessage, signal: AbortSignal): Promise<readonly TraceRow[]> => {
    const { notice, runId } = message;
    if (notice.to.length === 0) return [];
    const url = recordUrl(options.reporting.organizationUrl, message.dataSyncId);
    const content = completionMail(notice, url, await organizationLanguage(options.client, signal));
    const failedThere = await throughDataverse(options, message, content, signal);
    const unsent: Unsent[] = [];
    for (const one of failedThere) {
      const reason = await throughSmtp(options, `${runId}-${unsent.length}`, one, content);
      if (reason !== null) unsent.push({ addresses: one.addresses, reason });
    }
    return unsent.map((one) => traceOf(options, message, one));
  };
}

async function throughDataverse(
  { client, hashing, reporting }: CompletionMailerOptions,
  { runId, notice }: MailMessage,
  content: MailContent,
  signal: AbortSignal,
): Promise<readonly Unsent[]> {
  try {
    const from = await findSender(client, reporting.mailFrom, signal);
    if (from === null) return [{ addresses: notice.to, reason: noSender }];
    const resolved = await resolveAddresses(client, notice.to, signal);
    const unsent: Unsent[] = [];
    // Apart, so that an address nobody knows cannot hold up the others.
    for (const known of [true, false]) {
      const to = resolved.filter(({ party }) => (party !== null) === known);
      if (to.length === 0) continue;
      const id = hashing.nameBasedId('mail', runId, known ? 'known' : 'unknown');
      const reason = await attempt(client, { id, from, to, content }, signal);
      if (reason !== null) unsent.push({ addresses: to.map(({ address }) => address), reason });
    }
    return unsent;
  } catch (error) {
    return [{ addresses: notice.to, reason: refusalOf(error) }];
  }
}

/** @returns why the mail was refused, `null` when it is on its way. */
async function attempt(
  client: DataverseClient,
  mail: Parameters<typeof sendByDataverse>[1],
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await sendByDataverse(client, mail, signal);
    return null;
  } catch (error) {
    const reason = refusalOf(error);
    await discardDraft(client, mail.id, signal);
    return mail.to.every(isKnown) ? reason : `${unresolvedSetting} Dataverse said: ${reason}`;
  }
}

const isKnown = ({ party }: ResolvedAddress): boolean => party !== null;

/** Dataverse's reason. What a later attempt can mend is thrown on. */
function refusalOf(error: unknown): string {
  if (!(error instanceof DataverseError) || error.retry !== null || error.accessLost) throw error;
  return error.message;
}

async function throughSmtp(
  { reporting }: CompletionMailerOptions,
  id: string,
  { addresses, reason }: Unsent,
  content: MailContent,
): Promise<string | null> {
  const { smtpUrl: url, mailFrom: from } = reporting;
  if (url === null || from === null) return reason;
  try {
    await sendBySmtp({ url, from, to: addresses, id, content });
    return null;
  } catch (error) {
    if (error instanceof SmtpError) return `${reason} ${error.message}`;
    throw error;
  }
}

function recordUrl(organizationUrl: string, id: RowId): string {
  const query = new URLSearchParams({
    appname: SolutionPackage.apps.profileManagement,
    pagetype: 'entityrecord',
    etn: Tables.dataSync.logicalName,
    id,
  });
  return `${organizationUrl.replace(/\/+$/, '')}/main.aspx?${query.toString()}`;
}

function traceOf({ clock, hashing }: CompletionMailerOptions, message: MailMessage, unsent: Unsent): TraceRow {
  const { runId, dataSyncId } = message;
  const { remedy, retryable } = failures.MAIL_NOT_SENT;
  return {
    id: hashing.nameBasedId('trace', runId, 'mail', ...unsent.addresses),
    runId,
    dataSyncId,
    member: null,
    stage: 'finish',
    code: 'MAIL_NOT_SENT',
    severity: 'warning',
    message: `The completion mail did not reach ${unsent.addresses.join(', ')}. ${unsent.reason}`,
    remedy,
    retryable,
    occurredAt: clock.now(),
  };
}
