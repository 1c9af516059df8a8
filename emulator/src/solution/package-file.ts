import type { Element } from '@xmldom/xmldom';
import { unzipSync } from 'fflate';
import { importCodes, importError } from './import-error.js';
import { parseXml } from './xml.js';

/** An opened solution zip. */
export interface PackageFile {
  readonly solution: Element;
  readonly customizations: Element;
  /** Every part of the zip by its path without a leading slash. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

const rootFiles = ['solution.xml', 'customizations.xml', '[Content_Types].xml'];

/** @throws DataverseError `0x80048060` when a root file is missing, `0x8004801a` for XML that does not parse. */
export function openPackage(zip: Uint8Array): PackageFile {
  const parts = unzip(zip);
  const missing = rootFiles.filter((name) => !parts.has(name));
  if (missing.length > 0) {
    throw importError(
      `The solution file is invalid. The compressed file must contain the following files at its root: solution.xml, customizations.xml, and [Content_Types].xml. Missing: ${missing.join(', ')}.`,
      importCodes.wrongZip,
    );
  }
  const opened = {
    parts,
    solution: parseXml(partText(parts, 'solution.xml'), 'solution.xml'),
    customizations: parseXml(partText(parts, 'customizations.xml'), 'customizations.xml'),
  };
  assertContentTypes(parts);
  return opened;
}

/** Text of a part. @throws DataverseError naming it when the zip has no such part. */
export function partText(parts: ReadonlyMap<string, Uint8Array>, path: string): string {
  return new TextDecoder().decode(partBytes(parts, path));
}

export function partBytes(parts: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const bytes = parts.get(path.replace(/^\//, ''));
  if (bytes === undefined)
    throw importError(`The file ${path} does not exist in the solution file.`, importCodes.wrongZip);
  return bytes;
}

function unzip(zip: Uint8Array): Map<string, Uint8Array> {
  try {
    return new Map(Object.entries(unzipSync(zip)).filter(([path]) => !path.endsWith('/')));
  } catch {
    throw importError('The solution file is invalid. The file is not a zip file.', importCodes.wrongZip);
  }
}

/** The package format wants each part declared, by its extension or by its own name (ECMA-376 part 2, section 10.1.2.2). */
function assertContentTypes(parts: ReadonlyMap<string, Uint8Array>): void {
  const types = parseXml(partText(parts, '[Content_Types].xml'), '[Content_Types].xml');
  const named = new Set<string>();
  const extensions = new Set<string>();
  for (let node = types.firstChild; node !== null; node = node.nextSibling) {
    const element = node as Element;
    if (element.tagName === 'Override') named.add((element.getAttribute('PartName') ?? '').replace(/^\//, ''));
    if (element.tagName === 'Default') extensions.add((element.getAttribute('Extension') ?? '').toLowerCase());
  }
  for (const path of parts.keys()) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    const extension = file.includes('.') ? file.slice(file.lastIndexOf('.') + 1).toLowerCase() : null;
    const declared = named.has(path) || (extension !== null && extensions.has(extension));
    if (!declared && path !== '[Content_Types].xml') {
      throw importError(
        `The solution file is invalid. [Content_Types].xml declares no content type for ${path}.`,
        importCodes.wrongZip,
      );
    }
  }
}
