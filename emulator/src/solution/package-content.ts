import type { Element } from '@xmldom/xmldom';
import type { OptionSet } from '../model/choice.js';
import { readManifest, type Manifest } from './manifest.js';
import { openPackage, type PackageFile } from './package-file.js';
import { readApps, siteMapsOf, type ImportedApp } from './parts/apps.js';
import { readChoices } from './parts/choices.js';
import { readControls, type ImportedControl } from './parts/controls.js';
import { readCustomApis, type ImportedCustomApi } from './parts/custom-apis.js';
import { readForms, type ImportedForm } from './parts/forms.js';
import { readRelationships, type ImportedRelationship } from './parts/relationships.js';
import { readRoles, type ImportedRole } from './parts/security.js';
import { readTables, type ImportedTable } from './parts/tables.js';
import { readViews, type ImportedView } from './parts/views.js';
import { readWebResources, type ImportedWebResource } from './parts/web-resources.js';

/** Everything a package brings, read but not yet compared with the organisation. */
export interface PackageContent {
  readonly file: PackageFile;
  readonly manifest: Manifest;
  readonly choices: readonly OptionSet[];
  readonly tables: readonly ImportedTable[];
  readonly relationships: readonly ImportedRelationship[];
  readonly views: readonly ImportedView[];
  readonly forms: readonly ImportedForm[];
  readonly webResources: readonly ImportedWebResource[];
  readonly controls: readonly ImportedControl[];
  readonly roles: readonly ImportedRole[];
  readonly siteMaps: readonly Element[];
  readonly apps: readonly ImportedApp[];
  readonly customApis: readonly ImportedCustomApi[];
}

/** @throws DataverseError for whatever cannot be read, naming the part */
export function readPackage(zip: Uint8Array): PackageContent {
  const file = openPackage(zip);
  const { customizations } = file;
  const tables = readTables(customizations);
  return {
    file,
    manifest: readManifest(file.solution),
    choices: readChoices(customizations),
    tables,
    relationships: readRelationships(customizations),
    views: readViews(tables),
    forms: readForms(tables, customizations),
    webResources: readWebResources(file),
    controls: readControls(file),
    roles: readRoles(customizations),
    siteMaps: siteMapsOf(customizations),
    apps: readApps(customizations),
    customApis: readCustomApis(file),
  };
}
