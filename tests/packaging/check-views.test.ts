import { appAndSiteMap } from '@pmds/solution-schema/check/forms/app-and-site-map';
import { chartReferences } from '@pmds/solution-schema/check/forms/chart-references';
import { imagesAreShipped } from '@pmds/solution-schema/check/forms/images-are-shipped';
import { ribbonReferences } from '@pmds/solution-schema/check/code/ribbon-references';
import { viewReferences } from '@pmds/solution-schema/check/forms/view-references';
import { foundBy, lines, type Breakable } from './support/solution-fixture';

const ribbon = 'Entities/pmds_DataSync/RibbonDiff.xml';
const app = 'AppModules/pmds_ProfileManagement/AppModule.xml';
const siteMap = 'AppModuleSiteMaps/pmds_ProfileManagement/AppModuleSiteMap.xml';
const view = (solution: Breakable, name: string) => solution.find('Entities/', '<savedquery>', `description="${name}"`);

describe('view-references', () => {
  it('finds a column that does not exist and a cell that is not fetched', () => {
    const found = foundBy(viewReferences, (solution) =>
      solution.edit(
        view(solution, 'All Error Traces'),
        '<attribute name="pmds_stage" />',
        '<attribute name="pmds_phase" />',
      ),
    );
    expect(found.map(({ problem }) => problem)).toEqual([
      'pmds_errortrace has no column pmds_phase.',
      'The cell pmds_stage is not among the fetched columns.',
    ]);
  });

  it('finds a row id that is no primary key and a quick find without columns', () => {
    const found = foundBy(viewReferences, (solution) =>
      solution
        .edit(view(solution, 'Active Data Sync Runs'), 'id="pmds_syncrunid"', 'id="pmds_name"')
        .edit(view(solution, 'Quick Find Active Data Sync Runs'), 'isquickfindfields="1"', 'isquickfindfields="0"'),
    );
    expect(new Set(found.map(({ problem }) => problem))).toEqual(
      new Set(['row/@id is "pmds_name".', 'A quick find view without columns to search in finds nothing.']),
    );
  });

  it('finds a kind of view that has no default, and a default on a Microsoft table', () => {
    const found = foundBy(viewReferences, (solution) =>
      solution
        .edit(view(solution, 'Data Sync Run Lookup View'), '<isdefault>1<', '<isdefault>0<')
        .edit(solution.find('Entities/List/SavedQueries', 'listname'), '<isdefault>0<', '<isdefault>1<'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('lookup view: 0 default views'),
      expect.stringContaining('replace the default view of a Microsoft table'),
    ]);
  });
});

describe('chart-references', () => {
  it('finds an unknown column, an unknown alias and a measure without series', () => {
    const found = foundBy(chartReferences, (solution) => {
      const chart = solution.find('Entities/pmds_SyncRun/Visualizations', 'Records Synced by Day');
      solution
        .edit(chart, 'name="pmds_leadssynced"', 'name="pmds_leads"')
        .edit(chart, '<measure alias="_CRMAutoGen_aggregate_column_Num_1" />', '<measure alias="other" />')
        .edit(chart, /<Series ChartType="StackedColumn"[\s\S]*?<\/Series>/, '');
    });
    expect(found.map(({ problem }) => problem)).toEqual([
      'pmds_syncrun has no column pmds_leads.',
      'The query has no alias other.',
      '2 measures, but 1 series.',
    ]);
  });
});

describe('ribbon-references', () => {
  it('finds a command, a rule and a label that are not defined', () => {
    const found = foundBy(ribbonReferences, (solution) =>
      solution
        .edit(ribbon, 'Command="pmds.pmds_datasync.StartSync.Command"', 'Command="pmds.Start"')
        .edit(ribbon, '<EnableRule Id="pmds.pmds_datasync.Saved.EnableRule" />', '<EnableRule Id="pmds.Saved" />')
        .edit(ribbon, 'Alt="$LocLabels:pmds.pmds_datasync.StartSync.Label"', 'Alt="$LocLabels:pmds.Label"'),
    );
    expect(lines(found)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('The command pmds.Start is not defined'),
        expect.stringContaining('EnableRule pmds.Saved: No rule'),
        expect.stringContaining('There is no label pmds.Label'),
        expect.stringContaining('pmds.pmds_datasync.StartSync.Command: Nothing uses it'),
      ]),
    );
  });

  it('finds a button at a place that no form of ours has', () => {
    const found = foundBy(ribbonReferences, (solution) =>
      solution.edit(ribbon, 'Mscrm.Form.pmds_datasync.MainTab', 'Mscrm.Form.pmds_datasynch.MainTab'),
    );
    expect(lines(found)).toEqual([expect.stringContaining('is no place for a button of a table of ours')]);
  });
});

describe('images-are-shipped', () => {
  it('finds icons of a button, of a table and of the app that are not shipped', () => {
    const found = foundBy(imagesAreShipped, (solution) =>
      solution
        .edit(ribbon, 'pmds_/icons/start.svg', 'pmds_/icons/go.svg')
        .edit('Entities/pmds_SyncRun/Entity.xml', 'pmds_/icons/syncrun.svg', 'pmds_/js/start-sync.js')
        .edit(app, /<WebResourceId>[0-9a-f]{8}/, '<WebResourceId>00000000'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('Button: The web resource pmds_/icons/go.svg is not shipped'),
      expect.stringContaining('IconVectorName: "pmds_/js/start-sync.js" is no shipped SVG'),
      expect.stringContaining('WebResourceId: 00000000'),
    ]);
  });

  it('finds a drawing that carries a script', () => {
    const found = foundBy(imagesAreShipped, (solution) =>
      solution.edit('WebResources/pmds_/icons/app.svg', '<rect', '<script>1</script><rect'),
    );
    expect(found).toHaveLength(1);
  });
});

describe('app-and-site-map', () => {
  it('CD-11 finds a subarea whose table the app does not have', () => {
    const found = foundBy(appAndSiteMap, (solution) =>
      solution.edit(app, '<AppModuleComponent type="1" schemaName="pmds_syncrun" />', ''),
    );
    expect(lines(found)).toEqual([expect.stringContaining('SubArea pmds_sub_syncrun: "pmds_syncrun" is no component')]);
  });

  it('finds a component, a role and a dashboard that are not shipped', () => {
    const found = foundBy(appAndSiteMap, (solution) =>
      solution
        .edit(app, 'schemaName="pmds_errortrace"', 'schemaName="pmds_trace"')
        .edit(app, /<Role id="\{[0-9a-f]{8}/, '<Role id="{00000000')
        .edit(siteMap, /DefaultDashboard="[0-9a-f]{8}/, 'DefaultDashboard="00000000'),
    );
    expect(found.map(({ element }) => element)).toEqual([
      'AppModuleComponent 1 pmds_trace',
      expect.stringContaining('Role 00000000'),
      'SubArea pmds_sub_errortrace',
      'SubArea pmds_sub_overview',
    ]);
  });
});
