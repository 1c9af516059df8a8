import { guidOfName } from '../../model/guid.js';
import { labelText } from '../../model/label.js';
import type { ComponentLog } from '../component-log.js';
import { componentTypes } from '../manifest.js';
import { partText, type PackageFile } from '../package-file.js';
import { attribute, flagAt, labelsAt, numberAt, parseXml, textAt } from '../xml.js';

/** Definitions only: a value belongs to its environment. */
export function applyEnvironmentVariables(log: ComponentLog, file: PackageFile): void {
  for (const path of file.parts.keys()) {
    if (!/^environmentvariabledefinitions\/[^/]+\/environmentvariabledefinition\.xml$/.test(path)) continue;
    const element = parseXml(partText(file.parts, path), path);
    const schemaname = attribute(element, 'schemaname');
    const id = guidOfName(`environmentvariabledefinition:${schemaname}`);
    const names = labelsAt(element, 'displayname');
    log.put('environmentvariabledefinition', id, {
      schemaname,
      displayname: labelText(names),
      description: labelText(labelsAt(element, 'description')),
      defaultvalue: textAt(element, 'defaultvalue') || null,
      type: numberAt(element, 'type') ?? 100_000_000,
      isrequired: flagAt(element, 'isrequired'),
      secretstore: numberAt(element, 'secretstore') ?? 0,
      statecode: 0,
      statuscode: 1,
    });
    log.own(componentTypes.environmentVariable, id);
  }
}
