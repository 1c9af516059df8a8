import { folded, yesOrNoOf } from '@pmds/contracts/web-form/yes-no';
import type { CodeList } from './code-list.js';
import type { FieldValue } from './field-value.js';

/** An option, a radio button or a box: its value (`null`: it has none of its own) and what people read beside it. */
export interface Item {
  readonly value: string | null;
  readonly label: string;
}

/**
 * Which items say what the value says, by position; empty where none does for sure.
 * @param codes The page's own code list, which goes before everything else.
 */
export function matchItems(items: readonly Item[], field: FieldValue, codes: CodeList): readonly number[] {
  const coded = codedText(field, codes);
  if (coded !== null) return first(items, ({ value }) => value === coded);
  const { value, label, column } = field;
  const number = (code: string) => first(items, (item) => item.value !== null && sameNumber(item.value, code));
  switch (column?.kind) {
    case undefined:
      return [];
    case 'yes-no': {
      const says = items.map((item) => yesOrNoOf(item.value, item.label, column));
      return positions(items, (_item, at) => says[at] === value);
    }
    case 'choice':
      return oneChoice(items, String(value), label);
    case 'choices': {
      const numbers = String(value).split(',');
      const labels = label?.split('; ') ?? [];
      // A label that itself holds `; ` cannot be told from two.
      const labelled = labels.length === numbers.length;
      return numbers.flatMap((one, at) => {
        const choice = { value: one.trim(), label: labelled ? (labels[at] ?? null) : null };
        return matchItems(items, { ...choice, column: { kind: 'choice' } }, codes);
      });
    }
    case 'lookup': {
      const byId = first(items, (item) => item.value?.toLowerCase() === String(value).toLowerCase());
      return byId.length > 0 || label === null ? byId : byText(items, label);
    }
    case 'number': {
      const exact = number(String(value));
      return exact.length > 0 ? exact : byText(items, String(value));
    }
    default:
      return byText(items, String(value));
  }
}

/** What the page's code list makes of a value or of its label. */
export function codedText({ value, label }: FieldValue, codes: CodeList): string | null {
  return codes(String(value)) ?? (label === null ? null : codes(label));
}

/** By what people read first: the page's numbers may be its own. */
function oneChoice(items: readonly Item[], code: string, label: string | null): readonly number[] {
  if (label !== null) {
    const read = first(items, (item) => item.label === label);
    if (read.length > 0) return read;
    const loosely = positions(items, (item) => folded(item.label) === folded(label));
    if (loosely.length === 1) return loosely;
  }
  const byCode = first(items, (item) => item.value === code);
  return byCode.length > 0 || label === null ? byCode : byText(items, label);
}

function byText(items: readonly Item[], text: string): readonly number[] {
  for (const key of ['value', 'label'] as const) {
    const found = first(items, (item) => item[key] === text || item[key] === text.trim());
    if (found.length > 0) return found;
  }
  for (const key of ['value', 'label'] as const) {
    const found = positions(items, (item) => folded(item[key] ?? '') === folded(text));
    if (found.length === 1) return found;
  }
  return [];
}

/** `12.50` and `12.5` are one number; digits are compared as text, since a double would lose some. */
function sameNumber(a: string, b: string): boolean {
  const bare = (text: string) => (/^-?\d+\.\d*?0*$/.test(text) ? text.replace(/\.?0*$/, '') : text);
  return bare(a.trim()) === bare(b);
}

function positions<Entry>(items: readonly Entry[], is: (item: Entry, at: number) => boolean): readonly number[] {
  return items.flatMap((item, at) => (is(item, at) ? [at] : []));
}

const first = <Entry>(items: readonly Entry[], is: (item: Entry) => boolean): readonly number[] =>
  positions(items, is).slice(0, 1);
