import type { Texts } from '../../../shared/texts';

const families: Readonly<Record<string, string>> = {
  BigInt: 'number',
  Boolean: 'yesno',
  Customer: 'lookup',
  DateTime: 'date',
  Decimal: 'number',
  Double: 'number',
  Integer: 'number',
  Lookup: 'lookup',
  Memo: 'multiline',
  Money: 'currency',
  MultiSelectPicklist: 'choices',
  Owner: 'lookup',
  Picklist: 'choice',
  State: 'choice',
  Status: 'choice',
  String: 'text',
  Uniqueidentifier: 'id',
};

/** The type of a column in words that people use in Power Apps; an unknown type keeps the platform's name. */
export function typeLabel(type: string, texts: Texts): string {
  const family = families[type];
  return family === undefined ? type : texts(`Type_${family}`);
}
