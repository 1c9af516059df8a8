import type { PrefillColumn, PrefillResponse, PrefillValue } from '@pmds/contracts/prefill';

/** A value of the answer with its label and with what kind of value it is. */
export interface FieldValue {
  readonly value: Exclude<PrefillValue, null>;
  readonly label: string | null;
  /** `null`: it cannot be told how the value is to be shown. */
  readonly column: PrefillColumn | null;
}

/** An own property: what stands in a prototype (`constructor`) was not answered. */
function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | null {
  return record !== undefined && Object.prototype.hasOwnProperty.call(record, name) ? (record[name] ?? null) : null;
}

export function fieldValueOf(response: PrefillResponse, name: string): FieldValue | null {
  const value = own(response.values, name);
  if (value === null || typeof value === 'object' || String(value).trim() === '') return null;
  const text = own(response.labels, name);
  const label = typeof text === 'string' && text.trim() !== '' ? text : null;
  return { value, label, column: own(response.columns, name) ?? kindOf(value, label) };
}

/** An older bridge does not say what kind of value a column holds. Where the value does not tell, nothing is filled in. */
function kindOf(value: string | number | boolean, label: string | null): PrefillColumn | null {
  if (typeof value === 'boolean') {
    const labels = label === null ? [] : [label];
    return { kind: 'yes-no', yes: value ? labels : [], no: value ? [] : labels };
  }
  if (typeof value === 'number') return { kind: label === null ? 'number' : 'choice' };
  // Texts have no label.
  if (label !== null) return { kind: /^-?\d+(,-?\d+)*$/.test(value) ? 'choices' : 'lookup' };
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { kind: 'date' };
  // A point in time without the zone that counts may be the day before.
  return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(value) ? null : { kind: 'text' };
}

/** What people read; a bare number of a choice or the id of a lookup says nothing to them. */
export function shownText({ value, label, column }: FieldValue): string | null {
  switch (column?.kind) {
    case undefined:
      return null;
    case 'yes-no':
      return label ?? (value === true ? column.yes : column.no)[0] ?? null;
    case 'choice':
    case 'choices':
    case 'lookup':
      return label;
    case 'date-time':
      return String(value).slice(0, 16).replace('T', ' ');
    default:
      return String(value);
  }
}

/** What an input of a type takes; `null` where the value does not fit it. Days and times are never converted. */
export function textForInput(type: string, field: FieldValue): string | null {
  const kind = field.column?.kind;
  const text = String(field.value);
  const timed = kind === 'date' || kind === 'date-time';
  switch (type) {
    case 'date':
    case 'month':
    case 'week':
      if (kind === 'text') return text;
      if (!timed || !/^\d{4}-\d\d-\d\d/.test(text)) return null;
      return type === 'week' ? weekOf(text) : text.slice(0, type === 'date' ? 10 : 7);
    case 'time':
    case 'datetime-local':
      if (kind === 'text') return text;
      if (kind !== 'date-time') return null;
      return text.slice(type === 'time' ? 11 : 0).replace(/^(.*\d\d:\d\d):00(\.0+)?$/, '$1');
    case 'number':
    case 'range':
      return kind === 'number' || kind === 'text' ? text : null;
    case 'hidden':
      // Read by the page, not by people.
      return field.column === null ? null : (field.label ?? text);
    default:
      return shownText(field);
  }
}

/** The ISO week of a calendar day, counted on the calendar alone. */
function weekOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number);
  const thursday = new Date(Date.UTC(year, month - 1, date));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
