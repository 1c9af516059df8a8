import { formColumns } from '@pmds/solution-schema/check/forms/form-columns';
import { keysNameColumns } from '@pmds/solution-schema/check/tables/keys-name-columns';
import { rolePrivileges } from '@pmds/solution-schema/check/tables/role-privileges';
import { tablesAreComplete } from '@pmds/solution-schema/check/tables/tables-are-complete';
import { valuesAreAllowed } from '@pmds/solution-schema/check/tables/values-are-allowed';
import { foundBy, lines, solutionFiles, solutionOf } from './support/solution-fixture';

const webForm = 'Entities/pmds_WebForm/Entity.xml';
const request = 'Entities/pmds_Request/Entity.xml';
const setting = 'Entities/pmds_Setting/Entity.xml';

describe('keys-name-columns', () => {
  it.each([
    ['<AttributeName>pmds_key<', '<AttributeName>pmds_keys<', 'pmds_webform has no column pmds_keys'],
    ['<AttributeName>pmds_key<', '<AttributeName>pmds_fields<', 'pmds_fields has the type ntext, which no key takes'],
    ['<AttributeName>pmds_key<', '<AttributeName>pmds_linkstate<', 'pmds_linkstate is secured, which no key takes'],
    ['<AttributeName>pmds_key</AttributeName>', '', 'It has 0 columns.'],
    ['<LogicalName>pmds_webform_key<', '<LogicalName>pmds_webformkey<', 'Its names are pmds_WebForm_Key and'],
    ['<Name>pmds_WebForm_Key<', '<Name>WebForm_Key<', 'Its names are WebForm_Key and'],
  ])('finds %s as %s', (from, to, problem) => {
    expect(lines(foundBy(keysNameColumns, (solution) => solution.edit(webForm, from, to)))).toEqual([
      expect.stringContaining(problem),
    ]);
  });
});

describe('the columns of web forms and requests', () => {
  it('find a file column without a size, or one that a row would carry', () => {
    const file = /(?<=<attribute PhysicalName="pmds_File">[\s\S]*?<MaxValue>)\d+/;
    const update = /(?<=<attribute PhysicalName="pmds_File">[\s\S]*?<ValidForUpdateApi>)0/;
    const found = foundBy(valuesAreAllowed, (solution) => solution.edit(request, file, '0').edit(request, update, '1'));
    expect(found.map(({ problem }) => problem)).toEqual([
      'MaxValue "0" is no size of a file.',
      'ValidForUpdateApi is "1", but a file is uploaded by requests of its own.',
    ]);
  });

  it('find a whole number of a format that there is not', () => {
    const found = foundBy(valuesAreAllowed, (solution) =>
      solution.edit(webForm, '<Format>language<', '<Format>tongue<'),
    );
    expect(found.map(({ problem }) => problem)).toEqual(['There is no format "tongue" of a whole number.']);
  });

  it('find a language that the form shows as a number', () => {
    const found = foundBy(formColumns, (solution) =>
      solution.edit(
        solution.find('Entities/pmds_WebForm/FormXml', 'pmds_language'),
        '{671A9387-CA5A-4d1e-8AB7-06E39DDCF6B5}',
        '{C6D124CA-7EDA-4A60-AEA9-7FB8D318B68F}',
      ),
    );
    expect(lines(found)).toEqual([expect.stringContaining('is not the control for a column of type int')]);
  });

  it('find settings without their organization, and a privilege on them below the organization', () => {
    const lost = foundBy(tablesAreComplete, (solution) =>
      solution.edit(setting, /<attribute PhysicalName="OrganizationId">[\s\S]*?<\/attribute>/, ''),
    );
    expect(lost.map(({ problem }) => problem)).toEqual(['The column organizationid is missing.']);
    const deep = foundBy(rolePrivileges, (solution) =>
      solution.edit(
        'Roles/Profile Sync Reader.xml',
        'name="prvReadpmds_Setting" level="Global"',
        'name="prvReadpmds_Setting" level="Basic"',
      ),
    );
    expect(deep.map(({ problem }) => problem)).toEqual([
      'pmds_Setting belongs to the organization, whose rows have no owner.',
    ]);
  });

  it('are as the service and the screens name them', () => {
    const { tables, customApis, relationships } = solutionOf(solutionFiles());
    const of = (name: string) => tables.find(({ logicalName }) => logicalName === name);
    expect(of('pmds_webform')?.keys).toEqual([
      { schemaName: 'pmds_WebForm_Key', logicalName: 'pmds_webform_key', columns: ['pmds_key'] },
    ]);
    expect(of('pmds_request')?.columns.find(({ type }) => type === 'file')?.logicalName).toBe('pmds_file');
    expect(of('pmds_setting')?.userOwned).toBe(false);
    expect(relationships.find(({ name }) => name === 'pmds_datasync_webform')?.kind).toBe('many-to-many');
    const bound = new Map(customApis.map(({ uniqueName, boundTable }) => [uniqueName, boundTable]));
    expect(bound.get('pmds_ApplySubmission')).toBe('pmds_formsubmission');
    expect(bound.get('pmds_RejectSubmission')).toBe('pmds_formsubmission');
    expect(bound.get('pmds_ReleaseLinks')).toBe('pmds_webform');
  });
});
