import { controlManifests } from '@pmds/solution-schema/check/code/control-manifests';
import { formColumns } from '@pmds/solution-schema/check/forms/form-columns';
import { formSubgrids } from '@pmds/solution-schema/check/forms/form-subgrids';
import { scriptFunctions } from '@pmds/solution-schema/check/code/script-functions';
import { foundBy, lines, type Breakable } from './support/solution-fixture';

const mainForm = (solution: Breakable) => solution.find('Entities/pmds_DataSync/FormXml', 'pmds_notificationemails');

describe('form-columns', () => {
  it('finds a control of a column that does not exist', () => {
    const found = foundBy(formColumns, (solution) =>
      solution.edit(mainForm(solution), 'datafieldname="pmds_notificationemails"', 'datafieldname="pmds_mail"'),
    );
    expect(lines(found)).toEqual([expect.stringContaining('pmds_datasync has no column pmds_mail')]);
  });

  it('CD-14 finds a result column that the form does not lock', () => {
    const found = foundBy(formColumns, (solution) =>
      solution.edit(
        mainForm(solution),
        'datafieldname="pmds_errors" disabled="true"',
        'datafieldname="pmds_errors" disabled="false"',
      ),
    );
    expect(lines(found)).toEqual([expect.stringContaining('control pmds_errors: Only the service may write')]);
  });

  it('finds a control whose class is for another type of column, and two controls of one id', () => {
    const found = foundBy(formColumns, (solution) =>
      solution
        .edit(
          mainForm(solution),
          'id="pmds_startedon" classid="{5B773807-9FB2-42DB-97C3-7A91EFF8ADFF}"',
          'id="pmds_startedon" classid="{4273EDBD-AC1D-40d3-9FB2-095C621B552D}"',
        )
        .edit(mainForm(solution), 'control id="header_pmds_errors"', 'control id="header_pmds_status"'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('control pmds_startedon: Class {4273EDBD'),
      expect.stringContaining('control header_pmds_status: Two controls'),
    ]);
  });
});

describe('form-subgrids', () => {
  it('finds a view of another table', () => {
    const found = foundBy(formSubgrids, (solution) => {
      const form = mainForm(solution);
      const runs =
        /<TargetEntityType>pmds_syncrun<\/TargetEntityType>\s*<ViewId>([^<]+)/.exec(solution.text(form))?.[1] ?? '';
      solution.edit(
        form,
        /<TargetEntityType>list<\/TargetEntityType>\s*<ViewId>[^<]+/,
        `<TargetEntityType>list</TargetEntityType><ViewId>${runs}`,
      );
    });
    expect(lines(found)).toEqual([
      expect.stringMatching(/Subgrid_lists: View \{.*\} is one of pmds_SyncRun, not of list/),
    ]);
  });

  it('CD-28 finds a grid of Error Traces that would show those of every sync', () => {
    const found = foundBy(formSubgrids, (solution) =>
      solution.edit(
        mainForm(solution),
        '<RelationshipName>pmds_datasync_errortraces<',
        '<RelationshipName>pmds_syncrun_errortraces<',
      ),
    );
    expect(lines(found)).toEqual([expect.stringContaining('no relationship from pmds_datasync to pmds_errortrace')]);
  });

  it('finds a dashboard that names a chart nobody ships', () => {
    const found = foundBy(formSubgrids, (solution) =>
      solution.edit(
        solution.find('Dashboards/', 'VisualizationId'),
        /<VisualizationId>\{[0-9a-f]{8}/,
        '<VisualizationId>{00000000',
      ),
    );
    expect(lines(found)).toEqual([expect.stringContaining('chart_status: No chart {00000000')]);
  });
});

describe('control-manifests', () => {
  it('finds a property that the built manifest does not declare, and a required one that is not given', () => {
    const found = foundBy(controlManifests, (solution) =>
      solution.edit('Controls/pmds_Pmds.FieldsToSync/ControlManifest.xml', 'name="selection"', 'name="fields"'),
    );
    expect(new Set(found.map(({ problem }) => problem))).toEqual(
      new Set(['The built manifest declares no property "selection".', 'The required property "fields" is not given.']),
    );
  });

  it('finds a constant of another type and a binding to no column', () => {
    const found = foundBy(controlManifests, (solution) =>
      solution
        .edit(mainForm(solution), 'type="SingleLine.Text"', 'type="Whole.None"')
        .edit(mainForm(solution), '<selection>pmds_fields<', '<selection>pmds_columns<'),
    );
    expect(found.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('"selection" is bound to pmds_columns'),
      expect.stringContaining('"tables" has the type Whole.None'),
    ]);
  });

  it('finds a control without the prefix, one that is not built and a description that leads nowhere', () => {
    const found = foundBy(controlManifests, (solution) =>
      solution
        .remove('Controls/pmds_Pmds.MarketingLists/ControlManifest.xml')
        .edit('Controls/pmds_Pmds.FieldsToSync/ControlManifest.xml.data.xml', '<Name>pmds_Pmds', '<Name>Pmds')
        .edit(mainForm(solution), /forControl="\{[0-9a-f]{8}/, 'forControl="{00000000'),
    );
    expect(lines(found)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('pmds_Pmds.MarketingLists: The control is not built'),
        expect.stringContaining('Pmds.FieldsToSync: Folder, record and manifest'),
        expect.stringContaining('forControl leads to no control'),
        expect.stringContaining('but no controlDescription names it'),
      ]),
    );
  });
});

describe('script-functions', () => {
  it('finds a handler that the script does not export', () => {
    const found = foundBy(scriptFunctions, (solution) =>
      solution.edit('WebResources/pmds_/js/data-sync-form.js', 'onLoad', 'onload'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('Pmds.Form.onLoad: In pmds_/js/data-sync-form.js it is not there'),
    ]);
  });

  it('finds a command whose library is not shipped and a script that fails when it is loaded', () => {
    const found = foundBy(scriptFunctions, (solution) =>
      solution
        .edit(
          'Entities/pmds_DataSync/RibbonDiff.xml',
          'Library="$webresource:pmds_/js/start-sync.js"',
          'Library="$webresource:pmds_/js/start.js"',
        )
        .add('WebResources/pmds_/js/data-sync-form.js', 'document.title'),
    );
    expect(found.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('document is not defined'),
      'The script pmds_/js/start.js is not shipped.',
    ]);
  });

  it('finds a handler whose library the form does not load', () => {
    const found = foundBy(scriptFunctions, (solution) =>
      solution.edit(mainForm(solution), /<Library name="[^"]+"/, '<Library name="pmds_/js/start-sync.js"'),
    );
    expect(found.map(({ problem }) => problem)).toEqual(['The form does not load the library of this handler.']);
  });
});
