import { worded, type LanguageName } from '@pmds/contracts/wording';
import { deRequests } from './de.js';
import { enRequests } from './en.js';
import { frRequests } from './fr.js';
import { heRequests } from './he.js';

/** What the service says to whoever asked by a row, with the placeholders of `contracts/src/wording.ts`. */
export interface RequestTexts {
  readonly unknownKind: string;
  readonly noTarget: string;
  /** The table that the kind is for. */
  readonly wrongTarget: string;
  /** What is wrong: a name of the parameters. */
  readonly wrongParameters: string;
  readonly targetMissing: string;
  readonly mayNotRead: string;
  /** Minutes. */
  readonly gaveUp: string;
  readonly internal: string;
  readonly whichForm: string;
  /** The name of the form. */
  readonly noAddress: string;
  /** The name of the form. */
  readonly suspended: string;
  readonly noKey: string;
  /** The tables. */
  readonly readsNotAll: string;
  readonly notSynced: string;
  readonly fileTooLarge: string;
  /** The name of the form. */
  readonly linksReady: string;
  /** Seconds. */
  readonly viewReady: string;
}

const requestTexts: Readonly<Record<LanguageName, RequestTexts>> = {
  de: deRequests,
  en: enRequests,
  fr: frRequests,
  he: heRequests,
};

/** A sentence before it has a language. */
export interface RequestSentence {
  readonly text: keyof RequestTexts;
  readonly values?: readonly (string | number)[];
}

export function requestSentence(language: LanguageName, { text, values = [] }: RequestSentence): string {
  return worded(language, requestTexts[language][text], values);
}
