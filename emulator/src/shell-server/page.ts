import { labelText } from '../model/label.js';
import type { ShellRequestContext } from './shell-context.js';

const rightToLeft = new Set([1025, 1037]);
const isoNames: Readonly<Record<number, string>> = { 1033: 'en', 1031: 'de', 1036: 'fr', 1037: 'he' };

/** The one page of the app shell; everything else is drawn by its script. */
export function page({ languageId, organizationName }: ShellRequestContext): string {
  const direction = rightToLeft.has(languageId) ? 'rtl' : 'ltr';
  const title = labelText({ 1033: `${organizationName} - local Dataverse` });
  return `<!doctype html>
<html lang="${isoNames[languageId] ?? 'en'}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_shell/assets/app.css">
</head>
<body>
<div id="app"></div>
<script src="/_shell/assets/platform.js"></script>
<script src="/_shell/assets/app.js"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
