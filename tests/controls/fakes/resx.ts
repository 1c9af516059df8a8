import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..', '..');

/** The texts of a control as the platform hands them over: read from the resx file that ships. */
export function resxTexts(
  control: 'FieldsToSync' | 'WebFormFields' | 'MarketingLists',
  languageId: number,
): ReadonlyMap<string, string> {
  const project = control === 'WebFormFields' ? 'FieldsToSync' : control;
  const file = path.join(root, 'controls', project, control, 'strings', `${control}.${String(languageId)}.resx`);
  const entries = readFileSync(file, 'utf8').matchAll(/<data name="([^"]+)"[^>]*>\s*<value>([^<]*)<\/value>/g);
  return new Map([...entries].map(([, key, value]) => [key ?? '', unescape(value ?? '')]));
}

function unescape(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
