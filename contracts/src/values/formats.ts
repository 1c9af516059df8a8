export type DecimalMark = '.' | ',';
/** In which order a date has day, month and year. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** How numbers and dates are written; `null` = only what can mean one thing alone is read. */
export interface Formats {
  /** Whose they are, for sentences; `null` = nobody named it. */
  readonly locale: string | null;
  readonly decimal: DecimalMark | null;
  /** Whether the mark that is not the decimal one groups thousands. */
  readonly groups: boolean;
  readonly order: DateOrder | null;
}

/** Nothing is known: ISO dates, plain numbers and whatever can mean one thing alone. */
export const unknownFormats: Formats = { locale: null, decimal: null, groups: true, order: null };

/**
 * How people of a locale write numbers and dates, as Unicode's CLDR has it. Dates of another calendar than the Gregorian
 * are not read by their order.
 * @param locale BCP 47, well formed.
 */
export function formatsOfLocale(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
  const mark = (type: Intl.NumberFormatPartTypes) => numbers.find((part) => part.type === type)?.value;
  const group = mark('group') ?? '';
  return {
    locale,
    decimal: mark('decimal') === ',' ? ',' : '.',
    groups: group === '.' || group === ',',
    order: calendarOf(locale) === 'gregory' ? orderOf(locale) : null,
  };
}

/** The calendar by which people of a locale count years. */
export function calendarOf(locale: string): string {
  return new Intl.DateTimeFormat(locale).resolvedOptions().calendar;
}

function orderOf(locale: string): DateOrder {
  const format = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  });
  const parts = format.formatToParts(0).map(({ type }) => type);
  const [year, month, day] = [parts.indexOf('year'), parts.indexOf('month'), parts.indexOf('day')];
  if (year < day) return 'ymd';
  return day < month ? 'dmy' : 'mdy';
}
