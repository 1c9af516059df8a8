import { folded, yesOrNoOf } from '@pmds/contracts/web-form/yes-no';
import type { CodeList } from './code-list.js';
import { kindOf, type FieldValue } from './field-value.js';

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
  const { label, column } = field;
  const kind = kindOf(field);
  const text = String(field.value);
  const positions = (is: (item: Item) => boolean) => items.flatMap((item, at) => (is(item) ? [at] : []));

  /** As it is written, else in another spelling that is written once. */
  const byText = (wanted: string | null, keys: readonly (keyof Item)[] = ['value', 'label']): readonly number[] => {
    if (wanted === null) return [];
    for (const norm of [trimmed, folded]) {
      for (const key of keys) {
        const found = positions((item) => item[key] !== null && norm(item[key]) === norm(wanted));
        if (found.length > 0 && (norm === trimmed || found.length < 2)) return found;
      }
    }
    return [];
  };
  const byCode = (norm: (code: string) => string) =>
    positions(({ value }) => value !== null && norm(value) === norm(text));

  if (coded !== null) return positions(({ value }) => value === coded).slice(0, 1);
  if (column === null) return [];
  if (column.kind === 'yes-no') return positions((item) => yesOrNoOf(item.value, item.label, column) === field.value);
  if (kind === 'choices') {
    const numbers = text.split(',');
    const labels = label === null ? [] : label.split('; ');
    // A label that itself holds `; ` cannot be told from two.
    const labelled = labels.length === numbers.length;
    return numbers.flatMap((one, at) => {
      const choice = { value: one.trim(), label: (labelled && labels[at]) || null };
      return matchItems(items, { ...choice, column: { kind: 'choice' } }, codes);
    });
  }
  if (kind === 'number') return [...byCode(bare), ...byText(text)].slice(0, 1);
  // By what people read first: the page's numbers may be its own.
  if (kind === 'choice') return [...byText(label, ['label']), ...byCode(String), ...byText(label)].slice(0, 1);
  return (kind === 'lookup' ? [...byCode(folded), ...byText(label)] : byText(text)).slice(0, 1);
}

/** What the page's code list makes of a value or of its label. */
export function codedText({ value, label }: FieldValue, codes: CodeList): string | null {
  return codes(String(value)) || (label === null ? null : codes(label));
}

const trimmed = (text: string): string => text.trim();

/** `12.50` and `12.5` are one number; digits are compared as text, since a double would lose some. */
const bare = (text: string): string =>
  trimmed(text).replace(
    /(^-?\d+)(\.\d*?)0*$/,
    (_all, whole: string, part: string) => whole + (part === '.' ? '' : part),
  );
