import type { Store } from '../data/store.js';
import type { Transaction } from '../data/transaction.js';
import { dateText, type RowObject } from '../data/value.js';
import { guidOfName } from '../model/guid.js';
import { labelText } from '../model/label.js';
import { checkContent } from './checks/check-content.js';
import { checkForms } from './checks/check-forms.js';
import { checkRoots } from './checks/check-roots.js';
import { checkTables } from './checks/check-tables.js';
import { checkVersion } from './checks/check-version.js';
import { ComponentLog } from './component-log.js';
import { ensureCustomizationTables } from './customization-tables.js';
import { componentTypes, type Manifest } from './manifest.js';
import { readPackage, type PackageContent } from './package-content.js';
import { applyApp, applySiteMap } from './parts/apps.js';
import { applyControl } from './parts/controls.js';
import { applyCustomApi } from './parts/custom-apis.js';
import { applyEnvironmentVariables } from './parts/environment-variables.js';
import { applyForm } from './parts/forms.js';
import { applyRelationship } from './parts/relationships.js';
import { applyRibbon } from './parts/ribbons.js';
import { applyColumnSecurity, applyPrivileges, applyRole } from './parts/security.js';
import { applyServiceEndpoints } from './parts/service-endpoints.js';
import { applyTable } from './parts/tables.js';
import { applyCharts, applyView } from './parts/views.js';
import { applyWebResource } from './parts/web-resources.js';
import { removeComponent } from './uninstall.js';

/** What an import did. */
interface ImportReport {
  readonly uniqueName: string;
  readonly version: string;
  readonly isManaged: boolean;
  /** The version that was there before, or null at the first import. */
  readonly upgradedFrom: string | null;
  readonly tables: readonly string[];
  readonly apps: readonly string[];
  readonly controls: readonly string[];
  readonly customApis: readonly string[];
  /** Components of the version before that the new one does not bring (managed upgrades remove them). */
  readonly removedComponents: number;
}

/**
 * Imports a packed solution, as a tenant would: reads it whole, compares it with the organisation, and only then changes definitions
 * and rows. The same version may be imported again.
 * @throws DataverseError naming the component; then nothing has changed.
 */
export function importSolution(zip: Uint8Array, store: Store): ImportReport {
  ensureCustomizationTables(store.model);
  const content = readPackage(zip);
  const { manifest } = content;
  const solutionId = guidOfName(`solution:${manifest.uniqueName}`);
  const installed = store.get('solution', solutionId);
  checkVersion(manifest, installed);
  checkRoots(content);
  checkTables(content, store.model);
  checkForms(content, store);
  checkContent(content, store);

  const transaction = store.begin();
  try {
    const removedComponents = apply(content, store, transaction, solutionId, installed);
    transaction.commit();
    return report(content, installed, removedComponents);
  } catch (error) {
    transaction.rollback();
    throw error;
  }
}

function apply(
  content: PackageContent,
  store: Store,
  transaction: Transaction,
  solutionId: string,
  installed: RowObject | undefined,
): number {
  const { manifest, file } = content;
  const { isManaged } = manifest;
  const log = new ComponentLog(store, transaction, solutionId);
  putSolution(log, manifest, installed);
  applyDefinitions(content, log);
  for (const resource of content.webResources) applyWebResource(log, resource, isManaged);
  for (const control of content.controls) applyControl(log, control, isManaged);
  for (const view of content.views) applyView(log, view, isManaged);
  for (const form of content.forms) applyForm(log, form, isManaged);
  for (const table of content.tables) {
    applyCharts(log, table);
    applyRibbon(log, table);
  }
  for (const role of content.roles) applyRole(log, role, isManaged);
  applyColumnSecurity(log, file.customizations);
  for (const siteMap of content.siteMaps) applySiteMap(log, siteMap);
  for (const app of content.apps) applyApp(log, app, isManaged);
  for (const api of content.customApis) applyCustomApi(log, api, isManaged);
  applyEnvironmentVariables(log, file);
  applyServiceEndpoints(log, file.customizations);
  if (!isManaged) return 0;
  const leftOver = log.leftOver();
  for (const component of leftOver) removeComponent(store, transaction, component);
  return leftOver.length;
}

function applyDefinitions(content: PackageContent, log: ComponentLog): void {
  const { model } = log.store;
  for (const choice of content.choices) {
    model.addOptionSet(choice);
    log.own(componentTypes.choice, choice.metadataId);
  }
  for (const table of content.tables) {
    applyTable(model, table, content.manifest.isManaged);
    const definition = model.table(table.logicalName);
    if (table.spec === null) {
      for (const { spec } of table.columns) {
        const added = definition.columns.get(spec.logicalName);
        if (added !== undefined) log.own(componentTypes.column, added.metadataId);
      }
      continue;
    }
    applyPrivileges(log, definition);
    log.own(componentTypes.table, definition.metadataId);
  }
  for (const relationship of content.relationships) {
    applyRelationship(model, relationship);
    const added = model.findRelationship(relationship.name);
    if (added !== undefined) log.own(componentTypes.tableRelationship, added.metadataId);
  }
}

function putSolution(log: ComponentLog, manifest: Manifest, installed: RowObject | undefined): void {
  const { publisher } = manifest;
  const publisherid = guidOfName(`publisher:${publisher.uniqueName}`);
  log.put('publisher', publisherid, {
    uniquename: publisher.uniqueName,
    friendlyname: labelText(publisher.names),
    customizationprefix: publisher.prefix,
    customizationoptionvalueprefix: publisher.optionValuePrefix,
  });
  const now = dateText(log.store.now());
  log.put('solution', log.solutionId, {
    uniquename: manifest.uniqueName,
    friendlyname: labelText(manifest.names),
    description: labelText(manifest.descriptions),
    version: manifest.version,
    ismanaged: manifest.isManaged,
    isvisible: true,
    installedon: installed?.['installedon'] ?? now,
    updatedon: now,
    publisherid,
  });
}

function report(content: PackageContent, installed: RowObject | undefined, removedComponents: number): ImportReport {
  const { manifest } = content;
  return {
    uniqueName: manifest.uniqueName,
    version: manifest.version,
    isManaged: manifest.isManaged,
    upgradedFrom: installed === undefined ? null : String(installed['version']),
    tables: content.tables.map((table) => table.logicalName),
    apps: content.apps.map((app) => app.uniqueName),
    controls: content.controls.map((control) => control.name),
    customApis: content.customApis.map((api) => api.uniqueName),
    removedComponents,
  };
}
