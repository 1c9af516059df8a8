import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId } from '@pmds/contracts/ids';
import type { UnsentMail } from '@pmds/contracts/run/mail-outcome';
import type { CompletionNotice } from '../../../domain/outbox/kinds/mail.js';
import type { OutboxMessageOf } from '../../../domain/outbox/outbox.js';
import type { Clock } from '../../../ports/clock.js';
import type { Hashing } from '../../../ports/hashing.js';
import type { DataverseClient } from '../http/client.js';
import type { ReportingConfig } from '../reporting/config.js';
import { readAddressees } from './addressees.js';
import { completionMail, type MailContent } from './completion-mail.js';
import { attemptsOf, nextAttempt } from './mail-attempts.js';
import { organizationLanguage } from './organization-language.js';
import { sendBySmtp } from './smtp-mail.js';
import { throughDataverse, type Refused } from './through-dataverse.js';

export type MailMessage = OutboxMessageOf<'mail'>;

export interface CompletionMailerOptions {
  readonly client: DataverseClient;
  readonly clock: Clock;
  readonly hashing: Hashing;
  readonly reporting: ReportingConfig;
}

/** What became of a mail. */
export interface MailDelivery {
  /** Who got nothing, one entry per reason; empty when the mail is on its way to everybody. */
  readonly unsent: readonly UnsentMail[];
  /** The mail to those whom a later attempt may reach, and when that is due; `null` when there are none. */
  readonly again: { readonly message: MailMessage; readonly dueAt: Date } | null;
  /** Whom to tell stood on the row, and it is gone. */
  readonly nobodyKnown?: true;
}

/**
 * Sends the completion mail: through Dataverse, to rows where an address has one; to bare addresses where the organisation
 * allows that; else by SMTP where configured.
 * @throws DataverseError when Dataverse does not answer at the moment, so that the outbox comes again.
 */
export function createCompletionMailer(options: CompletionMailerOptions) {
  return async (message: MailMessage, signal: AbortSignal): Promise<MailDelivery> => {
    const notice = await addressed(options.client, message, signal);
    // The row is gone, and with it the names of those who wanted to hear of it.
    if (notice === null) return { unsent: [], again: null, nobodyKnown: true };
    if (message.notice.to?.length === 0) return { unsent: [], again: null };
    if (notice.to.length === 0) {
      const nobody = { addresses: [], reason: 'no-address', detail: '', againUntil: null } as const;
      return { unsent: [nobody], again: null };
    }
    const url = recordUrl(options.reporting.organizationUrl, message.subject.dataSyncId);
    const content = completionMail(notice, url, await organizationLanguage(options.client, signal));
    const { client, hashing, reporting } = options;
    const id = (...parts: readonly string[]): string => hashing.nameBasedId('mail', message.subject.runId, ...parts);
    const mail = { to: notice.to, from: reporting.mailFrom, content, id };
    const refused = await throughDataverse(client, mail, signal);
    return conclude(options, { ...message, notice }, await throughSmtp(options, refused, content, id));
  };
}

/** The notice with its addresses; those of the row where the run ended before it had read them. */
async function addressed(
  client: DataverseClient,
  { notice, subject }: MailMessage,
  signal: AbortSignal,
): Promise<(CompletionNotice & { readonly to: readonly string[] }) | null> {
  const { to, name } = notice;
  if (to !== null) return { ...notice, to };
  const row = await readAddressees(client, subject.dataSyncId, signal);
  return row === null ? null : { ...notice, to: row.emails, name: name === '' ? row.name : name };
}

/** An address without a mail, and whether a later attempt may help. */
interface Missed extends Refused {
  readonly again: boolean;
}

async function throughSmtp(
  { reporting }: CompletionMailerOptions,
  refused: readonly Refused[],
  content: MailContent,
  id: (...parts: readonly string[]) => string,
): Promise<readonly Missed[]> {
  const { smtpUrl: url, mailFrom: from } = reporting;
  if (refused.length === 0) return [];
  if (url === null || from === null) return refused.map((one) => ({ ...one, again: false }));
  const to = refused.map(({ address }) => address);
  return sendBySmtp({ url, from, to, id: id('smtp', ...to), content });
}

function conclude(
  { clock, reporting }: CompletionMailerOptions,
  message: MailMessage,
  missed: readonly Missed[],
): MailDelivery {
  const before = attemptsOf(message, clock.now());
  const next = nextAttempt(before, clock.now(), reporting.mailRetrySeconds * 1000);
  const again = next === null ? [] : missed.filter((one) => one.again).map(({ address }) => address);
  const groups = new Map<string, UnsentMail>();
  for (const { address, reason, detail, again: hopeful } of missed) {
    const againUntil = hopeful && next !== null ? next.until.toISOString() : null;
    const key = JSON.stringify([reason, detail, againUntil]);
    const addresses = [...(groups.get(key)?.addresses ?? []), address];
    groups.set(key, { addresses, reason, detail, againUntil });
  }
  const unsent = [...groups.values()];
  if (next === null || again.length === 0) return { unsent, again: null };
  const attempts = { since: before.since, failed: next.failed, reasons: unsent.map(({ reason }) => reason) };
  const { dueAt } = next;
  return { unsent, again: { message: { ...message, notice: { ...message.notice, to: again }, attempts }, dueAt } };
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
