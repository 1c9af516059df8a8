import type { Element } from '@xmldom/xmldom';
import { parseGuid } from '../model/guid.js';
import { labelText, type Label } from '../model/label.js';
import { importCodes, importError } from './import-error.js';
import { attribute, child, children, labelsAt, textAt } from './xml.js';

/** Numbers of `solutioncomponent.componenttype`. */
export const componentTypes = {
  table: 1,
  column: 2,
  relationship: 3,
  choice: 9,
  tableRelationship: 10,
  role: 20,
  view: 26,
  chart: 59,
  form: 60,
  webResource: 61,
  siteMap: 62,
  control: 66,
  columnSecurityProfile: 70,
  app: 80,
  step: 92,
  serviceEndpoint: 95,
  environmentVariable: 380,
  customApi: 10_001,
} as const;

export interface RootComponent {
  readonly type: number;
  /** Lower case; '' when the component is named by its id. */
  readonly schemaName: string;
  readonly id: string | null;
}

/** What solution.xml says. */
export interface Manifest {
  readonly uniqueName: string;
  readonly names: Label;
  readonly descriptions: Label;
  readonly version: string;
  readonly isManaged: boolean;
  readonly publisher: {
    readonly uniqueName: string;
    readonly names: Label;
    readonly prefix: string;
    readonly optionValuePrefix: number;
  };
  readonly roots: readonly RootComponent[];
}

/** @throws DataverseError `0x8004801a` when something that a solution must say is missing. */
export function readManifest(root: Element): Manifest {
  const manifest = child(root, 'SolutionManifest');
  const required = (...path: string[]): string => {
    const text = textAt(manifest, ...path);
    if (text === '') {
      throw importError(`The import file is invalid. solution.xml has no ${path.join('/')}.`, importCodes.wrongXml);
    }
    return text;
  };
  const managed = required('Managed');
  if (managed !== '0' && managed !== '1') {
    throw importError(
      `The import file is invalid. Managed is ${managed}; a packed solution has 0 or 1.`,
      importCodes.wrongXml,
    );
  }
  const version = required('Version');
  if (!/^\d+(\.\d+){1,3}$/.test(version)) {
    throw importError(`The solution version ${version} is invalid. It must have the form major.minor.build.revision.`);
  }
  const publisher = child(manifest, 'Publisher');
  return {
    uniqueName: required('UniqueName'),
    names: labelsAt(manifest, 'LocalizedNames'),
    descriptions: labelsAt(manifest, 'Descriptions'),
    version,
    isManaged: managed === '1',
    publisher: {
      uniqueName: required('Publisher', 'UniqueName'),
      names: labelsAt(publisher, 'LocalizedNames'),
      prefix: required('Publisher', 'CustomizationPrefix'),
      optionValuePrefix: Number(required('Publisher', 'CustomizationOptionValuePrefix')),
    },
    roots: children(child(manifest, 'RootComponents'), 'RootComponent').map((component) => ({
      type: Number(attribute(component, 'type')),
      schemaName: attribute(component, 'schemaName').toLowerCase(),
      id: parseGuid(attribute(component, 'id')),
    })),
  };
}

/** The name by which messages speak of the solution. */
export function displayName(manifest: Manifest): string {
  return labelText(manifest.names) || manifest.uniqueName;
}

/** Negative when the first version is the lower one. Parts that are missing count as 0. */
export function compareVersions(first: string, second: string): number {
  const parts = (version: string): number[] => version.split('.').map(Number);
  const [a, b] = [parts(first), parts(second)];
  for (let i = 0; i < 4; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
