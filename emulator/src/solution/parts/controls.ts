import type { Element } from '@xmldom/xmldom';
import { guidOfName } from '../../model/guid.js';
import type { ComponentLog } from '../component-log.js';
import { importError } from '../import-error.js';
import { componentTypes } from '../manifest.js';
import { partBytes, partText, type PackageFile } from '../package-file.js';
import { attribute, child, children, descendants, parseXml, textAt } from '../xml.js';

/** A code component with all its files. */
export interface ImportedControl {
  /** `pmds_Pmds.FieldsToSync` */
  readonly name: string;
  readonly manifestXml: string;
  readonly version: string;
  /** Names that a form may give parameters for: properties and data sets. */
  readonly parameters: readonly string[];
  /** File contents by path relative to the control's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** @throws DataverseError for a control without bundle, or whose manifest is called otherwise than its record. */
export function readControls(file: PackageFile): ImportedControl[] {
  return children(child(file.customizations, 'CustomControls'), 'CustomControl').map((element) =>
    readControl(file, element),
  );
}

function readControl(file: PackageFile, element: Element): ImportedControl {
  const name = textAt(element, 'Name');
  const manifestPath = textAt(element, 'FileName').replace(/^\//, '');
  const manifestXml = partText(file.parts, manifestPath);
  const control = child(parseXml(manifestXml, manifestPath), 'control');
  const constructor = `${control?.getAttribute('namespace') ?? ''}.${control?.getAttribute('constructor') ?? ''}`;
  if (control === undefined || name.slice(name.indexOf('_') + 1) !== constructor) {
    throw importError(`CustomControl with name ${name} failed to import: its manifest describes ${constructor}.`);
  }
  const folder = manifestPath.slice(0, manifestPath.lastIndexOf('/') + 1);
  for (const code of descendants(control, 'code')) partBytes(file.parts, `${folder}${attribute(code, 'path')}`);
  const files = [...file.parts].filter(([path]) => path.startsWith(folder));
  return {
    name,
    manifestXml,
    version: attribute(control, 'version'),
    parameters: [...descendants(control, 'property'), ...descendants(control, 'data-set')].map((at) =>
      attribute(at, 'name'),
    ),
    files: new Map(files.map(([path, bytes]) => [path.slice(folder.length), bytes])),
  };
}

/** The platform keeps a control's files as web resources whose names begin with `cc_` and the control's name. */
export function controlFileName(control: string, path: string): string {
  return `cc_${control}/${path}`;
}

export function applyControl(log: ComponentLog, control: ImportedControl, isManaged: boolean): void {
  const id = guidOfName(`customcontrol:${control.name}`);
  log.put('customcontrol', id, {
    name: control.name,
    version: control.version,
    manifest: control.manifestXml,
    ismanaged: isManaged,
  });
  log.own(componentTypes.control, id);
  for (const [path, bytes] of control.files) {
    const name = controlFileName(control.name, path);
    const fileId = guidOfName(`webresource:${name}`);
    log.put('webresource', fileId, {
      name,
      displayname: name,
      webresourcetype: path.endsWith('.js') ? 3 : path.endsWith('.css') ? 2 : path.endsWith('.resx') ? 12 : 4,
      content: Buffer.from(bytes).toString('base64'),
      ismanaged: isManaged,
    });
    log.own(componentTypes.webResource, fileId);
  }
}
