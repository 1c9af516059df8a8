import { choicesExist } from '@pmds/solution-schema/check/tables/choices-exist';
import { formLayout } from '@pmds/solution-schema/check/forms/form-layout';
import { tablesAreComplete } from '@pmds/solution-schema/check/tables/tables-are-complete';
import { foundBy } from './support/solution-fixture';

const dataSync = 'Entities/pmds_DataSync/Entity.xml';
const run = 'Entities/pmds_SyncRun/Entity.xml';
const choice = 'OptionSets/pmds_syncstatus.xml';

describe('tables-are-complete', () => {
  it('finds a missing system column, a logical name of its own making and a second primary name', () => {
    const found = foundBy(tablesAreComplete, (solution) =>
      solution
        .edit(run, /<attribute PhysicalName="OwningTeam">[\s\S]*?<\/attribute>/, '')
        .edit(dataSync, '<LogicalName>pmds_errors<', '<LogicalName>pmds_failures<')
        .edit(
          run,
          '<DisplayMask>ValidForAdvancedFind|ValidForForm|ValidForGrid</DisplayMask>',
          '<DisplayMask>PrimaryName</DisplayMask>',
        ),
    );
    expect(found.map(({ problem }) => problem)).toEqual([
      'Its logical name is pmds_failures.',
      'The column owningteam is missing.',
      'There is not exactly one primary name.',
    ]);
  });

  it('finds a table without plural name, with a taken set name, without a flag, owned by nobody we know', () => {
    const found = foundBy(tablesAreComplete, (solution) =>
      solution
        .edit(dataSync, /<LocalizedCollectionNames>[\s\S]*?<\/LocalizedCollectionNames>/, '')
        .edit(run, '<EntitySetName>pmds_syncruns<', '<EntitySetName>pmds_datasyncs<')
        .edit(run, '<ChangeTrackingEnabled>1</ChangeTrackingEnabled>', '')
        .edit(run, '<OwnershipTypeMask>UserOwned<', '<OwnershipTypeMask>None<'),
    );
    expect(found.map(({ element }) => element)).toEqual([
      'pmds_DataSync',
      // Whoever is not owned by users belongs to the organization, whose column it lacks.
      'pmds_SyncRun',
      'EntitySetName',
      'OwnershipTypeMask',
      'ChangeTrackingEnabled',
    ]);
  });
});

describe('choices-exist', () => {
  it('finds a column whose choice is not shipped and a default that is no option', () => {
    const found = foundBy(choicesExist, (solution) =>
      solution
        .edit(run, '<OptionSetName>pmds_syncstatus<', '<OptionSetName>pmds_runstatus<')
        .edit(dataSync, '<AppDefaultValue>742100000<', '<AppDefaultValue>742100009<'),
    );
    expect(found.map(({ problem }) => problem)).toEqual([
      'Its default 742100009 is none of its options.',
      'There is no choice pmds_runstatus.',
    ]);
  });

  it('finds two options of one number', () => {
    const found = foundBy(choicesExist, (solution) => solution.edit(choice, 'value="742100004"', 'value="742100005"'));
    expect(found.map(({ element }) => element)).toEqual(['pmds_syncstatus 742100005']);
  });
});

describe('form-layout', () => {
  it('finds a cell that reaches below its section and a row with too many cells', () => {
    const found = foundBy(formLayout, (solution) => {
      const form = solution.find('Entities/pmds_DataSync/FormXml', 'pmds_readinessreasons');
      solution
        .edit(form, 'rowspan="18"', 'rowspan="19"')
        .edit(solution.find('Dashboards/', 'columns="11"'), 'columns="11"', 'columns="1"');
    });
    expect(found.map(({ element }) => element)).toEqual(['section fields', 'section overview']);
  });

  it('finds two tabs of one name and columns that do not fill their tab', () => {
    const found = foundBy(formLayout, (solution) => {
      const form = solution.find('Entities/pmds_DataSync/FormXml', 'pmds_readinessreasons');
      solution
        .edit(form, 'name="runs" IsUserDefined="1"', 'name="errors" IsUserDefined="1"')
        .edit(form, '<column width="50%">', '<column width="40%">');
    });
    expect(found.map(({ element }) => element)).toEqual(['tab errors', 'tab general']);
  });
});
