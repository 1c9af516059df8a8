import { strToU8, zipSync } from 'fflate';

/** Parts of a small solution package; each test changes the one it is about. */
export interface PackageParts {
  readonly version?: string;
  readonly managed?: boolean;
  readonly roots?: string;
  readonly entities?: string;
  readonly relationships?: string;
  readonly optionSets?: string;
  readonly roles?: string;
  readonly webResources?: string;
  readonly controls?: string;
  readonly apps?: string;
  readonly siteMaps?: string;
  /** Further files by path; null takes one away. */
  readonly files?: Readonly<Record<string, string | null>>;
}

export const formId = '0000003c-0000-4000-8000-00000000003c';
export const viewId = '0000010a-0000-4000-8000-00000000010a';
export const roleId = '00000014-0000-4000-8000-000000000014';
const scriptId = '00000263-0000-4000-8000-000000000263';

const labels = (list: string, item: string, text: string, german = text): string =>
  `<${list}><${item} description="${text}" languagecode="1033" /><${item} description="${german}" languagecode="1031" /></${list}>`;

/** @param more type-specific part of the column */
export function column(physicalName: string, type: string, more = '', level = 'none'): string {
  const name = physicalName.toLowerCase();
  const mask = physicalName === 'pfx_Name' ? 'PrimaryName|ValidForAdvancedFind' : 'ValidForAdvancedFind';
  const custom = name.startsWith('pfx_') && type !== 'primarykey' ? 1 : 0;
  return `<attribute PhysicalName="${physicalName}"><Type>${type}</Type><Name>${name}</Name><LogicalName>${name}</LogicalName><RequiredLevel>${level}</RequiredLevel><DisplayMask>${mask}</DisplayMask><ValidForUpdateApi>${type === 'primarykey' ? 0 : 1}</ValidForUpdateApi><ValidForReadApi>1</ValidForReadApi><ValidForCreateApi>1</ValidForCreateApi><IsCustomField>${custom}</IsCustomField><IsSecured>0</IsSecured>${more}${labels('displaynames', 'displayname', physicalName.replace('pfx_', ''))}${labels('Descriptions', 'Description', '')}</attribute>`;
}

export const stateColumns = `${column('statecode', 'state', '<optionset Name="pfx_run_statecode"><OptionSetType>state</OptionSetType><states><state value="0" defaultstatus="1" invariantname="Active"><labels><label description="Active" languagecode="1033" /></labels></state></states></optionset>')}${column('statuscode', 'status', '<optionset Name="pfx_run_statuscode"><OptionSetType>status</OptionSetType><statuses><status value="1" state="0"><labels><label description="Active" languagecode="1033" /></labels></status></statuses></optionset>')}`;

export const columns = [
  column('pfx_RunId', 'primarykey', '', 'systemrequired'),
  column('pfx_Name', 'nvarchar', '<Format>text</Format><MaxLength>200</MaxLength>', 'required'),
  column(
    'pfx_State',
    'picklist',
    '<AppDefaultValue>451200000</AppDefaultValue><OptionSetName>pfx_runstate</OptionSetName>',
  ),
  column('pfx_ContactId', 'lookup', '<LookupStyle>single</LookupStyle><LookupTypes />'),
  column('pfx_On', 'datetime', '<Format>date</Format><Behavior>2</Behavior>'),
  column('OwnerId', 'owner', '', 'systemrequired'),
  stateColumns,
].join('');

export const view = `<savedquery><isquickfindquery>0</isquickfindquery><isdefault>1</isdefault><savedqueryid>{${viewId}}</savedqueryid><layoutxml><grid name="resultset"><row name="result" id="pfx_runid"><cell name="pfx_name" width="300" /></row></grid></layoutxml><querytype>0</querytype><fetchxml><fetch version="1.0" mapping="logical"><entity name="pfx_run"><attribute name="pfx_runid" /><attribute name="pfx_name" /></entity></fetch></fetchxml>${labels('LocalizedNames', 'LocalizedName', 'Active Runs', 'Aktive Läufe')}</savedquery>`;

export const form = `<systemform><formid>{${formId}}</formid><form><tabs><tab id="{00000259-0000-4000-8000-000000000259}" name="general">${labels('labels', 'label', 'General')}<columns><column width="100%"><sections><section id="{0000025a-0000-4000-8000-00000000025a}" name="main">${labels('labels', 'label', 'Main')}<rows><row><cell id="{0000025b-0000-4000-8000-00000000025b}">${labels('labels', 'label', 'Name')}<control id="pfx_name" classid="{4273EDBD-AC1D-40d3-9FB2-095C621B552D}" datafieldname="pfx_name" uniqueid="{0000025d-0000-4000-8000-00000000025d}" /></cell></row></rows></section></sections></column></columns></tab></tabs><formLibraries><Library name="pfx_/js/run.js" /></formLibraries><controlDescriptions><controlDescription forControl="{0000025d-0000-4000-8000-00000000025d}"><customControl formFactor="2" name="pfx_Pfx.StatusBadge"><parameters><value>pfx_name</value></parameters></customControl></controlDescription></controlDescriptions></form>${labels('LocalizedNames', 'LocalizedName', 'Information')}</systemform>`;

