/** A language in which the product speaks, by the locale id that Dataverse uses for it. */
interface Language {
  readonly id: number;
  /** BCP 47 tag, for numbers, dates and plural forms. */
  readonly tag: string;
  readonly rightToLeft: boolean;
}

export const languages = {
  de: { id: 1031, tag: 'de-DE', rightToLeft: false },
  en: { id: 1033, tag: 'en-US', rightToLeft: false },
  fr: { id: 1036, tag: 'fr-FR', rightToLeft: false },
  he: { id: 1037, tag: 'he-IL', rightToLeft: true },
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageName = keyof typeof languages;

/** @param id Locale id such as 1031, of a user or an organisation; a language we have no texts in gets English. */
export function languageOfId(id: unknown): LanguageName {
  const names = Object.keys(languages) as LanguageName[];
  return names.find((name) => languages[name].id === id) ?? 'en';
}

/** `{0}` or `{0:singular|plural}`. */
const placeholders = /\{(\d)(?::([^|{}]*)\|([^|{}]*))?\}/g;

/**
 * Fills the placeholders of a text: `{0}` by the first value, numbers as the language writes them with at most one decimal,
 * and `{0:member|members}` by the word that goes with that number, singular or plural by the rules of the language.
 */
export function worded(language: LanguageName, template: string, values: readonly (string | number)[]): string {
  const { tag, rightToLeft } = languages[language];
  return template.replace(placeholders, (placeholder, position: string, one?: string, more?: string) => {
    const value = values[Number(position)];
    if (value === undefined) return placeholder;
    if (one !== undefined && more !== undefined) {
      return typeof value === 'number' && new Intl.PluralRules(tag).select(value) === 'one' ? one : more;
    }
    if (typeof value === 'number') return new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(value);
    // Names and the service's sentences keep their own direction, or their words would change places with ours.
    return rightToLeft ? `\u2068${value}\u2069` : value;
  });
}

const english = new Intl.PluralRules('en');

/** An English noun in the form that goes with a number. For what is written for administrators, in English alone. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return english.select(count) === 'one' ? one : many;
}

/** A number with its English noun: `1 member`, `3 members`. */
export function counted(count: number, one: string, many?: string): string {
  return `${String(count)} ${plural(count, one, many)}`;
}
