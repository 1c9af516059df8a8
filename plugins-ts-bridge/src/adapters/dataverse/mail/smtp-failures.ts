import type { MailReason } from '@pmds/contracts/run/mail-outcome';

/** An address that a mail server did not take a mail for. */
export interface SmtpFailure {
  readonly address: string;
  readonly reason: MailReason;
  /** The server's reply code, or the code of the network error; never a host name, a user or a password. */
  readonly detail: string;
  /** Whether the same mail may be taken later without anybody correcting its address. */
  readonly again: boolean;
}

/** What nodemailer says of a failed mail or of a rejected recipient, as far as it decides something here. */
interface Said {
  readonly code: string;
  readonly originalCode: string;
  readonly message: string;
  readonly responseCode: number;
  readonly response: string;
}

/**
 * Why addresses got nothing. A reply of 4xx is a wish to try later, 5xx is final; whatever happens below SMTP (network,
 * certificate, sign-in) concerns the server and not an address, so it is tried again, too.
 * @param error What `sendMail` threw, or its answer where some recipients were rejected.
 * @param addresses Who got nothing.
 */
export function smtpFailures(error: unknown, addresses: readonly string[]): readonly SmtpFailure[] {
  const whole = said(error);
  const own = new Map<string, Said>();
  for (const one of listOf(error, 'rejectedErrors')) {
    const recipient = textOf(one, 'recipient').toLowerCase();
    if (recipient !== '') own.set(recipient, said(one));
  }
  return addresses.map((address) => {
    const mine = own.get(address.toLowerCase());
    return { address, ...(mine === undefined ? reasonOf(whole) : recipientReason(mine)) };
  });
}

type Reason = Omit<SmtpFailure, 'address'>;

function recipientReason(error: Said): Reason {
  return isWish(error) ? later(error) : { reason: 'recipient-refused', detail: replyOf(error), again: false };
}

function reasonOf(error: Said): Reason {
  const detail = error.originalCode === '' ? error.code : error.originalCode;
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH') {
    return { reason: 'sign-in', detail: error.responseCode === 0 ? detail : replyOf(error), again: true };
  }
  if (error.responseCode > 0) {
    return isWish(error) ? later(error) : { reason: 'message-refused', detail: replyOf(error), again: false };
  }
  if (certificateCode.test(error.originalCode) || certificateWords.test(error.message)) {
    return { reason: 'certificate', detail: certificateCode.test(detail) ? detail : 'ETLS', again: true };
  }
  if (error.code === 'ETLS' || error.code === 'EREQUIRETLS') {
    return { reason: 'no-encryption', detail: error.code, again: true };
  }
  if (error.code === 'EDNS' || error.originalCode === 'ENOTFOUND') {
    return { reason: 'host-unknown', detail, again: true };
  }
  return { reason: 'unreachable', detail: detail === '' ? 'no answer' : detail, again: true };
}

const later = (error: Said): Reason => ({ reason: 'asked-to-wait', detail: replyOf(error), again: true });

/** RFC 5321: 4xx is transient. 421 closes the connection, 450 to 452 and 454 concern mailbox, server or sign-in. */
function isWish({ responseCode }: Said): boolean {
  return responseCode >= 400 && responseCode < 500;
}

/** Reply and enhanced status code (RFC 3463) without the server's text, which may name people. */
function replyOf({ responseCode, response }: Said): string {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  return enhanced === undefined ? String(responseCode) : `${responseCode} ${enhanced}`;
}

/** Codes of Node and OpenSSL for a certificate that is not accepted. */
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ALTNAME|CRL_/;
const certificateWords = /certificate|altname/i;

function said(error: unknown): Said {
  const responseCode = (error as { readonly responseCode?: unknown } | null)?.responseCode;
  return {
    code: textOf(error, 'code'),
    originalCode: textOf(error, 'originalCode'),
    message: textOf(error, 'message'),
    responseCode: typeof responseCode === 'number' ? responseCode : 0,
    response: textOf(error, 'response'),
  };
}

function textOf(thing: unknown, property: string): string {
  const value = typeof thing === 'object' && thing !== null ? (thing as Record<string, unknown>)[property] : undefined;
  return typeof value === 'string' ? value : '';
}

function listOf(thing: unknown, property: string): readonly unknown[] {
  const value = typeof thing === 'object' && thing !== null ? (thing as Record<string, unknown>)[property] : undefined;
  return Array.isArray(value) ? value : [];
}
