import { importSolution } from '@pmds/emulator/solution/import-solution';
import { uninstallSolution } from '@pmds/emulator/solution/uninstall';
import { anOrganisation, inventory, rowsOf } from './organisation';
import { aPackage, column, columns, formId, roleId, table, viewId } from './package-fixture';

// https://learn.microsoft.com/power-platform/alm/solution-concepts-alm
describe('importing a packed solution', () => {
  const store = anOrganisation();
  const report = importSolution(aPackage(), store);

  it('CD-03 reports what the package brought', () => {
    expect(report).toMatchObject({
      uniqueName: 'PfxSync',
      version: '1.0.0.0',
      isManaged: true,
      upgradedFrom: null,
      tables: ['pfx_run'],
      apps: ['pfx_App'],
      controls: ['pfx_Pfx.StatusBadge'],
      customApis: ['pfx_StartRun'],
    });
  });

  it('creates the table under its set name with columns of the right type, level and labels', () => {
    const run = store.model.tableOfSet('pfx_runs');
    expect(run).toMatchObject({
      schemaName: 'pfx_Run',
      primaryId: 'pfx_runid',
      primaryName: 'pfx_name',
      ownership: 'UserOwned',
      changeTracking: true,
      displayName: { 1033: 'Run', 1031: 'Lauf' },
    });
    expect(run.columns.get('pfx_name')).toMatchObject({
      schemaName: 'pfx_Name',
      type: 'string',
      maxLength: 200,
      requiredLevel: 'ApplicationRequired',
      isCustom: true,
    });
    expect(run.columns.get('pfx_on')).toMatchObject({ type: 'datetime', dateTimeBehavior: 'DateOnly' });
    expect(run.columns.get('statecode')?.optionSet?.options).toMatchObject([{ value: 0, defaultStatus: 1 }]);
    expect(run.columns.get('versionnumber')?.type).toBe('bigint');
  });

  it('gives a column the global choice it names, with its default', () => {
    const state = store.model.table('pfx_run').columns.get('pfx_state');
    expect(state?.defaultValue).toBe(451_200_000);
    expect(state?.optionSet?.options).toMatchObject([{ value: 451_200_000, label: { 1033: 'New', 1031: 'Neu' } }]);
    expect(store.model.findOptionSet('pfx_runstate')?.isGlobal).toBe(true);
  });

  it('adds the columns that only decorate another', () => {
    expect(store.model.table('pfx_run').columns.get('pfx_contactidname')).toMatchObject({
      attributeOf: 'pfx_contactid',
    });
  });

  it('makes lookups navigable by the schema name of the column, both ways', () => {
    const { model } = store;
    expect(model.navigation(model.table('pfx_run'), 'pfx_ContactId')).toMatchObject({
      kind: 'single',
      targets: ['contact'],
    });
    expect(model.navigation(model.table('contact'), 'pfx_contact_runs')).toMatchObject({
      kind: 'collection',
      table: 'pfx_run',
    });
    expect(model.table('pfx_run').columns.get('pfx_contactid')?.targets).toEqual(['contact']);
    expect(model.navigation(model.table('pfx_run'), 'ownerid')).toMatchObject({ targets: ['systemuser', 'team'] });
  });

  it('CD-04 adds the intersect table of an N:N with both keys', () => {
    const { model } = store;
    expect(model.table('pfx_run_list')).toMatchObject({ isIntersect: true });
    expect([...model.table('pfx_run_list').columns.keys()]).toEqual(expect.arrayContaining(['pfx_runid', 'listid']));
    expect(model.navigation(model.table('list'), 'pfx_run_list')).toMatchObject({ kind: 'many', table: 'pfx_run' });
  });

  it('keeps the XML of views and forms, and their names in every language', () => {
    expect(store.get('savedquery', viewId)).toMatchObject({
      returnedtypecode: 'pfx_run',
      querytype: 0,
      isdefault: true,
    });
    expect(store.get('savedquery', viewId)?.['fetchxml']).toMatch(/^<fetch .*<entity name="pfx_run">/);
    expect(store.get('systemform', formId)).toMatchObject({ objecttypecode: 'pfx_run', type: 2 });
    const names = rowsOf(store, 'localizedlabel').filter((row) => row['objectid'] === viewId);
    expect(names.map((row) => row['label']).sort()).toEqual(['Active Runs', 'Aktive Läufe']);
  });

  it('keeps web resources and the files of code components byte for byte', () => {
    const contents = new Map(
      rowsOf(store, 'webresource').map((row) => [
        row['name'],
        Buffer.from(String(row['content']), 'base64').toString(),
      ]),
    );
    expect(contents.get('pfx_/js/run.js')).toBe('window.Pfx = {};');
    expect(contents.get('cc_pfx_Pfx.StatusBadge/bundle.js')).toBe('/* bundle */');
    expect(rowsOf(store, 'customcontrol')).toMatchObject([{ name: 'pfx_Pfx.StatusBadge', version: '1.0.0' }]);
  });

  it('CD-09 gives a role its privileges with their depth', () => {
    const depths = rowsOf(store, 'roleprivileges')
      .filter((row) => row['roleid'] === roleId)
      .map((row) => [store.get('privilege', String(row['privilegeid']))?.['name'], row['privilegedepthmask']]);
    expect(Object.fromEntries(depths)).toEqual({ prvReadpfx_Run: 8, prvCreatepfx_Run: 1, prvReadContact: 4 });
  });

  it('gives a user-owned table its eight privileges', () => {
    const names = rowsOf(store, 'privilege').map((row) => String(row['name']));
    expect(names.filter((name) => name.endsWith('pfx_Run'))).toHaveLength(8);
  });

  it('makes a custom API callable: its rows, its message and the filter on its table', () => {
    const [api] = rowsOf(store, 'customapi');
    expect(api).toMatchObject({
      uniquename: 'pfx_StartRun',
      bindingtype: 1,
      boundentitylogicalname: 'pfx_run',
      allowedcustomprocessingsteptype: 2,
      executeprivilegename: 'prvCreatepfx_Run',
    });
    expect(rowsOf(store, 'customapirequestparameter')).toMatchObject([
      { uniquename: 'RunId', type: 10, isoptional: true },
    ]);
    const message = rowsOf(store, 'sdkmessage').find((row) => row['name'] === 'pfx_StartRun');
    const filters = rowsOf(store, 'sdkmessagefilter').filter(
      (row) => row['sdkmessageid'] === message?.['sdkmessageid'],
    );
    expect(filters).toMatchObject([{ primaryobjecttypecode: 'pfx_run' }]);
  });

  it('brings app, site map, environment variable, publisher and solution', () => {
    expect(rowsOf(store, 'appmodule')).toMatchObject([{ uniquename: 'pfx_App' }]);
    expect(rowsOf(store, 'sitemap')[0]?.['sitemapxml']).toContain('Entity="pfx_run"');
    expect(rowsOf(store, 'environmentvariabledefinition')).toMatchObject([{ schemaname: 'pfx_Url' }]);
    expect(rowsOf(store, 'publisher')).toMatchObject([{ customizationprefix: 'pfx' }]);
    expect(rowsOf(store, 'solution')).toMatchObject([{ uniquename: 'PfxSync', version: '1.0.0.0', ismanaged: true }]);
  });
});

