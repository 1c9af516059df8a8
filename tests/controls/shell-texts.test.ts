import { chooseLanguage, text } from '../../emulator/shell/src/texts/texts';

afterEach(() => chooseLanguage(1033));

it.each([
  [1036, 'fr', 0, '0 sélectionnée', 'Supprimer 0 ligne ?'],
  [1036, 'fr', 2, '2 sélectionnées', 'Supprimer 2 lignes ?'],
  [1037, 'he', 1, 'נבחרה 1', 'למחוק שורה אחת?'],
  [1037, 'he', 2, 'נבחרו 2', 'למחוק שתי שורות?'],
  [1037, 'he', 5, 'נבחרו 5', 'למחוק 5 שורות?'],
  [1031, 'de', 1, '1 ausgewählt', '1 Zeile löschen?'],
  [1033, 'en', 0, '0 selected', 'Delete 0 rows?'],
  [1033, 'en', 1, '1 selected', 'Delete 1 row?'],
])('the shell counts rows as language %i does (%s): %d', (languageId, lang, count, selected, question) => {
  document.documentElement.lang = lang;
  chooseLanguage(languageId);
  expect(text('selected', count)).toBe(selected);
  expect(text('deleteText', count)).toMatch(new RegExp(`^${question.replace('?', '\\?')}`));
});
