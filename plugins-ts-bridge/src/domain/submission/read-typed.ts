import { ok, refused, type Result } from '@pmds/contracts/result';
import { isEmailAddress } from '@pmds/contracts/start/notification-emails';
import { trimCell } from '@pmds/contracts/values/cell-text';
import { readDate } from '@pmds/contracts/values/dates';
import type { Formats } from '@pmds/contracts/values/formats';
import { isTooLong, readNumber } from '@pmds/contracts/values/numbers';
import type { ChangeReason, ColumnValue, SentValue } from '@pmds/contracts/web-form/submission';
import { folded, yesOrNo } from '@pmds/contracts/web-form/yes-no';
import { dateText } from '../values/date-text.js';
import type { CurrentValue, WritableColumn } from './writable-column.js';
import { momentOfWallMs } from './zoned-time.js';

/** How whoever filled in the form writes. */
export interface ReadingTerms {
  /** Of the form's language. */
  readonly formats: Formats;
  /** IANA name of the zone in which moments are shown; `null` where it is not known. */
  readonly zone: string | null;
}

type Read = Result<ColumnValue, ChangeReason>;

/** What is sent, in texts: a tick that is not set and a list without a choice hold none. */
export function textsOf(sent: SentValue): readonly string[] {
  if (sent === null || typeof sent === 'boolean') return [];
  const texts = typeof sent === 'string' ? [sent] : sent;
  return texts.map(trimCell).filter((text) => text !== '');
}

/** Whether nothing was entered. That a box is not ticked says something of a yes/no column alone. */
export function isBlank({ kind }: Pick<WritableColumn, 'kind'>, sent: SentValue): boolean {
  return typeof sent === 'boolean' ? !sent && kind !== 'boolean' : textsOf(sent).length === 0;
}

/**
 * What a person entered, as a value of the column. @param sent Not blank.
 * @param current What the column holds: a lookup may be sent back as it was shown.
 */
export function readTyped(column: WritableColumn, sent: SentValue, current: CurrentValue, terms: ReadingTerms): Read {
  const texts = textsOf(sent);
  if (column.kind === 'boolean') return yesNoOf(column, sent, texts);
  if (column.kind === 'choices') return choicesOf(column, texts);
  const [text, ...more] = texts;
  // A tick, or several values, for a column that holds one.
  if (text === undefined || more.length > 0) return refused(misfits[column.kind]);
  switch (column.kind) {
    case 'text':
      return textOf(column, text);
    case 'integer':
    case 'number':
      return numberOf(column, text, terms);
    case 'datetime':
      return dateOf(column, text, current, terms);
    case 'choice':
      return choiceOf(column, text);
    case 'lookup':
    case 'guid':
      return isShownLookup(text, current) ? ok(current.raw) : refused('lookup');
  }
}

const misfits = {
  text: 'not-text',
  integer: 'not-a-number',
  number: 'not-a-number',
  datetime: 'not-a-date',
  choice: 'not-a-choice',
  lookup: 'lookup',
  guid: 'lookup',
} as const satisfies Partial<Record<WritableColumn['kind'], ChangeReason>>;

// What XML 1.0 cannot hold, Dataverse does not take.
const unwritable = new RegExp(String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]`);

function textOf({ maxLength, isAddress = false }: WritableColumn, text: string): Read {
  if (unwritable.test(text)) return refused('not-text');
  if (isAddress && !isEmailAddress(text)) return refused('not-an-address');
  return maxLength !== undefined && text.length > maxLength ? refused('too-long') : ok(text);
}

function numberOf({ kind, least, most, precision }: WritableColumn, text: string, { formats }: ReadingTerms): Read {
  const number = readNumber(text, kind === 'integer', formats);
  if (number === 'ambiguous') return refused('number-ambiguous');
  if (number === null) return refused('not-a-number');
  if (isTooLong(text) || number < (least ?? -Infinity) || number > (most ?? Infinity)) return refused('out-of-range');
  return precision !== undefined && placesOf(number) > precision ? refused('out-of-range') : ok(number);
}

function placesOf(number: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

/** Web API's forms: a day, or a moment in UTC. */
function dateOf(column: WritableColumn, text: string, { raw }: CurrentValue, { formats, zone }: ReadingTerms): Read {
  const read = readDate(text, formats);
  if (read.kind === 'ambiguous') return refused('date-ambiguous');
  const { date } = column;
  if (read.kind !== 'date' || date === undefined) return refused('not-a-date');
  const isDay = date.behaviour === 'date-only' || date.format === 'day';
  if (typeof raw === 'string' && isShownMoment(read.moment, isDay ? read.day : null, raw, column, zone)) return ok(raw);
  if (date.behaviour === 'date-only') return ok(read.day);
  const wall = isDay ? `${read.day}T00:00:00Z` : read.moment;
  if (date.behaviour === 'time-zone-independent' || (read.says.zone && !isDay)) return ok(wall);
  if (zone === null) return refused('zone-unknown');
  const at = momentOfWallMs(Date.parse(wall), zone);
  return at === null ? refused('not-a-date') : ok(`${new Date(at).toISOString().slice(0, 19)}Z`);
}

const toTheMinute = 16;

/** Whether a date is the one that the column holds, as a form shows it: inputs of browsers leave seconds out. */
function isShownMoment(
  moment: string,
  day: string | null,
  raw: string,
  { date }: WritableColumn,
  zone: string | null,
): boolean {
  const shown = dateText(raw, date === undefined || zone === null ? date : { ...date, zone });
  if (shown === null) return false;
  return day === null ? shown.slice(0, toTheMinute) === moment.slice(0, toTheMinute) : shown.slice(0, 10) === day;
}

function yesNoOf({ yesNo }: WritableColumn, sent: SentValue, texts: readonly string[]): Read {
  if (typeof sent === 'boolean') return ok(sent);
  const [text = '', ...more] = texts;
  const said = more.length > 0 ? null : yesOrNo(text, yesNo ?? { yes: [], no: [] });
  return said === null ? refused('not-yes-or-no') : ok(said);
}

function choiceOf(column: WritableColumn, text: string): Read {
  const value = optionOf(column, text);
  return value === null ? refused('not-a-choice') : ok(value);
}

function choicesOf(column: WritableColumn, texts: readonly string[]): Read {
  // One text may be a single label that holds a comma, or several.
  const [only, ...more] = texts;
  const whole = only !== undefined && more.length === 0 ? optionOf(column, only) : null;
  if (whole !== null) return ok(String(whole));
  const values = texts.flatMap((text) => text.split(/[,;]/)).map((part) => optionOf(column, part.trim()));
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return refused('not-a-choice');
  return ok([...new Set(known)].sort((a, b) => a - b).join());
}

/** By number or by label in any language. @returns `null` for none, and for a label that two have. */
function optionOf({ options = [] }: WritableColumn, text: string): number | null {
  const byNumber = /^-?\d+$/.test(text) ? options.find(({ value }) => value === Number(text)) : undefined;
  if (byNumber !== undefined) return byNumber.value;
  const word = folded(text);
  const found = options.filter(({ labels }) => labels.some((label) => folded(label) === word));
  const [one, ...more] = found;
  return one === undefined || more.length > 0 ? null : one.value;
}

function isShownLookup(text: string, { raw, name }: CurrentValue): boolean {
  if (raw === null) return false;
  return text.toLowerCase() === String(raw).toLowerCase() || (name !== null && folded(text) === folded(name));
}
