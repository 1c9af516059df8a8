import type { Store } from '../../data/store.js';
import { importError } from '../import-error.js';
import type { PackageContent } from '../package-content.js';
import { privilegeRight } from '../parts/security.js';
import { textAt } from '../xml.js';

/**
 * Controls, apps, roles and custom APIs name what exists.
 * @throws DataverseError
 */
export function checkContent(content: PackageContent, store: Store): void {
  checkControlPrefixes(content);
  checkApps(content, store);
  checkRoles(content, store);
  checkCustomApis(content, store);
}

function checkControlPrefixes(content: PackageContent): void {
  const { prefix } = content.manifest.publisher;
  for (const { name } of content.controls) {
    if (!name.startsWith(`${prefix}_`)) {
      throw importError(
        `CustomControl with name ${name} failed to import: Publisher prefix ${name.split('_')[0] ?? ''} for this control does not match the prefix ${prefix} for the solution.`,
      );
    }
  }
}

function hasTable(content: PackageContent, store: Store, name: string): boolean {
  return content.tables.some((table) => table.logicalName === name) || store.model.findTable(name) !== undefined;
}

function checkApps(content: PackageContent, store: Store): void {
  for (const app of content.apps) {
    const missing = app.tables.find((name) => !hasTable(content, store, name));
    if (missing !== undefined) {
      throw importError(
        `App Module Import Failed because entity ${missing} doesn't exist in system. App: ${app.uniqueName}.`,
      );
    }
    const siteMap = app.siteMaps.find(
      (name) => !content.siteMaps.some((at) => textAt(at, 'SiteMapUniqueName').toLowerCase() === name.toLowerCase()),
    );
    if (siteMap !== undefined) {
      throw importError(
        `App Module Import Failed because the site map ${siteMap} doesn't exist. App: ${app.uniqueName}.`,
      );
    }
  }
}

/** A privilege is known when the organisation has it, or when a table of the package or of the organisation gives it. */
function checkRoles(content: PackageContent, store: Store): void {
  const known = new Set<string>(platformPrivileges);
  for (const { spec } of content.tables) if (spec?.schemaName !== undefined) known.add(spec.schemaName.toLowerCase());
  for (const table of store.model.tables) known.add(table.schemaName.toLowerCase()).add(table.logicalName);
  for (const role of content.roles) {
    for (const { name } of role.privileges) {
      const subject = name.replace(/^prv(AppendTo|Append|Read|Write|Create|Delete|Share|Assign)/, '').toLowerCase();
      const exists = [...store.rows('privilege').byValue('name').rows(name)].length > 0;
      if (!exists && (privilegeRight(name) === null || !known.has(subject))) {
        throw importError(`Privilege ${name} of the role ${role.name} does not exist in the target system.`);
      }
    }
  }
}

/** Subjects of privileges that are not named like a table. */
const platformPrivileges = [
  'activity',
  'user',
  'query',
  'entity',
  'attribute',
  'relationship',
  'optionset',
  'customization',
  'customapi',
];

function checkCustomApis(content: PackageContent, store: Store): void {
  for (const { element, uniqueName } of content.customApis) {
    const bound = textAt(element, 'boundentitylogicalname');
    if (bound !== '' && !hasTable(content, store, bound)) {
      throw importError(`The custom API ${uniqueName} is bound to the entity ${bound}, which does not exist.`);
    }
  }
}
