import { StartError } from '../../start-error.js';

export type DecimalMark = '.' | ',';
/** In which order a date has day, month and year. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** How numbers and dates of a file are written; `null` = only what can mean one thing alone is read. */
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

const remedy = 'Give a language and a country, for example --locale de-DE, en-US, en-GB, fr-FR or he-IL.';

/**
 * How people of a country write numbers and dates, as Unicode's CLDR in Node has it.
 * @param tag BCP 47, with a country: people who share a language write differently. @throws StartError
 */
export function formatsOf(tag: string): Formats {
  const locale = localeOf(tag);
  const { calendar } = new Intl.DateTimeFormat(locale).resolvedOptions();
  if (calendar !== 'gregory') {
    const what = `--locale ${tag}: people there count years by the ${calendar} calendar, which is not read.`;
    throw new StartError(`${what} Write dates as 1984-12-31 and give the locale of the numbers, for example en-US.`);
  }
  const numbers = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
  const mark = (type: Intl.NumberFormatPartTypes) => numbers.find((part) => part.type === type)?.value;
  const decimal = mark('decimal') === ',' ? ',' : '.';
  const group = mark('group') ?? '';
  return { locale, decimal, groups: group === '.' || group === ',', order: orderOf(locale) };
}

function localeOf(tag: string): string {
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(tag);
  } catch {
    throw new StartError(`--locale ${tag}: that is the name of no locale. ${remedy}`);
  }
  if (Intl.NumberFormat.supportedLocalesOf([locale.language]).length === 0) {
    throw new StartError(`--locale ${tag}: the language ${locale.language} is not known. ${remedy}`);
  }
  if (locale.region === undefined) throw new StartError(`--locale ${tag} names no country. ${remedy}`);
  return locale.baseName;
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
