import type { Element } from '@xmldom/xmldom';
import type { ComponentLog } from '../component-log.js';
import { componentTypes } from '../manifest.js';
import { partBytes, type PackageFile } from '../package-file.js';
import { child, children, numberAt, textAt } from '../xml.js';
import { guidAt } from '../xml-guid.js';

export interface ImportedWebResource {
  readonly id: string;
  readonly name: string;
  readonly element: Element;
  readonly content: Uint8Array;
}

/** @throws DataverseError when a record names a file that the zip does not hold. */
export function readWebResources(file: PackageFile): ImportedWebResource[] {
  return children(child(file.customizations, 'WebResources'), 'WebResource').map((element) => ({
    id: guidAt(element, 'WebResourceId'),
    name: textAt(element, 'Name'),
    element,
    content: partBytes(file.parts, textAt(element, 'FileName')),
  }));
}

export function applyWebResource(log: ComponentLog, resource: ImportedWebResource, isManaged: boolean): void {
  const { id, name, element } = resource;
  log.put('webresource', id, {
    name,
    displayname: textAt(element, 'DisplayName') || name,
    description: textAt(element, 'Description') || null,
    webresourcetype: numberAt(element, 'WebResourceType') ?? 3,
    languagecode: numberAt(element, 'LanguageCode') ?? null,
    content: Buffer.from(resource.content).toString('base64'),
    ismanaged: isManaged,
  });
  log.own(componentTypes.webResource, id);
}
