import {
  newerOfCounts,
  readinessSentence,
  resultSentence,
  type RunTally,
  tallyOf,
} from '@pmds/contracts/run/run-tally';
import { noOutcomes } from '@pmds/contracts/run/counts';
import { languageOfId, worded } from '@pmds/contracts/wording';

const tally: RunTally = tallyOf(
  {
    contact: { ...noOutcomes, synced: 2000, unchanged: 1, 'skipped-inactive': 1, 'failed-value': 2 },
    lead: { ...noOutcomes, synced: 1, 'skipped-inactive': 3 },
  },
  { contact: 2004, lead: 4 },
);

it.each([
  ['en', '2,002 of 2,008 members ready (99.7 %). Not ready: 2 with a value that is not allowed, 4 inactive.'],
  ['de', '2.002 von 2.008 Mitgliedern bereit (99,7 %). Nicht bereit: 2 mit einem unzulässigen Wert, 4 inaktiv.'],
  ['fr', '2\u202f002 membres prêts sur 2\u202f008 (99,7 %). Pas prêts : 2 avec une valeur non autorisée, 4 inactifs.'],
  ['he', '2,002 מתוך 2,008 חברים מוכנים (99.7 %). לא מוכנים: \u20682 עם ערך שאינו מותר, 4 לא פעילים\u2069.'],
] as const)('says in %s how many are ready and why the others are not', (language, sentence) => {
  expect(readinessSentence(tally, language)).toBe(sentence);
});

it.each([
  ['en', '1 member is newer in CRM than what was read; the next run takes them.', 'At least 1,200 members are'],
  [
    'de',
    '1 Mitglied ist im CRM neuer als gelesen; der nächste Lauf übernimmt sie.',
    'Mindestens 1.200 Mitglieder sind',
  ],
  ['fr', '1 membre a changé dans le CRM depuis la lecture ;', 'Au moins 1\u202f200 membres ont changé'],
  ['he', '1 חבר השתנה ב-CRM לאחר הקריאה;', 'לפחות 1,200 חברים השתנו'],
] as const)('CD-05 says in %s how many are newer in CRM', (language, one, many) => {
  expect(readinessSentence({ ...tally, newer: { members: 1, more: false } }, language)).toContain(one);
  expect(readinessSentence({ ...tally, newer: { members: 1200, more: true } }, language)).toContain(many);
});

it('says nothing of members that are newer in CRM where there are none', () => {
  const sentence = readinessSentence(tally, 'en');
  expect(readinessSentence({ ...tally, newer: { members: 0, more: false } }, 'en')).toBe(sentence);
});

it.each([
  ['what a run counted', '{"contact":{},"lead":{},"newer":{"members":3,"more":true}}', { members: 3, more: true }],
  ['a run that did not ask', '{"contact":{},"lead":{}}', null],
  ['a text that is no JSON', 'none', null],
  ['a column that is hidden', undefined, null],
])('reads who is newer in CRM from %s', (_, text, newer) => {
  expect(newerOfCounts(text)).toEqual(newer);
});

it('counts skipped and failed in the result, and one lead as one', () => {
  expect(resultSentence(tally, 'en')).toBe('2,001 contacts and 1 lead are ready to be prefilled; 4 skipped, 2 failed.');
  expect(resultSentence(tally, 'fr')).toMatch(/1 prospect peuvent être préremplis ; 4 ignorés, 2 en échec\.$/);
});

it('does not say 100 % of anything less, and says when nobody is left out', () => {
  const none = { contact: noOutcomes, lead: noOutcomes };
  const nearly = tallyOf({ ...none, contact: { ...noOutcomes, synced: 99_999 } }, { contact: 100_000, lead: 0 });
  expect(readinessSentence(nearly, 'en')).toContain('(99.9 %)');
  expect(readinessSentence(tallyOf(none, { contact: 0, lead: 0 }), 'en')).toBe(
    '0 of 0 members ready (100 %). Nobody is left out.',
  );
});

it('knows its languages by their locale id, and speaks English to everybody else', () => {
  expect([1031, 1033, 1036, 1037, 1049, null].map(languageOfId)).toEqual(['de', 'en', 'fr', 'he', 'en', 'en']);
});

it('leaves a placeholder without a value as it is', () => {
  expect(worded('en', '{0} and {1}', ['a'])).toBe('a and {1}');
});
