import { createTransport } from 'nodemailer';
import type { MailContent } from './completion-mail.js';
import { smtpFailures, type SmtpFailure } from './smtp-failures.js';

interface SmtpMail {
  readonly url: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Local part of the `Message-ID`; equal ids let mail programs show a repeated mail once. */
  readonly id: string;
  readonly content: MailContent;
}

const timeoutMs = 20_000;

/**
 * Sends a mail by SMTP.
 * @returns the addresses that the server did not take, each with the reason; none when all were accepted.
 */
export async function sendBySmtp(mail: SmtpMail): Promise<readonly SmtpFailure[]> {
  const transport = createTransport({
    url: mail.url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const sent = await transport.sendMail({
      from: mail.from,
      to: [...mail.to],
      messageId: `<${mail.id}@${mail.from.split('@')[1] ?? 'localhost'}>`,
      subject: mail.content.subject,
      text: mail.content.text,
      html: mail.content.html,
    });
    return smtpFailures(sent, sent.rejected.map(String));
  } catch (error) {
    return smtpFailures(error, mail.to);
  } finally {
    transport.close();
  }
}
