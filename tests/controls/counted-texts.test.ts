import { languageOfId, languages } from '@pmds/contracts/wording';
import { textsOf } from '../../controls/shared/texts';
import { resxTexts } from './fakes/resx';

type Control = Parameters<typeof resxTexts>[0];

/** The texts of a control as a host of that language hands them over, without the marks of direction. */
function textsIn(control: Control, languageId: number) {
  const entries = resxTexts(control, languageId);
  const resources = { getString: (key: string) => entries.get(key) ?? `[${key}]` };
  const texts = textsOf({ resources, userSettings: { languageId } });
  return (...asked: Parameters<typeof texts>) => texts(...asked).replace(/[\u2068\u2069]/g, '');
}

it.each([
  [1036, 0, 0, '0 liste, 0 sélectionnée'],
  [1036, 1, 1, '1 liste, 1 sélectionnée'],
  [1036, 2, 1, '2 listes, 1 sélectionnée'],
  [1036, 2, 2, '2 listes, 2 sélectionnées'],
  [1037, 1, 1, 'רשימה אחת, אחת נבחרה'],
  [1037, 2, 0, 'שתי רשימות, 0 נבחרו'],
  [1037, 5, 2, '5 רשימות, שתיים נבחרו'],
  [1031, 1, 0, '1 Liste, 0 ausgewählt'],
  [1031, 0, 0, '0 Listen, 0 ausgewählt'],
  [1033, 0, 0, '0 lists, 0 selected'],
  [1033, 1, 1, '1 list, 1 selected'],
  [1033, 120, 2, '120 lists, 2 selected'],
])('MarketingLists counts its lists in language %i: %d, %d', (languageId, lists, marked, said) => {
  expect(textsIn('MarketingLists', languageId)('Count', lists, marked)).toBe(said);
});

it.each([
  [1036, 0, '0 colonne correspond.'],
  [1036, 1, '1 colonne correspond.'],
  [1036, 2, '2 colonnes correspondent.'],
  [1037, 1, 'עמודה אחת מתאימה.'],
  [1037, 2, 'שתי עמודות מתאימות.'],
  [1037, 5, '5 עמודות מתאימות.'],
  [1031, 1, '1 Spalte passt.'],
  [1031, 2, '2 Spalten passen.'],
  [1033, 0, '0 columns match.'],
  [1033, 1, '1 column matches.'],
])('FieldsToSync counts what matches in language %i: %d', (languageId, count, said) => {
  expect(textsIn('FieldsToSync', languageId)('Hits', count)).toBe(said);
});

it.each([
  [1036, 0, 2, '0 champ du formulaire sur 2 est choisi.'],
  [1036, 2, 2, '2 champs du formulaire sur 2 sont choisis.'],
  [1037, 1, 1, 'נבחר 1 מתוך 1 שדה של הטופס.'],
  [1037, 2, 5, 'נבחרו 2 מתוך 5 השדות של הטופס.'],
  [1031, 1, 1, '1 von 1 Feld des Formulars ist ausgewählt.'],
  [1031, 2, 3, '2 von 3 Feldern des Formulars sind ausgewählt.'],
  [1033, 0, 1, '0 of 1 field of the form is selected.'],
  [1033, 1, 2, '1 of 2 fields of the form are selected.'],
])('FieldsToSync says in language %i how much of a form is selected: %d of %d', (languageId, chosen, all, said) => {
  expect(textsIn('FieldsToSync', languageId)('ByForm_Result', chosen, all)).toBe(said);
});

it.each([
  ['Added', ['A', 1], 'Ajoutée (1) : A'],
  ['Removed', ['A, B', 2], 'Retirées (2) : A, B'],
  ['Duplicates', ['A', 1], 'Déjà présente : A'],
  ['NotAdded', ['A, B', 2, 'Refus.'], '« A, B » n’ont pas été ajoutées : Refus.'],
  ['NotRemoved', ['A', 1, 'Refus.'], '« A » n’a pas été retirée : Refus.'],
  ['Warn_Inactive', ['A', 1], 'Inactive, le démarrage est donc refusé : A. Activez-la ou retirez-la.'],
  ['Note_Accounts', ['A, B', 2], 'Contiennent des comptes ; leurs contacts principaux sont synchronisés : A, B.'],
] as const)('MarketingLists says in French of one list or several: %s', (key, values, said) => {
  expect(textsIn('MarketingLists', 1036)(key, ...values)).toBe(said);
});

it('a host that tells no language, or one without texts of ours, gets English forms', () => {
  const resources = { getString: () => '{0:list|lists}' };
  for (const userSettings of [undefined, {}, { languageId: 3082 }]) {
    expect([0, 1, 2].map((count) => textsOf({ resources, userSettings })('Count', count))).toEqual([
      'lists',
      'list',
      'lists',
    ]);
  }
});

it.each(['FieldsToSync', 'MarketingLists'] as const)(
  '%s leaves no form to the reader: no “(s)” in any text',
  (control) => {
    for (const { id } of Object.values(languages)) {
      expect([...resxTexts(control, id).values()].filter((text) => /\p{L}\(\p{Ll}{1,3}\)/u.test(text))).toEqual([]);
      expect(languages[languageOfId(id)].id).toBe(id);
    }
  },
);

it.each(['FieldsToSync', 'MarketingLists'] as const)('%s gives a form for each kind of number or two', (control) => {
  for (const { id } of Object.values(languages)) {
    const forms = [...resxTexts(control, id).values()].flatMap((text) => text.match(/\{\d:[^}]*\}/g) ?? []);
    expect(forms.filter((each) => ![2, 3].includes(each.split('|').length))).toEqual([]);
  }
});
