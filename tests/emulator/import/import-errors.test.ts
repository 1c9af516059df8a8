import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import { importSolution } from '@pmds/emulator/solution/import-solution';
import { ensureCustomizationTables } from '@pmds/emulator/solution/customization-tables';
import { anOrganisation, inventory } from './organisation';
import {
  aPackage,
  column,
  columns,
  customApi,
  form,
  relationships,
  roleId,
  table,
  type PackageParts,
} from './package-fixture';

/** What an import refuses; texts from Microsoft's troubleshooting pages and from issue threads about them. */
const refused: readonly {
  readonly what: string;
  readonly parts: PackageParts;
  readonly says: RegExp;
  readonly code?: string;
}[] = [
  {
    what: 'a zip whose files are not at its root',
    parts: { files: { 'customizations.xml': null, 'wrapped/customizations.xml': '<a />' } },
    says: /must contain the following files at its root.*Missing: customizations\.xml/,
    code: '0x80048060',
  },
  {
    what: 'XML that is not well-formed',
    parts: { roles: '<Role' },
    says: /customizations\.xml is invalid XML/,
    code: '0x8004801a',
  },
  {
    what: 'a part without content type',
    parts: { files: { '[Content_Types].xml': '<Types><Default Extension="xml" ContentType="text/xml" /></Types>' } },
    says: /declares no content type for /,
  },
  {
    what: 'a root component without content',
    parts: { roots: '<RootComponent type="61" schemaName="pfx_/js/gone.js" behavior="0" />' },
    says: /Cannot add a Root Component pfx_\/js\/gone\.js of type 61 because it is not in the target system/,
  },
  {
    what: 'a lookup without its relationship',
    parts: {
      relationships: relationships.replace(/<EntityRelationship Name="pfx_contact_runs">.*?<\/EntityRelationship>/, ''),
    },
    says: /missing their associated relationship definition: pfx_ContactId/,
  },
  {
    what: 'a relationship to a table that is nowhere',
    parts: { relationships: relationships.replace('<SecondEntityName>List', '<SecondEntityName>Lost') },
    says: /role of the referencing entity is required.*pfx_run_list.*lost/,
  },
  {
    what: 'a form with a view that is nowhere',
    parts: {
      entities: table({
        form: form.replace('</tabs>', '</tabs><ViewId>{99999999-0000-4000-8000-000000000000}</ViewId>'),
      }),
    },
    says: /SavedQuery With Id = \{99999999-.*Does Not Exist/,
    code: '0x8004f036',
  },
  {
    what: 'a form with a script that is not shipped',
    parts: { entities: table({ form: form.replace('pfx_/js/run.js', 'pfx_/js/other.js') }) },
    says: /web resource pfx_\/js\/other\.js Does Not Exist/,
    code: '0x8004f036',
  },
  {
    what: 'a parameter that the code component does not declare',
    parts: { entities: table({ form: form.replace('<value>pfx_name</value>', '<text>pfx_name</text>') }) },
    says: /Property text is not declared in the control manifest of pfx_Pfx\.StatusBadge/,
  },
  {
    what: 'a script in a quick view form',
    parts: {
      entities: table({ form: form.replace('</tabs>', '</tabs><events />') }).replace('type="main"', 'type="quick"'),
    },
    says: /type quick cannot contain element: events/,
  },
  {
    what: "a code component with another publisher's prefix",
    parts: {
      controls:
        '<CustomControl><Name>xyz_Pfx.StatusBadge</Name><FileName>/Controls/pfx_Pfx.StatusBadge/ControlManifest.xml</FileName></CustomControl>',
      roots: '',
      entities: table({ form: form.replace('pfx_Pfx.StatusBadge', 'xyz_Pfx.StatusBadge') }),
    },
    says: /Publisher prefix xyz for this control does not match the prefix pfx/,
  },
  {
    what: 'a code component without its bundle',
    parts: { files: { 'Controls/pfx_Pfx.StatusBadge/bundle.js': null } },
    says: /bundle\.js does not exist in the solution file/,
  },
  {
    what: 'an app with a table that is nowhere',
    parts: {
      apps: '<AppModule><UniqueName>pfx_App</UniqueName><AppModuleComponents><AppModuleComponent type="1" schemaName="pfx_gone" /></AppModuleComponents></AppModule>',
    },
    says: /App Module Import Failed because entity pfx_gone doesn't exist/,
  },
  {
    what: 'a privilege that the organisation does not know',
    parts: {
      roles: `<Role id="{${roleId}}" name="Pfx User"><RolePrivileges><RolePrivilege name="prvReadpfx_Gone" level="Global" /></RolePrivileges></Role>`,
    },
    says: /Privilege prvReadpfx_Gone of the role Pfx User does not exist/,
  },
  {
    what: 'a response property with isoptional',
    parts: {
      files: {
        'customapis/pfx_StartRun/customapiresponseproperties/Id/customapiresponseproperty.xml':
          '<customapiresponseproperty uniquename="Id"><isoptional>0</isoptional><type>10</type></customapiresponseproperty>',
      },
    },
    says: /isoptional does not exist on customapiresponseproperty Id/,
  },
  {
    what: 'a column of a type that no export has',
    parts: { entities: table({ columns: `${columns}${column('pfx_Odd', 'tuple')}` }) },
    says: /Attribute pfx_Odd of pfx_run .* Type 'tuple'/,
  },
  { what: 'an id that is no GUID', parts: { roles: '<Role id="{x}" name="R" />' }, says: /Unrecognized Guid format/ },
];

function refusal(
  parts: PackageParts,
  before: readonly PackageParts[] = [],
): { error: DataverseError; changed: boolean } {
  const store = anOrganisation();
  ensureCustomizationTables(store.model);
  for (const earlier of before) importSolution(aPackage(earlier), store);
  const was = JSON.stringify(inventory(store));
  try {
    importSolution(aPackage(parts), store);
  } catch (error) {
    if (error instanceof DataverseError) return { error, changed: JSON.stringify(inventory(store)) !== was };
    throw error;
  }
  throw new Error('The import was accepted.');
}

describe('an import refuses', () => {
  it.each(refused)('$what, names it and leaves nothing behind', ({ parts, says, code }) => {
    const { error, changed } = refusal(parts);
    expect(error.message).toMatch(says);
    expect(error.status).toBe(400);
    if (code !== undefined) expect(error.code).toBe(code);
    expect(changed).toBe(false);
  });

  it('a lower version than the installed one', () => {
    const { error, changed } = refusal({ version: '1.0.0.0' }, [{ version: '1.2.0.0' }]);
    expect(error.message).toMatch(/version 1\.0\.0\.0 is lower than the installed version 1\.2\.0\.0/);
    expect(changed).toBe(false);
  });

  it('a managed package over the unmanaged solution', () => {
    const { error } = refusal({ managed: true }, [{ managed: false }]);
    expect(error.message).toMatch(/already installed on this system as an unmanaged solution/);
  });

  it('a change of what a custom API may not change after its first import, and rolls everything back', () => {
    const files = { 'customapis/pfx_StartRun/customapi.xml': customApi('', 1) };
    const { error, changed } = refusal({ version: '2.0.0.0', files }, [{}]);
    expect(error.message).toMatch(/allowedcustomprocessingsteptype of the custom API pfx_StartRun cannot be changed/);
    expect(changed).toBe(false);
  });
});
