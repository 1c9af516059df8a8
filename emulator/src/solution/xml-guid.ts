import type { Element } from '@xmldom/xmldom';
import { parseGuid } from '../model/guid.js';
import { importError } from './import-error.js';
import { attribute, textAt } from './xml.js';

/** The GUID in a child element. @throws DataverseError in the platform's bare words when it is none. */
export function guidAt(element: Element, name: string): string {
  return parsed(textAt(element, name), element, name);
}

export function guidAttribute(element: Element, name: string): string {
  return parsed(attribute(element, name), element, name);
}

function parsed(text: string, element: Element, name: string): string {
  const id = parseGuid(text);
  if (id === null) throw importError(`Unrecognized Guid format. ${element.tagName}/${name} is '${text}'.`);
  return id;
}
