/** The languages in which the product speaks, by the locale ids that Dataverse uses for them. */
const localeIds = { de: 1031, en: 1033, fr: 1036, he: 1037 } as const;

export type LanguageName = keyof typeof localeIds;

interface Language {
  readonly id: number;
  /** BCP 47 tag, for numbers and dates. */
  readonly tag: string;
  readonly rightToLeft: boolean;
}

export const languages = {
  de: { id: localeIds.de, tag: 'de-DE', rightToLeft: false },
  en: { id: localeIds.en, tag: 'en-US', rightToLeft: false },
  fr: { id: localeIds.fr, tag: 'fr-FR', rightToLeft: false },
  he: { id: localeIds.he, tag: 'he-IL', rightToLeft: true },
} as const satisfies Readonly<Record<LanguageName, Language>>;

/** @param id Locale id such as 1031, of a user or an organisation; a language we have no texts in gets English. */
export function languageOfId(id: unknown): LanguageName {
  const names = Object.keys(localeIds) as LanguageName[];
  return names.find((name) => localeIds[name] === id) ?? 'en';
}

/** `{0}`, or `{0:…}` with the forms that go with a number. */
const placeholders = /\{(\d)(?::([^{}]*))?\}/g;

/**
 * Fills the placeholders of a text. `{0}` is the first value. `{0:member|members}` is the form that goes with that number by the rules of
 * the language. A language with a form for two has three: `{0:one|two|more}`. A `#` in a form is the number.
 * @param values A placeholder of a value that is missing stays as it is.
 * @param shown Writes a value.
 */
export function filled<Value extends string | number>(
  language: LanguageName,
  template: string,
  values: readonly (Value | undefined)[],
  shown: (value: Value) => string,
): string {
  return template.replace(placeholders, (placeholder, position: number, words?: string) => {
    const value = values[position];
    if (value === undefined) return placeholder;
    if (words === undefined) return shown(value);
    const number = new Intl.PluralRules(language).select(typeof value === 'number' ? value : NaN);
    // The last one is for all other numbers, and for two where the text has no form for it.
    const form = words.split('|').slice(['one', 'two'].indexOf(number))[0];
    return String(form).replace('#', shown(value));
  });
}

/**
 * As `filled`: numbers as the language writes them, with at most one decimal. In a language that is written from right to left, names and
 * the service's sentences keep their own direction, or their words would change places with ours.
 */
export function worded(language: LanguageName, template: string, values: readonly (string | number)[]): string {
  const { tag, rightToLeft } = languages[language];
  const numbers = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  return filled(language, template, values, (value) =>
    typeof value === 'number' ? numbers.format(value) : rightToLeft ? `\u2068${value}\u2069` : value,
  );
}

/** An English noun in the form that goes with a number. For what is written for administrators, in English alone. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return new Intl.PluralRules('en').select(count) === 'one' ? one : many;
}

/** A number with its English noun: `1 member`, `3 members`. */
export function counted(count: number, one: string, many?: string): string {
  return `${String(count)} ${plural(count, one, many)}`;
}
