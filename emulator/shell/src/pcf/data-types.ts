import type { ColumnDefinition } from '../server/types';

const types: Readonly<Record<string, string>> = {
  string: 'SingleLine.Text',
  memo: 'Multiple',
  integer: 'Whole.None',
  bigint: 'Whole.None',
  decimal: 'Decimal',
  double: 'FP',
  money: 'Currency',
  boolean: 'TwoOptions',
  picklist: 'OptionSet',
  state: 'OptionSet',
  status: 'OptionSet',
  multiselectpicklist: 'MultiSelectOptionSet',
  lookup: 'Lookup.Simple',
  customer: 'Lookup.Customer',
  owner: 'Lookup.Owner',
};

const textFormats: Readonly<Record<string, string>> = {
  Email: 'Email',
  Phone: 'Phone',
  Url: 'URL',
  TextArea: 'TextArea',
};

/** A column's type in the component framework's words. */
export function dataTypeOf(column: ColumnDefinition | undefined): string {
  if (column === undefined) return 'SingleLine.Text';
  if (column.type === 'datetime') {
    return column.format === 'DateOnly' ? 'DateAndTime.DateOnly' : 'DateAndTime.DateAndTime';
  }
  const format = textFormats[column.format ?? ''];
  if (column.type === 'string' && format !== undefined) return `SingleLine.${format}`;
  return types[column.type] ?? 'SingleLine.Text';
}
