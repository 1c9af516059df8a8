import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { contextOf, id } from './data-world';
import { sampleAccounts } from './sample-accounts';

/** The 83 operators of the schema of FetchXML, by the column they suit and their values. */
const operators: readonly (readonly [column: string, values: readonly string[], names: readonly string[]])[] = [
  [
    'name',
    ['x'],
    [
      'eq',
      'neq',
      'ne',
      'gt',
      'ge',
      'le',
      'lt',
      'like',
      'not-like',
      'in',
      'not-in',
      'begins-with',
      'not-begin-with',
      'ends-with',
      'not-end-with',
    ],
  ],
  ['numberofemployees', ['1', '2'], ['between', 'not-between']],
  ['name', [], ['null', 'not-null']],
  [
    'createdon',
    [],
    [
      'yesterday',
      'today',
      'tomorrow',
      'last-seven-days',
      'next-seven-days',
      'last-week',
      'this-week',
      'next-week',
      'last-month',
      'this-month',
      'next-month',
      'last-year',
      'this-year',
      'next-year',
      'this-fiscal-year',
      'this-fiscal-period',
      'next-fiscal-year',
      'next-fiscal-period',
      'last-fiscal-year',
      'last-fiscal-period',
    ],
  ],
  ['createdon', ['2023-03-25'], ['on', 'on-or-before', 'on-or-after']],
  [
    'createdon',
    ['3'],
    [
      'last-x-hours',
      'next-x-hours',
      'last-x-days',
      'next-x-days',
      'last-x-weeks',
      'next-x-weeks',
      'last-x-months',
      'next-x-months',
      'olderthan-x-months',
      'olderthan-x-years',
      'olderthan-x-weeks',
      'olderthan-x-days',
      'olderthan-x-hours',
      'olderthan-x-minutes',
      'last-x-years',
      'next-x-years',
      'last-x-fiscal-years',
      'last-x-fiscal-periods',
      'next-x-fiscal-years',
      'next-x-fiscal-periods',
      'in-fiscal-year',
      'in-fiscal-period',
    ],
  ],
  [
    'ownerid',
    [],
    [
      'eq-userid',
      'ne-userid',
      'eq-userteams',
      'eq-useroruserteams',
      'eq-useroruserhierarchy',
      'eq-useroruserhierarchyandteams',
    ],
  ],
  ['owningbusinessunit', [], ['eq-businessid', 'ne-businessid']],
  ['numberofemployees', [], ['eq-userlanguage']],
  [
    'createdon',
    ['1', '2023'],
    ['in-fiscal-period-and-year', 'in-or-before-fiscal-period-and-year', 'in-or-after-fiscal-period-and-year'],
  ],
  ['accountid', [id('a', 1)], ['under', 'eq-or-under', 'not-under', 'above', 'eq-or-above']],
  ['sample_choices', ['1', '2'], ['contain-values', 'not-contain-values']],
];

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/operators
describe('operators of FetchXML', () => {
  const store = sampleAccounts();
  store.model.addColumn('account', { logicalName: 'sample_choices', type: 'multiselectpicklist' });
  const all = operators.flatMap(([column, values, names]) => names.map((name) => [name, column, values] as const));

  it.each(all)('%s is there', (name, column, values) => {
    const listed = values.map((value) => `<value>${value}</value>`).join('');
    const condition = (operator: string): string =>
      `<fetch><entity name='account'><attribute name='accountid' /><filter><condition attribute='${column}' operator='${operator}'>${listed}</condition></filter></entity></fetch>`;
    const { value } = JSON.parse(answerFetch(contextOf(store), 'accounts', condition(name)).body) as {
      readonly value: unknown[];
    };
    expect(value.length).toBeLessThanOrEqual(10);
  });
});
