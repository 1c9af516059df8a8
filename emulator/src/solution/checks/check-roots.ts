import { attribute, child, textAt } from '../xml.js';
import { importError } from '../import-error.js';
import { componentTypes, displayName, type RootComponent } from '../manifest.js';
import type { PackageContent } from '../package-content.js';
import { parseGuid } from '../../model/guid.js';
import { children } from '../xml.js';

/** Each root component has its content in the package. @throws DataverseError naming the first that has none. */
export function checkRoots(content: PackageContent): void {
  const names = contentByType(content);
  for (const root of content.manifest.roots) {
    const key = root.id ?? root.schemaName;
    const known = names.get(root.type);
    if (known !== undefined && !known.has(key)) {
      throw importError(
        `Cannot add a Root Component ${describe(root)} of type ${String(root.type)} because it is not in the target system. Solution: ${displayName(content.manifest)}.`,
      );
    }
  }
}

function describe(root: RootComponent): string {
  return root.id === null ? root.schemaName : `{${root.id}}`;
}

/** What the package holds of each kind, by the key its root component has. */
function contentByType(content: PackageContent): ReadonlyMap<number, ReadonlySet<string>> {
  const lower = (names: readonly string[]): Set<string> => new Set(names.map((name) => name.toLowerCase()));
  const { customizations } = content.file;
  const idsIn = (section: string, item: string, name: string): Set<string> =>
    new Set(children(child(customizations, section), item).map((at) => parseGuid(attribute(at, name)) ?? ''));
  return new Map([
    [componentTypes.table, lower(content.tables.map((table) => table.logicalName))],
    [componentTypes.choice, lower(content.choices.map((choice) => choice.name))],
    [componentTypes.role, new Set(content.roles.map((role) => role.id))],
    [componentTypes.form, new Set(content.forms.map((form) => form.id))],
    [componentTypes.webResource, lower(content.webResources.map((resource) => resource.name))],
    [componentTypes.siteMap, lower(content.siteMaps.map((siteMap) => textAt(siteMap, 'SiteMapUniqueName')))],
    [componentTypes.control, lower(content.controls.map((control) => control.name))],
    [componentTypes.app, lower(content.apps.map((app) => app.uniqueName))],
    [
      componentTypes.columnSecurityProfile,
      idsIn('FieldSecurityProfiles', 'FieldSecurityProfile', 'fieldsecurityprofileid'),
    ],
    [componentTypes.step, idsIn('SdkMessageProcessingSteps', 'SdkMessageProcessingStep', 'SdkMessageProcessingStepId')],
    [componentTypes.serviceEndpoint, idsIn('ServiceEndpoints', 'ServiceEndpoint', 'ServiceEndpointId')],
  ]);
}
