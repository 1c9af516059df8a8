import type { ColumnValue } from '@pmds/contracts/web-form/submission';
import type { ColumnPlan } from '../member/columns.js';

/** A column that a submit may concern, as the metadata describes it now. */
export interface WritableColumn extends Pick<ColumnPlan, 'logicalName' | 'kind' | 'property' | 'date' | 'precision'> {
  /** Display name. */
  readonly label: string;
  /** The Web API takes a value for it: not a computed column, a state or the name of a row. */
  readonly writable: boolean;
  /** Of texts. */
  readonly maxLength?: number;
  /** Text that is an e-mail address. */
  readonly isAddress?: boolean;
  /** Of numbers. */
  readonly least?: number;
  readonly most?: number;
  /** Of choices: the labels of each value in every language, the wanted one first. */
  readonly options?: readonly { readonly value: number; readonly labels: readonly string[] }[];
  readonly yesNo?: { readonly yes: readonly string[]; readonly no: readonly string[] };
}

/** What a column of the record holds now. */
export interface CurrentValue {
  readonly raw: ColumnValue;
  /** Name of the row that a lookup names, where there is one. */
  readonly name: string | null;
}

/** Whether two values of a column are the same to whoever reads them. */
export function sameValue({ kind }: Pick<WritableColumn, 'kind'>, one: ColumnValue, other: ColumnValue): boolean {
  if (isEmptyValue(one) || isEmptyValue(other)) return isEmptyValue(one) && isEmptyValue(other);
  switch (kind) {
    case 'text':
      return plain(one) === plain(other);
    case 'datetime':
      return Date.parse(String(one)) === Date.parse(String(other));
    case 'choices':
      return inOrder(one) === inOrder(other);
    case 'integer':
    case 'number':
    case 'choice':
      return Number(one) === Number(other);
    case 'lookup':
    case 'guid':
      return String(one).toLowerCase() === String(other).toLowerCase();
    case 'boolean':
      return one === other;
  }
}

/** A text of nothing is kept by Dataverse as none. */
export function isEmptyValue(value: ColumnValue): boolean {
  return value === null || value === '';
}

const plain = (value: ColumnValue): string => String(value).replace(/\r\n?/g, '\n').trim().normalize('NFC');

const inOrder = (value: ColumnValue): string =>
  String(value)
    .split(',')
    .map(Number)
    .sort((a, b) => a - b)
    .join();