/** @param change replaces columns, forms or views of the one table */
export function table(change: { columns?: string; form?: string; view?: string; set?: string } = {}): string {
  return `<Entity><Name LocalizedName="Run" OriginalName="Run">pfx_Run</Name><EntityInfo><entity Name="pfx_Run">${labels('LocalizedNames', 'LocalizedName', 'Run', 'Lauf')}${labels('LocalizedCollectionNames', 'LocalizedCollectionName', 'Runs', 'Läufe')}${labels('Descriptions', 'Description', 'A run.')}<attributes>${change.columns ?? columns}</attributes><EntitySetName>${change.set ?? 'pfx_runs'}</EntitySetName><OwnershipTypeMask>UserOwned</OwnershipTypeMask><IsActivity>0</IsActivity><ChangeTrackingEnabled>1</ChangeTrackingEnabled></entity></EntityInfo><FormXml><forms type="main">${change.form ?? form}</forms></FormXml><SavedQueries><savedqueries>${change.view ?? view}</savedqueries></SavedQueries><RibbonDiffXml><CustomActions /></RibbonDiffXml></Entity>`;
}

export const relationships = `<EntityRelationship Name="pfx_contact_runs"><EntityRelationshipType>OneToMany</EntityRelationshipType><ReferencingEntityName>pfx_Run</ReferencingEntityName><ReferencedEntityName>Contact</ReferencedEntityName><CascadeDelete>RemoveLink</CascadeDelete><ReferencingAttributeName>pfx_ContactId</ReferencingAttributeName><EntityRelationshipRoles><EntityRelationshipRole><NavigationPropertyName>pfx_ContactId</NavigationPropertyName><RelationshipRoleType>1</RelationshipRoleType></EntityRelationshipRole></EntityRelationshipRoles></EntityRelationship><EntityRelationship Name="owner_pfx_run"><EntityRelationshipType>OneToMany</EntityRelationshipType><ReferencingEntityName>pfx_Run</ReferencingEntityName><ReferencedEntityName>Owner</ReferencedEntityName><CascadeDelete>NoCascade</CascadeDelete><ReferencingAttributeName>OwnerId</ReferencingAttributeName></EntityRelationship><EntityRelationship Name="pfx_run_list"><EntityRelationshipType>ManyToMany</EntityRelationshipType><FirstEntityName>pfx_Run</FirstEntityName><SecondEntityName>List</SecondEntityName><IntersectEntityName>pfx_run_list</IntersectEntityName></EntityRelationship>`;

const defaults = {
  version: '1.0.0.0',
  managed: true,
  roots: `<RootComponent type="1" schemaName="pfx_run" behavior="0" /><RootComponent type="9" schemaName="pfx_runstate" behavior="0" /><RootComponent type="20" id="{${roleId}}" behavior="0" /><RootComponent type="61" schemaName="pfx_/js/run.js" behavior="0" /><RootComponent type="66" schemaName="pfx_Pfx.StatusBadge" behavior="0" /><RootComponent type="80" schemaName="pfx_App" behavior="0" /><RootComponent type="62" schemaName="pfx_App" behavior="0" />`,
  entities: table(),
  relationships,
  optionSets: `<optionset Name="pfx_runstate"><OptionSetType>picklist</OptionSetType><IsGlobal>1</IsGlobal>${labels('displaynames', 'displayname', 'Run State')}<options><option value="451200000">${labels('labels', 'label', 'New', 'Neu')}</option></options></optionset>`,
  roles: `<Role id="{${roleId}}" name="Pfx User"><RolePrivileges><RolePrivilege name="prvReadpfx_Run" level="Global" /><RolePrivilege name="prvCreatepfx_Run" level="Basic" /><RolePrivilege name="prvReadContact" level="Deep" /></RolePrivileges></Role>`,
  webResources: `<WebResource><WebResourceId>{${scriptId}}</WebResourceId><Name>pfx_/js/run.js</Name><DisplayName>run</DisplayName><WebResourceType>3</WebResourceType><FileName>/WebResources/pfx_jsrun.js${scriptId}</FileName></WebResource>`,
  controls:
    '<CustomControl><Name>pfx_Pfx.StatusBadge</Name><FileName>/Controls/pfx_Pfx.StatusBadge/ControlManifest.xml</FileName></CustomControl>',
  apps: '<AppModule><UniqueName>pfx_App</UniqueName><AppModuleComponents><AppModuleComponent type="1" schemaName="pfx_run" /><AppModuleComponent type="62" schemaName="pfx_App" /></AppModuleComponents><AppModuleRoleMaps /><LocalizedNames><LocalizedName description="Pfx" languagecode="1033" /></LocalizedNames></AppModule>',
  siteMaps:
    '<AppModuleSiteMap><SiteMapUniqueName>pfx_App</SiteMapUniqueName><SiteMap><Area Id="a"><Group Id="g"><SubArea Id="s" Entity="pfx_run" /></Group></Area></SiteMap></AppModuleSiteMap>',
} satisfies PackageParts;

