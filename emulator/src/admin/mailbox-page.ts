import type { SentMail } from './mailbox.js';

/** The mailbox as a page. Each mail's own HTML is shown in a frame as high as the mail, in which links open and scripts do not run. */
export function mailboxPage(mails: readonly SentMail[]): string {
  const items = mails.map(
    (mail) => `<article>
  <h2>${escape(mail.subject) || '(no subject)'}</h2>
  <dl><dt>From</dt><dd>${escape(mail.from)}</dd><dt>To</dt><dd>${escape(mail.to)}</dd><dt>Status</dt><dd>${escape(mail.status)} ${escape(mail.sentOn ?? '')}</dd></dl>
  <iframe title="${escape(mail.subject)}" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" srcdoc="${escape(`<base target="_blank">${mail.html}`)}"></iframe>
</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox of the local Dataverse</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 8px; padding: 0 1rem 1rem; margin: 1rem 0; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
  dd { margin: 0; overflow-wrap: anywhere; }
  iframe { display: block; width: 100%; height: 24rem; border: 0; background: white; border-radius: 4px; }
</style>
</head>
<body>
<h1>Mailbox</h1>
<p>E-mails that the local Dataverse has sent, newest first. None of them left this machine.</p>
${items.join('\n') || '<p>No e-mail has been sent yet.</p>'}
<script>${growFrames}</script>
</body>
</html>
`;
}

/** The page may measure its frames (same origin); what is inside them may run nothing. */
const growFrames = `
  const fit = (frame) => { frame.style.height = frame.contentDocument.documentElement.scrollHeight + 'px'; };
  for (const frame of document.querySelectorAll('iframe')) {
    const watch = () => {
      fit(frame);
      new ResizeObserver(() => fit(frame)).observe(frame.contentDocument.body);
    };
    if (frame.contentDocument?.readyState === 'complete' && frame.contentDocument.body.childElementCount > 0) watch();
    frame.addEventListener('load', watch);
  }
`;

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