describe('importing a solution again', () => {
  it('changes nothing but the stamps when it is the same package', () => {
    const store = anOrganisation();
    importSolution(aPackage(), store);
    const before = inventory(store);
    expect(importSolution(aPackage(), store).upgradedFrom).toBe('1.0.0.0');
    expect(inventory(store)).toEqual(before);
  });

  it('adds new columns and keeps the rows at an upgrade', () => {
    const store = anOrganisation();
    importSolution(aPackage(), store);
    const id = store.insert('pfx_run', { pfx_name: 'first' });
    const entities = table({ columns: `${columns}${column('pfx_Count', 'int')}` });
    importSolution(aPackage({ version: '1.1.0.0', entities }), store);
    expect(store.model.table('pfx_run').columns.get('pfx_count')?.type).toBe('integer');
    expect(store.get('pfx_run', id)).toMatchObject({ pfx_name: 'first' });
  });

  it('removes what a managed upgrade no longer brings', () => {
    const store = anOrganisation();
    importSolution(aPackage(), store);
    const upgraded = importSolution(
      aPackage({ version: '1.1.0.0', files: { 'customapis/pfx_StartRun/customapi.xml': null } }),
      store,
    );
    expect(upgraded.removedComponents).toBe(1);
    expect(rowsOf(store, 'customapi')).toEqual([]);
    expect(rowsOf(store, 'sdkmessage').some((row) => row['name'] === 'pfx_StartRun')).toBe(false);
  });
});

describe('deleting a solution', () => {
  it('CD-03 leaves nothing of a managed one, not even its rows', () => {
    const store = anOrganisation();
    // The privilege on contact is the platform's own: it stays when the role that uses it goes.
    store.model.addTable({
      logicalName: 'unrelated',
      entitySetName: 'unrelateds',
      primaryId: 'unrelatedid',
      columns: [],
    });
    importSolution(aPackage(), store);
    store.insert('pfx_run', { pfx_name: 'first' });
    const solutionId = String(rowsOf(store, 'solution')[0]?.['solutionid']);
    uninstallSolution(store, solutionId);
    expect([...store.model.tables].filter((at) => at.logicalName.startsWith('pfx_'))).toEqual([]);
    expect([...store.model.relationships].filter((at) => at.schemaName.includes('pfx_'))).toEqual([]);
    expect(store.model.findOptionSet('pfx_runstate')).toBeUndefined();
    const left = Object.keys(inventory(store)['rows'] as object);
    expect(left.sort()).toEqual(['businessunit', 'privilege', 'publisher']);
    expect(rowsOf(store, 'privilege')).toMatchObject([{ name: 'prvReadContact' }]);
  });

  it("takes its columns back from a Microsoft table and leaves the table's own", () => {
    const store = anOrganisation();
    const before = [...store.model.table('contact').columns.keys()];
    const contact = `<Entity><Name>Contact</Name><EntityInfo><entity Name="Contact"><attributes>${column('pfx_Extra', 'nvarchar')}</attributes></entity></EntityInfo></Entity>`;
    importSolution(aPackage({ entities: table() + contact }), store);
    expect(store.model.table('contact').columns.get('pfx_extra')).toMatchObject({ type: 'string', isManaged: true });
    uninstallSolution(store, String(rowsOf(store, 'solution')[0]?.['solutionid']));
    expect([...store.model.table('contact').columns.keys()]).toEqual(before);
  });

  it('leaves the components of an unmanaged one', () => {
    const store = anOrganisation();
    importSolution(aPackage({ managed: false }), store);
    uninstallSolution(store, String(rowsOf(store, 'solution')[0]?.['solutionid']));
    expect(store.model.findTable('pfx_run')).toBeDefined();
    expect(rowsOf(store, 'solution')).toEqual([]);
  });
});
