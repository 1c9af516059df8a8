import type { PrefillColumn, PrefillResponse, PrefillValue } from '@pmds/contracts/prefill';

/** A value of the answer with its label and with what kind of value it is. */
export interface FieldValue {
  readonly value: Exclude<PrefillValue, null>;
  readonly label: string | null;
  /** `null`: it cannot be told how the value is to be shown. */
  readonly column: PrefillColumn | null;
}

export const kindOf = ({ column }: FieldValue): PrefillColumn['kind'] | null => column && column.kind;

/** @param name One of the answer's own columns. */
export function fieldValueOf({ values, labels, columns }: PrefillResponse, name: string): FieldValue | null {
  const value = values[name];
  if (value === undefined || value === null || typeof value === 'object' || !String(value).trim()) return null;
  const label = labels[name] || '';
  return { value, label: label.trim() ? label : null, column: columns[name] || null };
}

/** What people read; a bare number of a choice or the id of a lookup says nothing to them. */
export function shownText(field: FieldValue): string | null {
  const { value, label, column } = field;
  const kind = kindOf(field);
  if (column && column.kind === 'yes-no') return label || (value === true ? column.yes : column.no)[0] || null;
  if (kind === null || /^(choice|lookup)/.test(kind)) return kind && label;
  return kind === 'date-time' ? String(value).slice(0, 16).replace('T', ' ') : String(value);
}

/** What an input of a type takes; `null` where the value does not fit it. Days and times are never converted. */
export function textForInput(type: string, field: FieldValue): string | null {
  const kind = kindOf(field);
  const text = String(field.value);
  const timed = /^(date|month|week|(time|datetime-local))$/.exec(type);
  // Read by the page, not by people.
  if (type === 'hidden') return kind && (field.label || text);
  if (/^(number|range)$/.test(type)) return kind === 'number' || kind === 'text' ? text : null;
  if (!timed) return shownText(field);
  if (kind === 'text') return text;
  if (timed[2]) {
    if (kind !== 'date-time') return null;
    return text.slice(type === 'time' ? 11 : 0).replace(/^(.*\d\d:\d\d):00(\.0+)?$/, '$1');
  }
  if (!String(kind).startsWith('date') || !/^\d{4}-\d\d-\d\d/.test(text)) return null;
  // The browser knows the weeks of the calendar.
  const probe = document.createElement('input');
  probe.type = type;
  probe.valueAsDate = new Date(text.slice(0, 10));
  return probe.value;
}
