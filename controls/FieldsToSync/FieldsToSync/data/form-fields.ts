import { columnLookup } from '@pmds/contracts/web-form/column-lookup';
import { readWebForm } from '@pmds/contracts/web-form/form-fields';
import type { Choice } from './choice';
import type { Column } from '../../../shared/columns/catalogue';

/** A field as the form names it: the names of its columns, best first. */
type NamedField = readonly string[];

/**
 * The fields of a form, each once, from its HTML, as `prefill.js` reads it, or from a list of names with commas, semicolons, tabs
 * or line breaks between. Nothing of the HTML is run or loaded.
 */
function fieldNames(text: string): readonly NamedField[] {
  const fields = /<[a-z!]/i.test(text) ? fieldsOfHtml(text) : text.split(/[,;\t\r\n]+/).map((name) => [name.trim()]);
  const named = fields.map((names) => names.filter(Boolean)).filter((names) => names.length > 0);
  return [...new Map(named.map((names) => [names.join(' '), names])).values()];
}

function fieldsOfHtml(html: string): readonly NamedField[] {
  return readWebForm(new DOMParser().parseFromString(html, 'text/html')).map(({ names }) => names);
}

/** A column that a name stands for, and whether `prefill.js` finds it by that name, too. */
interface Found {
  readonly column: string;
  readonly byDisplayName: boolean;
}

/** Finds a column that can be chosen, by the names that `prefill.js` understands, else by display name. */
function finderOf(columns: readonly Column[]): (name: string) => Found | undefined {
  const free = columns.filter((column) => column.obstacle === null);
  const lookup = columnLookup(free.map(({ logicalName }) => logicalName));
  const displayed = new Map(free.map((column) => [column.displayName.toLocaleLowerCase(), column.logicalName]));
  return (name) => {
    const known = lookup(name);
    if (known !== undefined) return { column: known, byDisplayName: false };
    const column = displayed.get(name.toLocaleLowerCase());
    return column === undefined ? undefined : { column, byDisplayName: true };
  };
}

/** What selecting by a form did. */
export interface FormMatch {
  /** Columns by table, each once. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** How many fields the form has. */
  readonly names: number;
  /** Fields for which no table has a column that can be chosen. */
  readonly unknown: readonly string[];
  /** Fields known by display name alone: the form has to name their column before it is filled in. */
  readonly unnamed: ReadonlyMap<string, string>;
}

/** @param catalogues Columns by table. */
export function matchForm(text: string, catalogues: ReadonlyMap<string, readonly Column[]>): FormMatch {
  const fields = fieldNames(text);
  const finders = [...catalogues].map(([table, columns]) => [table, finderOf(columns)] as const);
  const choices = new Map(finders.map(([table]) => [table, new Set<string>()]));
  const unknown: string[] = [];
  const unnamed = new Map<string, string>();
  for (const names of fields) {
    const found = finders.flatMap(([table, find]) => names.flatMap((name) => ({ table, name, at: find(name) })));
    const hits = found.flatMap(({ table, name, at }) => (at === undefined ? [] : [{ table, name, ...at }]));
    for (const { table, column } of hits) choices.get(table)?.add(column);
    const [first] = hits;
    if (first === undefined) unknown.push(names.join(' '));
    else if (hits.every(({ byDisplayName }) => byDisplayName)) unnamed.set(first.name, first.column);
  }
  return {
    choices: new Map([...choices].map(([table, columns]) => [table, [...columns]])),
    names: fields.length,
    unknown,
    unnamed,
  };
}
