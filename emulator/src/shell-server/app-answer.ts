import { noSuchRow } from '../model/dataverse-error.js';
import { labelText } from '../model/label.js';
import { localized } from './labels.js';
import type { ShellRequestContext } from './shell-context.js';

const tableComponent = 1;
const siteMapComponent = 62;
const dashboardForm = 0;

/** An app with its site map as XML, its tables and its dashboards. @throws DataverseError 404 when there is no such app */
export function appAnswer({ store, languageId }: ShellRequestContext, appId: string): unknown {
  const app = store.get('appmodule', appId);
  if (app === undefined) throw noSuchRow('appmodule', appId);
  const rows = store.rows('appmodulecomponent');
  const components = [...rows.byValue('appmoduleidunique').rows(appId)].map((row) => ({
    type: rows.value(row, 'componenttype'),
    objectId: String(rows.value(row, 'objectid')),
  }));
  const siteMapId = components.find(({ type }) => type === siteMapComponent)?.objectId ?? '';
  const tableIds = new Set(components.filter(({ type }) => type === tableComponent).map(({ objectId }) => objectId));
  return {
    id: appId,
    uniqueName: app['uniquename'],
    name: localized(store, appId, 'name', languageId, String(app['name'])),
    siteMapXml: store.get('sitemap', siteMapId)?.['sitemapxml'] ?? '<SiteMap/>',
    tables: [...store.model.tables]
      .filter((table) => tableIds.has(table.metadataId))
      .map((table) => ({
        logicalName: table.logicalName,
        displayName: labelText(table.displayName, languageId),
        displayCollectionName: labelText(table.displayCollectionName, languageId),
      })),
    dashboards: dashboards(store, languageId),
  };
}

function dashboards(store: ShellRequestContext['store'], languageId: number): unknown[] {
  const rows = store.rows('systemform');
  return [...rows.byValue('type').rows(dashboardForm)].map((row) => {
    const id = rows.id(row);
    return {
      id,
      name: localized(store, id, 'name', languageId, String(rows.value(row, 'name'))),
      formXml: rows.value(row, 'formxml'),
    };
  });
}
