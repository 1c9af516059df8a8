import { de } from './de.js';
import { en } from './en.js';
import { fr } from './fr.js';
import { he } from './he.js';

export type TextKey = keyof typeof en;

/**
 * The text of a key in one language, its placeholders filled: `{0}` by the first value, numbers as that language writes
 * them, and `{0:member|members}` by the word that goes with that number, singular or plural by the rules of the language.
 */
export type Texts = (key: TextKey, ...values: readonly (string | number)[]) => string;

const languages: Readonly<
  Record<
    number,
    { readonly texts: Readonly<Record<TextKey, string>>; readonly tag: string; readonly rightToLeft?: true }
  >
> = {
  1031: { texts: de, tag: 'de-DE' },
  1033: { texts: en, tag: 'en-US' },
  1036: { texts: fr, tag: 'fr-FR' },
  1037: { texts: he, tag: 'he-IL', rightToLeft: true },
};
/** `{0}` or `{0:singular|plural}`. */
const placeholders = /\{(\d)(?::([^|{}]*)\|([^|{}]*))?\}/g;
const english = { texts: en, tag: 'en-US', rightToLeft: false };

/** @param languageId Locale id of the user, such as 1031; a language we have no texts in gets English. */
export function textsFor(languageId: number): Texts {
  const { texts, tag, rightToLeft = false } = languages[languageId] ?? english;
  const numbers = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const plurals = new Intl.PluralRules(tag);
  return (key, ...values) =>
    texts[key].replace(placeholders, (placeholder, position: string, one?: string, more?: string) => {
      const value = values[Number(position)];
      if (value === undefined) return placeholder;
      if (one !== undefined && more !== undefined) {
        return typeof value === 'number' && plurals.select(value) === 'one' ? one : more;
      }
      if (typeof value === 'number') return numbers.format(value);
      // Names and the service's sentences keep their own direction, or their words would change places with ours.
      return rightToLeft ? `\u2068${value}\u2069` : value;
    });
}

export function userTexts(): Texts {
  return textsFor(Xrm.Utility.getGlobalContext().userSettings.languageId);
}
