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

/** A text of the shell with `{0}` filled in. */
export function text(key: TextKey, ...values: readonly (string | number)[]): string {
  return current[key].replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}
