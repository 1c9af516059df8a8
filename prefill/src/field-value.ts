import type { PrefillValue } from '@pmds/contracts/prefill';

/** A value of the answer with its label, where it is a choice or a lookup. */
export interface FieldValue {
  readonly value: Exclude<PrefillValue, null>;
  readonly label: string | null;
}

/** What an input of a type takes; `null` where the value does not fit it. */
export function textForInput(type: string, { value, label }: FieldValue): string | null {
  const text = String(value);
  switch (type) {
    case 'date':
      return /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : null;
    case 'datetime-local':
      return localDateTime(text);
    case 'number':
    case 'range':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
    case 'file':
    case 'password':
    case 'submit':
    case 'reset':
    case 'button':
    case 'image':
      return null;
    default:
      // People read labels; the number of a choice or the id of a lookup says nothing to them.
      return label ?? text;
  }
}

/** The input shows the time of the reader's clock, without seconds. */
function localDateTime(text: string): string | null {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return null;
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** Whether a checkbox with this `value` is ticked: yes/no columns by themselves, choices by their number or label. */
export function isTicked(own: string, { value, label }: FieldValue): boolean {
  if (typeof value === 'boolean') return own === 'false' ? !value : value;
  const chosen = String(value).split(',');
  return chosen.includes(own) || own === label;
}
