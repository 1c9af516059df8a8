import type { Element } from '@xmldom/xmldom';
import { guidOfName, parseGuid } from '../../model/guid.js';
import { labelText } from '../../model/label.js';
import type { ComponentLog } from '../component-log.js';
import { componentTypes } from '../manifest.js';
import { attribute, child, children, labelsAt, numberAt, outerXml, textAt } from '../xml.js';

export interface ImportedApp {
  readonly uniqueName: string;
  readonly element: Element;
  /** Logical names of its tables. */
  readonly tables: readonly string[];
  /** Unique names of its site maps, as written. */
  readonly siteMaps: readonly string[];
}

export function readApps(customizations: Element): ImportedApp[] {
  return children(child(customizations, 'AppModules'), 'AppModule').map((element) => {
    const components = children(child(element, 'AppModuleComponents'), 'AppModuleComponent');
    const named = (type: number): string[] =>
      components.filter((at) => Number(attribute(at, 'type')) === type).map((at) => attribute(at, 'schemaName'));
    return {
      uniqueName: textAt(element, 'UniqueName'),
      element,
      tables: named(componentTypes.table).map((name) => name.toLowerCase()),
      siteMaps: named(componentTypes.siteMap),
    };
  });
}

export function siteMapsOf(customizations: Element): Element[] {
  return children(child(customizations, 'AppModuleSiteMaps'), 'AppModuleSiteMap');
}

/** The id of an app or site map is the environment's own; by name it is the same after every start. */
const appId = (uniqueName: string): string => guidOfName(`appmodule:${uniqueName}`);
const siteMapId = (uniqueName: string): string => guidOfName(`sitemap:${uniqueName}`);

export function applySiteMap(log: ComponentLog, element: Element): void {
  const uniqueName = textAt(element, 'SiteMapUniqueName');
  const id = siteMapId(uniqueName);
  const siteMap = child(element, 'SiteMap');
  log.put('sitemap', id, {
    sitemapnameunique: uniqueName,
    sitemapname: labelText(labelsAt(element, 'LocalizedNames')),
    sitemapxml: siteMap === undefined ? '' : outerXml(siteMap),
    isappaware: true,
  });
  log.own(componentTypes.siteMap, id);
}

export function applyApp(log: ComponentLog, app: ImportedApp, isManaged: boolean): void {
  const { element, uniqueName } = app;
  const id = appId(uniqueName);
  const names = labelsAt(element, 'LocalizedNames');
  log.put('appmodule', id, {
    uniquename: uniqueName,
    name: labelText(names),
    description: labelText(labelsAt(element, 'Descriptions')),
    webresourceid: parseGuid(textAt(element, 'WebResourceId')),
    formfactor: numberAt(element, 'FormFactor') ?? 1,
    clienttype: numberAt(element, 'ClientType') ?? 4,
    ismanaged: isManaged,
  });
  log.putLabels(id, 'name', names);
  log.own(componentTypes.app, id);
  for (const { type, objectid } of componentsOf(log, app)) {
    log.put('appmodulecomponent', guidOfName(`appmodulecomponent:${id}:${objectid}`), {
      appmoduleidunique: id,
      componenttype: type,
      objectid,
    });
  }
  for (const role of children(child(element, 'AppModuleRoleMaps'), 'Role')) {
    const roleid = parseGuid(attribute(role, 'id'));
    if (roleid === null) continue;
    log.put('appmoduleroles', guidOfName(`appmoduleroles:${id}:${roleid}`), { appmoduleid: id, roleid });
  }
}

function componentsOf(log: ComponentLog, app: ImportedApp): { type: number; objectid: string }[] {
  return [
    ...app.tables.map((name) => ({ type: componentTypes.table, objectid: log.store.model.table(name).metadataId })),
    ...app.siteMaps.map((name) => ({ type: componentTypes.siteMap, objectid: siteMapId(name) })),
  ];
}
