import type { Choice } from './choice';
import type { Column } from './catalogue';

/** Controls of a form that hold something people enter. */
const entries = 'input[name], select[name], textarea[name], [data-pmds-field]';
const notEntered: ReadonlySet<string> = new Set(['hidden', 'submit', 'reset', 'button', 'image', 'password']);

/**
 * The names of a form's fields, each once, from its HTML (`data-pmds-field`, else `name`, as `prefill.js` reads them) or from a
 * list with commas, semicolons, tabs or line breaks between. Nothing of the HTML is run or loaded.
 */
export function fieldNames(text: string): readonly string[] {
  const names = /<[a-z!]/i.test(text) ? namesOfHtml(text) : text.split(/[,;\t\r\n]+/);
  return [...new Set(names.map((name) => name.trim()).filter(Boolean))];
}

function namesOfHtml(html: string): readonly string[] {
  const form = new DOMParser().parseFromString(html, 'text/html');
  return Array.from(form.querySelectorAll(entries))
    .filter((field) => !notEntered.has((field.getAttribute('type') ?? '').toLowerCase()))
    .map((field) => field.getAttribute('data-pmds-field') ?? field.getAttribute('name') ?? '');
}

/** The column behind each name, by logical or display name; names without a column that can be chosen are left out. */
export function columnsOfNames(names: readonly string[], columns: readonly Column[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const free = columns.filter((column) => column.obstacle === null);
  for (const { displayName, logicalName } of free) known.set(displayName.toLocaleLowerCase(), logicalName);
  // A logical name wins over a display name that reads the same.
  for (const { logicalName } of free) known.set(logicalName, logicalName);
  const found = new Map<string, string>();
  for (const name of names) {
    const column = known.get(name.toLocaleLowerCase());
    if (column !== undefined) found.set(name, column);
  }
  return found;
}

/** What selecting by a form did. */
export interface FormMatch {
  readonly choices: ReadonlyMap<string, Choice>;
  readonly names: number;
  /** Names for which no table has a column that can be chosen. */
  readonly unknown: readonly string[];
}

/** @param catalogues Columns by table. */
export function matchForm(text: string, catalogues: ReadonlyMap<string, readonly Column[]>): FormMatch {
  const names = fieldNames(text);
  const found = [...catalogues].map(([table, columns]) => [table, columnsOfNames(names, columns)] as const);
  return {
    choices: new Map(found.map(([table, columns]) => [table, [...columns.values()]])),
    names: names.length,
    unknown: names.filter((name) => !found.some(([, columns]) => columns.has(name))),
  };
}
