import { zipSync, type Zippable } from 'fflate';
import { contentTypes } from './content-types.js';
import { customizations, packedManifest } from './customizations.js';
import type { Solution } from '../read/read-solution.js';
import { pathsMatching } from '../read/solution-files.js';
import { writeXml } from './write-xml.js';
import { textOf } from '../read/xml.js';

/** A file that the solution names and nobody built or committed. */
export class MissingFile extends Error {
  override readonly name = 'MissingFile';
}

function bytesOf(solution: Solution, path: string): Uint8Array {
  const bytes = solution.files.get(path);
  if (bytes === undefined)
    throw new MissingFile(`${path} is missing. Build the product first, or correct the record that names it.`);
  return bytes;
}

/** Folders that go into the zip as they are. */
const verbatim = /^(customapis|environmentvariabledefinitions)\/.+$/;
const ofControls = /^Controls\/[^/]+\/(?!ControlManifest\.xml\.data\.xml$).+$/;

/**
 * Everything in the zip but `[Content_Types].xml`, by path.
 * @throws MissingFile
 */
export function packageParts(solution: Solution, managed: boolean): ReadonlyMap<string, Uint8Array> {
  const text = new TextEncoder();
  const parts = new Map<string, Uint8Array>([
    ['customizations.xml', text.encode(writeXml(customizations(solution)))],
    ['solution.xml', text.encode(writeXml(packedManifest(solution, managed)))],
  ]);
  for (const resource of solution.webResources) {
    parts.set(textOf(resource.xml, 'FileName').replace(/^\//, ''), bytesOf(solution, resource.contentFile));
  }
  for (const path of pathsMatching(solution.files, /^Controls\/[^/]+\/ControlManifest\.xml\.data\.xml$/)) {
    const folder = path.replace(/ControlManifest\.xml\.data\.xml$/, '');
    for (const file of ['ControlManifest.xml', 'bundle.js']) bytesOf(solution, `${folder}${file}`);
  }
  for (const path of pathsMatching(solution.files, ofControls)) parts.set(path, bytesOf(solution, path));
  for (const path of pathsMatching(solution.files, verbatim)) parts.set(path, bytesOf(solution, path));
  return parts;
}

/** The earliest time a zip can hold; the same in every build. Written from local parts, as the format asks. */
const fixedTime = new Date(1980, 0, 1, 0, 0, 0);

/**
 * The importable zip. The same solution gives the same bytes: entries are sorted and carry one fixed time.
 * @throws MissingFile
 */
export function packageZip(solution: Solution, managed: boolean): Uint8Array {
  const parts = packageParts(solution, managed);
  const paths = [...parts.keys()].sort();
  const types = new TextEncoder().encode(writeXml(contentTypes(paths)));
  const entries: Zippable = { '[Content_Types].xml': types };
  for (const path of paths) entries[path] = parts.get(path) ?? new Uint8Array();
  return zipSync(entries, { level: 9, mtime: fixedTime });
}

/** File name of the zip, for example `ProfileManagementDataSync_1.0.0.0_managed.zip`. */
export function packageName(solution: Solution, managed: boolean): string {
  return `${solution.uniqueName}_${solution.version}${managed ? '_managed' : ''}.zip`;
}
