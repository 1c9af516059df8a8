import { requiredPrivileges } from '@pmds/bridge/cli/setup/required-privileges';
import { columnSecurity } from '@pmds/solution-schema/check/tables/column-security';
import { nothingConfidential } from '@pmds/solution-schema/check/nothing-confidential';
import { rolePrivileges } from '@pmds/solution-schema/check/tables/role-privileges';
import { foundBy, lines, solutionFiles, solutionOf } from './support/solution-fixture';

const reader = 'Roles/Profile Sync Reader.xml';
const profiles = 'Other/FieldSecurityProfiles.xml';
const run = 'Entities/pmds_SyncRun/Entity.xml';
const trace = 'Entities/pmds_ErrorTrace/Entity.xml';
const dataSync = 'Entities/pmds_DataSync/Entity.xml';

describe('role-privileges', () => {
  it('finds a privilege in another case and a level that an organization-owned table does not have', () => {
    const found = foundBy(rolePrivileges, (solution) =>
      solution
        .edit(reader, 'name="prvReadpmds_DataSync"', 'name="prvReadpmds_datasync"')
        .edit(run, '<OwnershipTypeMask>UserOwned<', '<OwnershipTypeMask>OrgOwned<')
        .edit(reader, 'name="prvReadpmds_SyncRun" level="Local"', 'name="prvReadpmds_SyncRun" level="Basic"'),
    );
    expect(lines(found)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('prvReadpmds_datasync: No table of the package'),
        expect.stringContaining('prvReadpmds_SyncRun: pmds_SyncRun belongs to the organization'),
      ]),
    );
    // The other roles read it by business unit, and Service and Application assign or share what has no owner then.
    expect(found.filter(({ file }) => file.endsWith('Reader.xml'))).toHaveLength(2);
  });

  it('finds a role that may share what belongs to nobody', () => {
    const found = foundBy(rolePrivileges, (solution) =>
      solution
        .edit(trace, '<OwnershipTypeMask>UserOwned<', '<OwnershipTypeMask>OrgOwned<')
        .edit(reader, 'name="prvReadpmds_ErrorTrace" level="Local"', 'name="prvSharepmds_ErrorTrace" level="Global"'),
    );
    expect(found.filter(({ file }) => file.endsWith('Reader.xml'))).toHaveLength(1);
  });

  it('finds a Custom API that asks for a privilege nobody has', () => {
    const found = foundBy(rolePrivileges, (solution) =>
      solution.edit('customapis/pmds_StartSync/customapi.xml', 'prvCreatepmds_DataSync', 'prvCreatepmds_datasync'),
    );
    expect(lines(found)).toEqual([expect.stringContaining('pmds_StartSync: The privilege prvCreatepmds_datasync')]);
  });
});

describe('the role of the links', () => {
  it('finds a role that may write to people besides what it is for', () => {
    const found = foundBy(rolePrivileges, (solution) =>
      solution.edit(
        'Roles/Profile Sync Application.xml',
        '<RolePrivilege name="prvReadContact" level="Global" />',
        '<RolePrivilege name="prvReadContact" level="Global" /><RolePrivilege name="prvWriteContact" level="Global" />',
      ),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('Profile Sync Application: It grants writing to contacts and leads together'),
    ]);
  });
});

describe('the shipped roles', () => {
  const solution = solutionOf(solutionFiles());
  const privilegesOf = (name: string) =>
    new Map(solution.roles.find((role) => role.name === name)?.privileges.map((one) => [one.name, one.level]));
  const writing = /^prv(Create|Write|Delete|Assign|Share|Append|AppendTo)(?=[A-Zp])/;

  it('CD-09 let the service role create and start a sync and read what became of it', () => {
    const service = privilegesOf('Profile Sync Service');
    const start = solution.customApis.find(({ uniqueName }) => uniqueName === 'pmds_StartSync');
    expect(service.get(start?.executePrivilege ?? '')).toBe('Basic');
    expect(service.get('prvReadpmds_SyncRun')).toBe('Local');
    expect(service.get('prvReadpmds_ErrorTrace')).toBe('Local');
    expect(service.has('prvWritepmds_SyncRun')).toBe(false);
    expect(service.has('prvWritepmds_ErrorTrace')).toBe(false);
  });

  it('N12 let whoever works with syncs review submissions and ask the service, and the administrator alone describe web forms', () => {
    const service = privilegesOf('Profile Sync Service');
    const administrator = privilegesOf('Profile Sync Administrator');
    const executes = (name: string) =>
      solution.customApis.find(({ uniqueName }) => uniqueName === name)?.executePrivilege ?? '';
    expect(service.get(executes('pmds_ApplySubmission'))).toBe('Local');
    expect(service.get(executes('pmds_RejectSubmission'))).toBe('Local');
    expect(service.get('prvCreatepmds_Request')).toBe('Basic');
    expect(service.get('prvReadpmds_Request')).toBe('Basic');
    expect(service.has('prvWritepmds_Request')).toBe(false);
    expect(service.has(executes('pmds_ReleaseLinks'))).toBe(false);
    expect(administrator.get(executes('pmds_ReleaseLinks'))).toBe('Global');
    expect(administrator.get('prvCreatepmds_WebForm')).toBe('Global');
    expect(administrator.get('prvWritepmds_Setting')).toBe('Global');
  });

  it('N11 let nobody write to people but the role of the links, which grants nothing else', () => {
    const writers = solution.roles.filter(({ privileges }) =>
      privileges.some(({ name }) => /^prvWrite(Contact|Lead)$/.test(name)),
    );
    expect(writers.map(({ name, privileges }) => [name, privileges.map((one) => one.name)])).toEqual([
      ['Profile Sync Links', ['prvWriteContact', 'prvWriteLead']],
    ]);
  });

  it('CD-09 let the reader write nothing', () => {
    expect([...privilegesOf('Profile Sync Reader').keys()].filter((name) => writing.test(name))).toEqual([]);
  });

  it('RT-02 let the application do everything that the service asks for', () => {
    const application = privilegesOf('Profile Sync Application');
    expect(requiredPrivileges.filter((name) => !application.has(name))).toEqual([]);
  });

  it('let the application change and delete no member and no list', () => {
    const names = [...privilegesOf('Profile Sync Application').keys()];
    const onMembers = names.filter((name) => /(Contact|Lead|Account|List)$/.test(name));
    expect(onMembers.filter((name) => !/^prv(Read|AppendTo)/.test(name))).toEqual([]);
    expect(names).toContain('prvReadContact');
  });
});

