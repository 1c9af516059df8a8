import { randomUUID } from 'node:crypto';
import { languageOfId, languages, type LanguageName } from '@pmds/contracts/wording';
import type { CodeMail } from '../../../../application/prefill/verification.js';
import type { DataverseClient } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';
import type { MailContent } from '../completion-mail.js';
import { escapeHtml } from '../mail-html.js';
import { organizationLanguage } from '../organization-language.js';
import { sendBySmtp } from '../smtp-mail.js';
import { throughDataverse } from '../through-dataverse.js';
import { codeTexts } from './code-texts.js';

interface CodeMailerOptions {
  readonly client: DataverseClient;
  readonly mailFrom: string | null;
  readonly smtpUrl: string | null;
}

/**
 * Mails codes the way completion mails go: through Dataverse, else by SMTP where configured.
 * @returns whether the mail is on its way; a person waits for it, so nothing is tried again later.
 */
export function createCodeMailer({ client, mailFrom, smtpUrl }: CodeMailerOptions) {
  return async ({ to, code, form }: CodeMail, signal: AbortSignal): Promise<boolean> => {
    try {
      const language =
        form.language === null ? await organizationLanguage(client, signal) : languageOfId(form.language);
      const content = codeMail(language, code, form.name);
      const id = randomUUID();
      const refused = await throughDataverse(client, { to: [to], from: mailFrom, content, id: () => id }, signal);
      if (refused.length === 0) return true;
      if (smtpUrl === null || mailFrom === null) return false;
      return (await sendBySmtp({ url: smtpUrl, from: mailFrom, to: [to], id, content })).length === 0;
    } catch (error) {
      if (error instanceof DataverseError || signal.aborted) return false;
      throw error;
    }
  };
}

function codeMail(language: LanguageName, code: string, formName: string): MailContent {
  const { subject, why, holds, notYou } = codeTexts[language];
  const { tag, rightToLeft } = languages[language];
  const lines = [why.replace('{0}', () => formName), holds, notYou];
  const [first = '', ...rest] = lines.map(escapeHtml);
  return {
    subject: subject.replace('{0}', code),
    text: `${lines[0] ?? ''}\n\n${code}\n\n${lines.slice(1).join('\n')}\n`,
    html: `<!DOCTYPE html>
<html lang="${tag}" dir="${rightToLeft ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"></head>
<body style="margin:0;padding:20px;font:16px/24px 'Segoe UI',Helvetica,Arial,sans-serif;color:#242424">
<p>${first}</p>
<p dir="ltr" style="font-size:32px;line-height:40px;letter-spacing:6px;font-weight:600">${code}</p>
${rest.map((line) => `<p>${line}</p>`).join('\n')}
</body></html>
`,
  };
}
