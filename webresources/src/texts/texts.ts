import { languageOfId, worded, type LanguageName } from '@pmds/contracts/wording';
import { de } from './de.js';
import { en } from './en.js';
import { fr } from './fr.js';
import { he } from './he.js';

export type TextKey = keyof typeof en;

/** The text of a key in one language, its placeholders filled as `worded` does. */
export interface Texts {
  (key: TextKey, ...values: readonly (string | number)[]): string;
  readonly language: LanguageName;
}

const texts: Readonly<Record<LanguageName, Readonly<Record<TextKey, string>>>> = { de, en, fr, he };

/** @param languageId Locale id of the user, such as 1031; a language we have no texts in gets English. */
export function textsFor(languageId: number): Texts {
  const language = languageOfId(languageId);
  const say = (key: TextKey, ...values: readonly (string | number)[]): string =>
    worded(language, texts[language][key], values);
  return Object.assign(say, { language });
}

export function userTexts(): Texts {
  return textsFor(Xrm.Utility.getGlobalContext().userSettings.languageId);
}
