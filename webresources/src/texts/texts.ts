import { de } from './de.js';
import { en } from './en.js';
import { fr } from './fr.js';
import { he } from './he.js';

export type TextKey = keyof typeof en;

/** The text of a key in one language, its placeholders `{0}`, `{1}`, … filled; numbers as that language writes them. */
export type Texts = (key: TextKey, ...values: readonly (string | number)[]) => string;

const languages: Readonly<Record<number, { readonly texts: Readonly<Record<TextKey, string>>; readonly tag: string }>> =
  {
    1031: { texts: de, tag: 'de-DE' },
    1033: { texts: en, tag: 'en-US' },
    1036: { texts: fr, tag: 'fr-FR' },
    1037: { texts: he, tag: 'he-IL' },
  };
const english = { texts: en, tag: 'en-US' };

/** @param languageId Locale id of the user, such as 1031; a language we have no texts in gets English. */
export function textsFor(languageId: number): Texts {
  const { texts, tag } = languages[languageId] ?? english;
  const numbers = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  return (key, ...values) =>
    texts[key].replace(/\{(\d)\}/g, (placeholder, position: string) => {
      const value = values[Number(position)];
      if (value === undefined) return placeholder;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
}

export function userTexts(): Texts {
  return textsFor(Xrm.Utility.getGlobalContext().userSettings.languageId);
}
