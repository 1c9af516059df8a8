import { read } from '@pmds/emulator/odata/read';
import { aStore, contextOf, id } from './data-world';
import { run } from './sample-accounts';

const formatted = 'OData.Community.Display.V1.FormattedValue';
const labels = [
  'Swimming',
  'Hiking',
  'Mountain Climbing',
  'Fishing',
  'Hunting',
  'Running',
  'Boating',
  'Skiing',
  'Camping',
];
const people = [
  ['Wayne Yarborough', '1,9'],
  ['Monte Orton', '2'],
  ['Randal Maple', '4'],
  ['Hiram Mundy', '2,3,8,9'],
  ['Barbara Weber', '1,4,7'],
  ['Georgette Sullivan', '4,5,9'],
  ['Verna Kennedy', '2,4,9'],
  ['Marvin Bracken', '1,2,8,9'],
] as const;

// https://learn.microsoft.com/power-apps/developer/data-platform/multi-select-picklist
describe('choices columns', () => {
  const store = aStore();
  store.model.addColumn('contact', {
    logicalName: 'sample_outdooractivities',
    type: 'multiselectpicklist',
    optionSet: {
      name: 'sample_outdooractivities',
      isGlobal: false,
      isCustom: true,
      displayName: {},
      metadataId: id('o', 1),
      options: labels.map((text, at) => ({ value: at + 1, label: { 1033: text } })),
    },
  });
  people.forEach(([fullname, sample_outdooractivities], at) =>
    store.insert('contact', { contactid: id('c', at + 1), fullname, sample_outdooractivities }),
  );
  const fetch = (operator: string, ...values: readonly string[]): string =>
    `<fetch distinct='false' no-lock='false' mapping='logical'><entity name='contact'><attribute name='fullname' /><attribute
      name='sample_outdooractivities' /><filter type='and'><condition attribute='sample_outdooractivities' operator='${operator}'>${values
        .map((value) => `<value>${value}</value>`)
        .join('')}</condition></filter></entity></fetch>`;
  const found = (xml: string): unknown[] => run(store, xml).rows.map((row) => row['fullname']);

  it('ContainValues of the Web API finds who likes hiking, with the labels', () => {
    const query = `$select=fullname,sample_outdooractivities&$filter=Microsoft.Dynamics.CRM.ContainValues(PropertyName='sample_outdooractivities',PropertyValues=%5B'2'%5D)`;
    const { body } = read(contextOf(store, { annotate: formatted }), 'contacts', query);
    const { value } = JSON.parse(body) as { readonly value: Record<string, unknown>[] };
    expect(
      value.map((row) => [
        row['fullname'],
        row[`sample_outdooractivities@${formatted}`],
        row['sample_outdooractivities'],
      ]),
    ).toEqual([
      ['Monte Orton', 'Hiking', '2'],
      ['Hiram Mundy', 'Hiking; Mountain Climbing; Skiing; Camping', '2,3,8,9'],
      ['Verna Kennedy', 'Hiking; Fishing; Camping', '2,4,9'],
      ['Marvin Bracken', 'Swimming; Hiking; Skiing; Camping', '1,2,8,9'],
    ]);
  });

  it.each([
    ['as it is', (text: string) => text],
    ['URL-encoded once more, as the page sends it', encodeURIComponent],
  ])('not-contain-values finds who does not, the query %s', (_name, sent) => {
    const query = `fetchXml=${encodeURIComponent(sent(fetch('not-contain-values', '2')))}`;
    const { body } = read(contextOf(store, { annotate: formatted }), 'contacts', query);
    const answer = JSON.parse(body) as { readonly '@odata.context': string; readonly value: Record<string, unknown>[] };
    expect(answer['@odata.context']).toMatch(/#contacts\(fullname,sample_outdooractivities,contactid\)$/);
    expect(answer.value.map((row) => [row['fullname'], row[`sample_outdooractivities@${formatted}`]])).toEqual([
      ['Wayne Yarborough', 'Swimming; Camping'],
      ['Randal Maple', 'Fishing'],
      ['Barbara Weber', 'Swimming; Fishing; Boating'],
      ['Georgette Sullivan', 'Fishing; Hunting; Camping'],
    ]);
  });

  it.each([
    ['eq', ['9, 1'], ['Wayne Yarborough']],
    ['in', ['9', '4', '2'], ['Verna Kennedy']],
    ['contain-values', ['5', '7'], ['Barbara Weber', 'Georgette Sullivan']],
  ])('%s %j compares selections, whatever their order', (operator, values, expected) => {
    expect(found(fetch(operator, ...values))).toEqual(expected);
  });

  it.each(['neq', 'not-in'])('%s finds every other selection', (operator) => {
    expect(found(fetch(operator, '2'))).toHaveLength(7);
  });
});
