import { type StartCandidate, startProblems } from '@pmds/contracts/start/start-rules';
import { problemText } from '../../../webresources/src/problem-text.js';
import { newRunId } from '../../../webresources/src/ribbon/run-id.js';
import { de } from '../../../webresources/src/texts/de.js';
import { en } from '../../../webresources/src/texts/en.js';
import { fr } from '../../../webresources/src/texts/fr.js';
import { he } from '../../../webresources/src/texts/he.js';
import { type TextKey, textsFor } from '../../../webresources/src/texts/texts.js';

const placeholders = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
const keys = Object.keys(en) as TextKey[];

it.each([
  ['German', de],
  ['French', fr],
  ['Hebrew', he],
])('%s has every text with the placeholders of the English one', (_language, texts) => {
  for (const key of keys.filter((name) => !name.startsWith('problem.'))) {
    expect([key, placeholders(texts[key])]).toEqual([key, placeholders(en[key])]);
  }
  expect(Object.values(texts)).not.toContain('');
});

it('writes numbers as the language does and falls back to English', () => {
  expect(textsFor(1031)('progress.rate', 'x', 12_000)).toBe('x, 12.000 pro Sekunde');
  expect(textsFor(1049)('progress.rate', 'x', 12_000)).toBe('x, 12,000 per second');
});

it.each([
  [1033, '1 contact and 2 leads are ready, 1 member failed.'],
  [1031, '1 Kontakt und 2 Leads sind bereit, 1 Mitglied ist fehlgeschlagen.'],
  [1036, '1 contact et 2 prospects sont prêts, 1 membre a échoué.'],
  [1037, '1 איש קשר ו-2 לידים מוכנים, 1 חבר נכשל.'],
])('counts one and many as language %i does', (languageId, sentence) => {
  expect(textsFor(languageId)('status.completed-with-errors', 1, 2, 1)).toContain(sentence);
});

it('keeps English sentences of the service in order within a Hebrew one', () => {
  expect(textsFor(1037)('status.failed', '9 of 10 (90 %).')).toContain('\u20689 of 10 (90 %).\u2069');
  expect(textsFor(1031)('status.failed', '9 of 10 (90 %).')).toContain(' 9 of 10 (90 %).');
});

const wrong: StartCandidate = {
  name: '',
  notificationEmails: 'nobody',
  fields: null,
  lists: [
    { name: 'The "big" one', table: 'contact', active: false },
    { name: 'Firms', table: null, active: true },
    { name: 'Leads', table: 'lead', active: true },
  ],
};

it('shows the sentence of the rule itself in English', () => {
  for (const problem of startProblems(wrong)) expect(problemText(problem, textsFor(1033))).toBe(problem.sentence);
});

it.each([1031, 1036, 1037])('says every start problem in language %i and keeps the name it is about', (languageId) => {
  const sentences = startProblems(wrong).map((problem) => problemText(problem, textsFor(languageId)));
  expect(sentences).toHaveLength(6);
  expect(sentences.join('\n')).not.toMatch(/Give the sync|is inactive|\{0\}/);
  for (const name of ['nobody', 'The "big" one', 'Firms']) expect(sentences.join('\n')).toContain(name);
});

it('mints a version 4 id also where randomUUID is missing', () => {
  const source = {
    getRandomValues: <T extends ArrayBufferView | null>(array: T): T => (
      (array as unknown as Uint8Array).fill(255),
      array
    ),
  };
  expect(newRunId(source)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
});
