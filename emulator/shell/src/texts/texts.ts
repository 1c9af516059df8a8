import { english } from './en';
import { french } from './fr';
import { german } from './de';
import { hebrew } from './he';

export type TextKey = keyof typeof english;

const catalogues: Readonly<Record<number, Readonly<Record<TextKey, string>>>> = {
  1033: english,
  1031: german,
  1036: french,
  1037: hebrew,
};

let current = english as Readonly<Record<TextKey, string>>;

/** Chooses the language of everything the shell itself says; English where it has no other. */
export function chooseLanguage(languageId: number): void {
  current = catalogues[languageId] ?? english;
}

/** `{0}`, or the forms that go with a number: `{0:one|more}`, `{0:one|two|more}`; a `#` in a form is the number. */
const placeholders = /\{(\d)(?::([^{}]*))?\}/g;

/** A text of the shell with its placeholders filled in. */
export function text(key: TextKey, ...values: readonly (string | number)[]): string {
  return current[key].replace(placeholders, (_, index: string, forms?: string) => {
    const value = values[Number(index)] ?? '';
    return forms === undefined ? String(value) : formOf(forms.split('|'), Number(value));
  });
}

function formOf(forms: readonly string[], count: number): string {
  const { lang } = document.documentElement;
  const places: Readonly<Record<string, number>> = { one: 0, two: 1 };
  const place = places[new Intl.PluralRules(lang).select(count)] ?? forms.length;
  return (forms[place < forms.length - 1 ? place : forms.length - 1] ?? '').replace('#', String(count));
}