const xml = (body: string): string => `<?xml version="1.0" encoding="utf-8"?>${body}`;

export const customApi = (more = '', steps = 2): string =>
  `<customapi uniquename="pfx_StartRun"><allowedcustomprocessingsteptype>${String(steps)}</allowedcustomprocessingsteptype><bindingtype>1</bindingtype><boundentitylogicalname>pfx_run</boundentitylogicalname>${labels('displayname', 'label', 'Start')}<executeprivilegename>prvCreatepfx_Run</executeprivilegename><isfunction>0</isfunction><isprivate>0</isprivate><name>pfx_StartRun</name>${more}</customapi>`;

/** A zip with one table, one view, one form, one script, one code component, one role, one app and one custom API. */
export function aPackage(parts: PackageParts = {}): Uint8Array {
  const p = { ...defaults, ...parts };
  const files: Record<string, string | null> = {
    'solution.xml': xml(
      `<ImportExportXml><SolutionManifest><UniqueName>PfxSync</UniqueName>${labels('LocalizedNames', 'LocalizedName', 'Pfx Sync')}<Descriptions /><Version>${p.version}</Version><Managed>${p.managed ? '1' : '0'}</Managed><Publisher><UniqueName>pfxpublisher</UniqueName>${labels('LocalizedNames', 'LocalizedName', 'Pfx')}<CustomizationPrefix>pfx</CustomizationPrefix><CustomizationOptionValuePrefix>45120</CustomizationOptionValuePrefix></Publisher><RootComponents>${p.roots}</RootComponents><MissingDependencies /></SolutionManifest></ImportExportXml>`,
    ),
    'customizations.xml': xml(
      `<ImportExportXml><Entities>${p.entities}</Entities><Roles>${p.roles}</Roles><EntityRelationships>${p.relationships}</EntityRelationships><optionsets>${p.optionSets}</optionsets><WebResources>${p.webResources}</WebResources><CustomControls>${p.controls}</CustomControls><AppModuleSiteMaps>${p.siteMaps}</AppModuleSiteMaps><AppModules>${p.apps}</AppModules></ImportExportXml>`,
    ),
    [`WebResources/pfx_jsrun.js${scriptId}`]: 'window.Pfx = {};',
    'Controls/pfx_Pfx.StatusBadge/ControlManifest.xml': xml(
      '<manifest><control namespace="Pfx" constructor="StatusBadge" version="1.0.0" control-type="virtual"><property name="value" of-type="SingleLine.Text" usage="bound" /><resources><code path="bundle.js" order="1" /></resources></control></manifest>',
    ),
    'Controls/pfx_Pfx.StatusBadge/bundle.js': '/* bundle */',
    'customapis/pfx_StartRun/customapi.xml': customApi(),
    'customapis/pfx_StartRun/customapirequestparameters/RunId/customapirequestparameter.xml':
      '<customapirequestparameter uniquename="RunId"><isoptional>1</isoptional><name>pfx_StartRun.RunId</name><type>10</type></customapirequestparameter>',
    'environmentvariabledefinitions/pfx_Url/environmentvariabledefinition.xml':
      '<environmentvariabledefinition schemaname="pfx_Url"><defaultvalue>https://example.com</defaultvalue><type>100000000</type></environmentvariabledefinition>',
    ...p.files,
  };
  const kept = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== null);
  const overrides = kept.map(([path]) => `<Override PartName="/${path}" ContentType="application/octet-stream" />`);
  const types = xml(`<Types>${overrides.join('')}</Types>`);
  const all =
    p.files?.['[Content_Types].xml'] === undefined ? [...kept, ['[Content_Types].xml', types] as const] : kept;
  return zipSync(Object.fromEntries(all.map(([path, text]) => [path, strToU8(text)])));
}
