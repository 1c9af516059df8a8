import { NotImplemented } from '../../model/dataverse-error.js';
import type { FetchCondition } from './fetch.js';
import { allow, invalidChild, required } from './xml-attributes.js';
import type { XmlElement } from './xml.js';

const conditionAttributes = [
  'attribute',
  'column',
  'operator',
  'value',
  'valueof',
  'entityname',
  'uiname',
  'uitype',
  'uihidden',
  'aggregate',
  'alias',
  'rowaggregate',
];

/** A `condition` with its values. */
export function conditionOf(element: XmlElement): FetchCondition {
  allow(element, conditionAttributes);
  for (const lacking of ['aggregate', 'rowaggregate']) {
    if (element.attributes.has(lacking)) throw new NotImplemented(`the attribute '${lacking}' of a FetchXML condition`);
  }
  const stranger = element.children.find((child) => child.name !== 'value');
  if (stranger !== undefined) throw invalidChild(stranger, 'value');
  const value = element.attributes.get('value');
  const listed = element.children.map((child) => child.text);
  return {
    attribute: element.attributes.get('attribute') ?? required(element, 'column'),
    operator: required(element, 'operator'),
    values: listed.length > 0 ? listed : value === undefined ? [] : [value],
    entityName: element.attributes.get('entityname') ?? null,
    valueOf: element.attributes.get('valueof') ?? null,
  };
}
