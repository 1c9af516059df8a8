import { readinessSentence, resultSentence, type RunTally, tallyOf } from '@pmds/contracts/run-tally';
import { noOutcomes } from '@pmds/contracts/counts';
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