describe('column-security', () => {
  it('CD-14 finds a result column that a profile forgets', () => {
    const found = foundBy(columnSecurity, (solution) =>
      solution.edit(profiles, '<AttributeName>pmds_errors<', '<AttributeName>pmds_name<'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('pmds_datasync.pmds_name: The column is not secured'),
      expect.stringContaining('Application: pmds_datasync.pmds_errors: The profile says nothing'),
      expect.stringContaining('No profile may read it, or none may write it'),
    ]);
  });

  it('finds a right that is neither allowed nor forbidden, and a secured column without permissions', () => {
    const found = foundBy(columnSecurity, (solution) =>
      solution
        .edit(profiles, '<CanRead>4<', '<CanRead>1<')
        .edit(
          dataSync,
          /(<Name>pmds_fields<[\s\S]*?)<IsSecured>0</,
          '<Name>pmds_fields</Name><LogicalName>pmds_fields</LogicalName><Type>ntext</Type><IsSecured>1<',
        ),
    );
    expect(found.map(({ problem }) => problem)).toEqual(
      expect.arrayContaining(['CanRead is "1".', 'The profile says nothing about this secured column.']),
    );
  });

  const securedOf = (name: string) =>
    solutionOf(solutionFiles())
      .tables.find(({ logicalName }) => logicalName === name)
      ?.columns.filter(({ secured }) => secured)
      .map(({ logicalName }) => logicalName);

  it('CD-14 protects every column that only the service writes, and no other', () => {
    expect(securedOf('pmds_datasync')).toEqual([
      'pmds_completedon',
      'pmds_completionmail',
      'pmds_contactssynced',
      'pmds_currentrunid',
      'pmds_dataasof',
      'pmds_errors',
      'pmds_formwarnings',
      'pmds_leadssynced',
      'pmds_message',
      'pmds_progress',
      'pmds_readiness',
      'pmds_readinesson',
      'pmds_readinessreasons',
      'pmds_safetosend',
      'pmds_startedon',
      'pmds_status',
    ]);
  });

  it('N12 N23 protects what the service says of a web form, all of a submission but its name, and its answer to a request', () => {
    expect(securedOf('pmds_webform')).toEqual([
      'pmds_linkreason',
      'pmds_linkstate',
      'pmds_snippet',
      'pmds_suspendedon',
      'pmds_warnings',
    ]);
    expect(securedOf('pmds_formsubmission')).toEqual([
      'pmds_changes',
      'pmds_contactid',
      'pmds_leadid',
      'pmds_receivedon',
      'pmds_reviewedby',
      'pmds_reviewedon',
      'pmds_sent',
      'pmds_status',
      'pmds_statusreason',
      'pmds_webformid',
    ]);
    expect(securedOf('pmds_request')).toEqual(['pmds_answer', 'pmds_answeredon', 'pmds_sentence']);
    expect(securedOf('pmds_setting')).toEqual([]);
  });
});

describe('nothing-confidential', () => {
  it('finds the address of an environment and a key', () => {
    const found = foundBy(nothingConfidential, (solution) =>
      solution
        .edit(
          'environmentvariabledefinitions/pmds_BridgeUrl/environmentvariabledefinition.xml',
          'https://localhost',
          'https://contoso.crm4.dynamics.com',
        )
        .edit('WebResources/pmds_/icons/app.svg.data.xml', '<LanguageCode>', '<AuthValue>x</AuthValue><LanguageCode>'),
    );
    expect(found.map(({ element }) => element).sort()).toEqual(['AuthValue', 'https://contoso.crm4.dynamics.com']);
  });
});
