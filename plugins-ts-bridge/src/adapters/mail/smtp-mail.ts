import { createTransport } from 'nodemailer';
import type { MailContent } from './completion-mail.js';

/** A mail server refused or did not answer. The message names the server's reason, never its address or password. */
export class SmtpError extends Error {
  override readonly name = 'SmtpError';
}

export interface SmtpMail {
  readonly url: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Local part of the `Message-ID`; equal ids let mail programs show a repeated mail once. */
  readonly id: string;
  readonly content: MailContent;
}

const timeoutMs = 20_000;

export async function sendBySmtp(mail: SmtpMail): Promise<void> {
  const transport = createTransport({
    url: mail.url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: mail.from,
      to: [...mail.to],
      messageId: `<${mail.id}@${mail.from.split('@')[1] ?? 'localhost'}>`,
      subject: mail.content.subject,
      text: mail.content.text,
      html: mail.content.html,
    });
  } catch (cause) {
    const code = cause instanceof Error && 'responseCode' in cause ? String(cause.responseCode) : null;
    const reason = code === null ? 'it does not answer' : `it answered with ${code}`;
    throw new SmtpError(`The mail server of PMDS_SMTP_URL did not take the mail: ${reason}.`, { cause });
  } finally {
    transport.close();
  }
}
