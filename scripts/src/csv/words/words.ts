import type { SeedTable } from '../../seeds/seed.js';
import { wordKey } from '@pmds/contracts/values/cell-text';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { hebrew } from './hebrew.js';
import type { LanguageWords } from './language.js';

/** The languages that the product speaks, English first. */
export const languageWords: readonly LanguageWords[] = [english, german, french, hebrew];

const keys = (of: (language: LanguageWords) => readonly string[]) => new Set(languageWords.flatMap(of).map(wordKey));

export const yesWords: ReadonlySet<string> = keys((language) => language.yes);
export const noWords: ReadonlySet<string> = keys((language) => language.no);
export const totalWords: ReadonlySet<string> = keys((language) => language.totals);

const consentLabels = ['allow', 'do not allow', 'send', 'do not send'];

/** Labels that say what a person allowed, in any of the languages. */
export const consentWords: ReadonlySet<string> = new Set([
  ...consentLabels,
  ...keys(({ labels }) => consentLabels.flatMap((label) => labels[label] ?? [])),
]);

/** Logical names by display name in one language. */
export function columnNames(language: LanguageWords, table: SeedTable): ReadonlyMap<string, string> {
  const { both, ...own } = language.columns;
  const found = new Map<string, string>();
  for (const names of [own[table], both]) {
    for (const [logicalName, displayNames] of Object.entries(names)) {
      for (const name of displayNames) if (!found.has(wordKey(name))) found.set(wordKey(name), logicalName);
    }
  }
  return found;
}

/** The table that a word is the name of, in any language. @returns `null` where it is none of the three. */
export function tableNamed(text: string): SeedTable | 'account' | null {
  const word = wordKey(text);
  for (const { tables } of languageWords) {
    for (const table of ['contact', 'lead', 'account'] as const) {
      if (word === table || tables[table].some((name) => wordKey(name) === word)) return table;
    }
  }
  return null;
}

const meanings = new Map<string, Set<string>>();
for (const { labels } of languageWords) {
  for (const [label, words] of Object.entries(labels)) {
    for (const word of words.map(wordKey)) meanings.set(word, (meanings.get(word) ?? new Set()).add(label));
  }
}

/** English labels that a label of one of the languages stands for. */
export function englishLabels(text: string): readonly string[] {
  return [...(meanings.get(wordKey(text)) ?? [])];
}
