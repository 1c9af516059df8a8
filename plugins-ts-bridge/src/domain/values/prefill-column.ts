import type { PrefillColumn, PrefillValue } from '@pmds/contracts/prefill';
import type { ColumnKind, ColumnPlan } from '../member/columns.js';

/** What a form is told of a column. @param value What the form gets of it. */
export function prefillColumn(column: ColumnPlan, value: PrefillValue): PrefillColumn {
  switch (column.kind) {
    case 'boolean':
      return { kind: 'yes-no', ...(column.yesNo ?? wordsOf(column)) };
    case 'datetime':
      return { kind: isDay(column, value) ? 'date' : 'date-time' };
    default:
      return { kind: shownAs[column.kind] };
  }
}

const shownAs: Readonly<
  Record<Exclude<ColumnKind, 'boolean' | 'datetime'>, 'text' | 'number' | 'choice' | 'choices' | 'lookup'>
> = {
  text: 'text',
  integer: 'number',
  number: 'number',
  choice: 'choice',
  choices: 'choices',
  lookup: 'lookup',
  // An id without a label: nothing that anybody reads.
  guid: 'lookup',
};

/** Of a plan that was made before the words of all languages were kept. */
function wordsOf({ labels }: ColumnPlan): { readonly yes: readonly string[]; readonly no: readonly string[] } {
  const word = (value: 'true' | 'false'): readonly string[] => (labels?.[value] === undefined ? [] : [labels[value]]);
  return { yes: word('true'), no: word('false') };
}

function isDay({ date }: ColumnPlan, value: PrefillValue): boolean {
  if (typeof value === 'string') return !value.includes('T');
  return date?.behaviour === 'date-only' || date?.format === 'day';
}
