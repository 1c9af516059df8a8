import { calendarOf, formatsOfLocale, type Formats } from '@pmds/contracts/values/formats';
import { StartError } from '../../start-error.js';

const remedy = 'Give a language and a country, for example --locale de-DE, en-US, en-GB, fr-FR or he-IL.';

/**
 * How people of a country write numbers and dates, as Unicode's CLDR in Node has it.
 * @param tag BCP 47, with a country: people who share a language write differently. @throws StartError
 */
export function formatsOf(tag: string): Formats {
  const locale = localeOf(tag);
  const calendar = calendarOf(locale);
  if (calendar !== 'gregory') {
    const what = `--locale ${tag}: people there count years by the ${calendar} calendar, which is not read.`;
    throw new StartError(`${what} Write dates as 1984-12-31 and give the locale of the numbers, for example en-US.`);
  }
  return formatsOfLocale(locale);
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
