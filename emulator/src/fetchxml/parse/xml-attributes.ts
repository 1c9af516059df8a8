import { DataverseError } from '../../model/dataverse-error.js';
import { queryError, type QueryErrorName } from '../../query/query-error.js';
import { invalidXml, type XmlElement } from './xml.js';

/** The value of an attribute that has to be there. @throws DataverseError 400 `0x80040201` */
export function required(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined || value === '')
    throw invalidXml(`Invalid XML. The element '${element.name}' needs the attribute '${name}'.`);
  return value;
}

/** Attributes whose bad values have an entry of their own in the platform's error catalogue. */
const flagErrors: Readonly<Record<string, QueryErrorName>> = {
  descending: 'QueryBuilderDeserializeInvalidDescending',
  distinct: 'QueryBuilderDeserializeInvalidDistinct',
  groupby: 'QueryBuilderDeserializeInvalidGroupBy',
  'no-lock': 'QueryBuilderDeserializeInvalidNoLock',
  useraworderby: 'QueryBuilderDeserializeInvalidUseRawOrderBy',
  isquickfindfields: 'QueryBuilderSerializationInvalidIsQuickFindFilter',
};

/** A yes/no attribute; `otherwise` when it is not there. */
export function flag(element: XmlElement, name: string, otherwise = false): boolean {
  const value = element.attributes.get(name);
  if (value === undefined) return otherwise;
  if (value === 'false' || value === '0') return false;
  if (value === 'true' || value === '1') return true;
  const known = flagErrors[name];
  if (known !== undefined) throw queryError(known);
  throw invalidXml(`Invalid XML. The attribute '${name}' of '${element.name}' is not a boolean: '${value}'.`);
}

/** A whole number, null when the attribute is not there or empty. */
export function wholeNumber(element: XmlElement, name: string, least: number): number | null {
  const text = element.attributes.get(name);
  if (text === undefined || text === '') return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value > 2_147_483_647) {
    throw invalidXml(`Invalid XML. The attribute '${name}' of '${element.name}' is not a valid number: '${text}'.`);
  }
  if (value < least) throw queryError('QueryBuilderValue_GreaterThanZero', `The attribute is '${name}'.`);
  return value;
}

/** @throws DataverseError 400 `0x80040201` for an attribute that the element does not have. */
export function allow(element: XmlElement, names: readonly string[]): void {
  for (const name of element.attributes.keys()) {
    if (!names.includes(name))
      throw invalidXml(`Invalid XML. The element '${element.name}' has no attribute '${name}'.`);
  }
}

/** 400 `0x8004111c`: an element that does not belong where it stands. */
export function invalidChild(element: XmlElement, valid: string): Error {
  const message = `Invalid Child Node, valid nodes are ${valid}. NodeName = ${element.name} NodeXml = ${tagOf(element)}`;
  return new DataverseError(400, '0x8004111c', message);
}

/** The element as it was written, without its children, for messages that show it. */
export function tagOf(element: XmlElement): string {
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${value}"`).join('');
  return `<${element.name}${attributes} />`;
}
