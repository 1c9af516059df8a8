import { languages, type LanguageName } from '@pmds/contracts/wording';

/** Building blocks of the mail: tables and inline styles, since mail programs know little else. */
export interface CountLine {
  readonly label: string;
  readonly contact: number;
  readonly lead: number;
  readonly strong: boolean;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const font = "font-family:'Segoe UI',Helvetica,Arial,sans-serif";
/** Where lines begin and end; mail programs know `align` better than logical properties. */
const sides = (language: LanguageName) =>
  languages[language].rightToLeft
    ? ({ start: 'right', end: 'left' } as const)
    : ({ start: 'left', end: 'right' } as const);

const cell = 'padding:7px 12px;border-bottom:1px solid #e6e6e6';

export function frame(parts: {
  readonly language: LanguageName;
  readonly product: string;
  readonly accent: string;
  readonly status: string;
  readonly title: string;
  readonly headline: string;
  readonly body: string;
}): string {
  const { product, accent, status, title, headline, body } = parts;
  const { tag, rightToLeft } = languages[parts.language];
  return `<!DOCTYPE html>
<html lang="${tag}" dir="${rightToLeft ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:20px 12px;background:#f5f5f5;color:#242424;font-size:14px;line-height:20px;${font}">
<table role="presentation" align="center" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #e0e0e0;border-radius:8px;border-collapse:separate;${font}">
<tr><td style="height:4px;background:${accent};border-radius:8px 8px 0 0;font-size:0;line-height:0">&nbsp;</td></tr>
<tr><td style="padding:24px 20px 28px">
<p style="margin:0 0 8px;color:#616161;font-size:12px">${escapeHtml(product)}</p>
<h1 dir="auto" style="margin:0 0 12px;font-size:22px;line-height:28px;font-weight:600">${escapeHtml(title)}</h1>
<p style="margin:0 0 16px"><span style="display:inline-block;padding:2px 10px;border-radius:12px;background:${accent};color:#ffffff;font-size:12px;font-weight:600">${escapeHtml(status)}</span></p>
<p style="margin:0 0 16px;font-size:16px;line-height:22px">${escapeHtml(headline)}</p>
${body}</td></tr></table>
</body></html>
`;
}

/** @param heads What the two columns of numbers count. */
export function countTable(
  lines: readonly CountLine[],
  heads: readonly [string, string],
  language: LanguageName,
): string {
  const { start, end } = sides(language);
  const { tag } = languages[language];
  const rows = lines.map(({ label, contact, lead, strong }) => {
    const weight = strong ? ';font-weight:600' : '';
    const value = (count: number): string =>
      `<td align="${end}" style="${cell}${weight}">${count.toLocaleString(tag)}</td>`;
    return `<tr><th scope="row" align="${start}" style="${cell}${strong ? weight : ';font-weight:400'}">${escapeHtml(label)}</th>${value(contact)}${value(lead)}</tr>`;
  });
  const head = (label: string): string =>
    `<th scope="col" align="${end}" style="${cell};color:#616161;font-size:12px">${escapeHtml(label)}</th>`;
  return `<table cellpadding="0" cellspacing="0" style="width:100%;margin:0 0 20px;border-collapse:collapse;font-size:14px">
<tr><td style="${cell}"></td>${heads.map(head).join('')}</tr>
${rows.join('\n')}
</table>
`;
}

export function factList(facts: readonly (readonly [string, string])[], language: LanguageName): string {
  const { start, end } = sides(language);
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" align="${start}" valign="top" style="padding:3px 0;padding-${end}:16px;font-weight:400;color:#616161">${escapeHtml(label)}</th><td valign="top" style="padding:3px 0;word-break:break-word">${escapeHtml(value)}</td></tr>`,
  );
  return `<table cellpadding="0" cellspacing="0" style="margin:0 0 24px;border-collapse:collapse;font-size:14px">
${rows.join('\n')}
</table>
`;
}

export function button(label: string, url: string): string {
  return `<a href="${escapeHtml(url)}" style="display:inline-block;padding:8px 16px;border-radius:4px;background:#0f6cbd;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(label)}</a>
`;
}
