import type { ColumnSpec, ColumnType } from '../model/column.js';
import type { Model } from '../model/model.js';

/** `name`, or `name:type`; a text column has no type, a lookup is written `name>table`. */
type ColumnText = string;

/** Entity set, primary key, name column and the columns that an import writes, by logical name. */
const tables: Readonly<Record<string, readonly [set: string, primaryId: string, ...columns: ColumnText[]]>> = {
  publisher: [
    'publishers',
    'publisherid',
    'uniquename',
    'friendlyname',
    'customizationprefix',
    'customizationoptionvalueprefix:integer',
  ],
  solution: [
    'solutions',
    'solutionid',
    'uniquename',
    'friendlyname',
    'description:memo',
    'version',
    'ismanaged:boolean',
    'isvisible:boolean',
    'installedon:datetime',
    'updatedon:datetime',
    'publisherid>publisher',
  ],
  solutioncomponent: [
    'solutioncomponents',
    'solutioncomponentid',
    'solutionid>solution',
    'componenttype:integer',
    'objectid:uniqueidentifier',
  ],
  localizedlabel: [
    'localizedlabels',
    'localizedlabelid',
    'objectid:uniqueidentifier',
    'objectcolumnname',
    'label:memo',
    'languageid:integer',
  ],
  savedquery: [
    'savedqueries',
    'savedqueryid',
    'name',
    'description:memo',
    'returnedtypecode',
    'querytype:integer',
    'isdefault:boolean',
    'isquickfindquery:boolean',
    'isprivate:boolean',
    'iscustom:boolean',
    'ismanaged:boolean',
    'fetchxml:memo',
    'layoutxml:memo',
    'columnsetxml:memo',
    'statecode:integer',
    'statuscode:integer',
  ],
  savedqueryvisualization: [
    'savedqueryvisualizations',
    'savedqueryvisualizationid',
    'name',
    'primaryentitytypecode',
    'datadescription:memo',
    'presentationdescription:memo',
    'isdefault:boolean',
  ],
  systemform: [
    'systemforms',
    'formid',
    'name',
    'description:memo',
    'objecttypecode',
    'type:integer',
    'formxml:memo',
    'formactivationstate:integer',
    'isdefault:boolean',
    'ismanaged:boolean',
  ],
  ribbondiff: ['ribbondiffs', 'ribbondiffid', 'entity', 'rdx:memo'],
  webresource: [
    'webresourceset',
    'webresourceid',
    'name',
    'displayname',
    'description:memo',
    'webresourcetype:integer',
    'languagecode:integer',
    'content:memo',
    'ismanaged:boolean',
  ],
  customcontrol: ['customcontrols', 'customcontrolid', 'name', 'version', 'manifest:memo', 'ismanaged:boolean'],
  sitemap: ['sitemaps', 'sitemapid', 'sitemapname', 'sitemapnameunique', 'sitemapxml:memo', 'isappaware:boolean'],
  appmodule: [
    'appmodules',
    'appmoduleid',
    'name',
    'uniquename',
    'description:memo',
    'webresourceid:uniqueidentifier',
    'formfactor:integer',
    'clienttype:integer',
    'ismanaged:boolean',
  ],
  appmodulecomponent: [
    'appmodulecomponents',
    'appmodulecomponentid',
    'appmoduleidunique>appmodule',
    'componenttype:integer',
    'objectid:uniqueidentifier',
  ],
  appmoduleroles: [
    'appmodulerolescollection',
    'appmoduleroleid',
    'appmoduleid:uniqueidentifier',
    'roleid:uniqueidentifier',
  ],
  privilege: ['privileges', 'privilegeid', 'name', 'accessright:integer'],
  role: [
    'roles',
    'roleid',
    'name',
    'businessunitid>businessunit',
    'roletemplateid:uniqueidentifier',
    'ismanaged:boolean',
  ],
  roleprivileges: [
    'roleprivilegescollection',
    'roleprivilegeid',
    'roleid:uniqueidentifier',
    'privilegeid:uniqueidentifier',
    'privilegedepthmask:integer',
  ],
  fieldsecurityprofile: ['fieldsecurityprofiles', 'fieldsecurityprofileid', 'name', 'description:memo'],
  fieldpermission: [
    'fieldpermissions',
    'fieldpermissionid',
    'fieldsecurityprofileid>fieldsecurityprofile',
    'entityname',
    'attributelogicalname',
    'canread:integer',
    'cancreate:integer',
    'canupdate:integer',
  ],
  customapi: [
    'customapis',
    'customapiid',
    'uniquename',
    'name',
    'displayname',
    'description:memo',
    'allowedcustomprocessingsteptype:integer',
    'bindingtype:integer',
    'boundentitylogicalname',
    'executeprivilegename',
    'isfunction:boolean',
    'isprivate:boolean',
    'workflowsdkstepenabled:boolean',
    'sdkmessageid>sdkmessage',
    'ismanaged:boolean',
  ],
  customapirequestparameter: [
    'customapirequestparameters',
    'customapirequestparameterid',
    'uniquename',
    'name',
    'displayname',
    'customapiid>customapi',
    'type:integer',
    'logicalentityname',
    'isoptional:boolean',
  ],
  customapiresponseproperty: [
    'customapiresponseproperties',
    'customapiresponsepropertyid',
    'uniquename',
    'name',
    'displayname',
    'customapiid>customapi',
    'type:integer',
    'logicalentityname',
  ],
  sdkmessage: ['sdkmessages', 'sdkmessageid', 'name', 'isprivate:boolean', 'customizationlevel:integer'],
  sdkmessagefilter: [
    'sdkmessagefilters',
    'sdkmessagefilterid',
    'sdkmessageid>sdkmessage',
    'primaryobjecttypecode',
    'iscustomprocessingstepallowed:boolean',
  ],
  environmentvariabledefinition: [
    'environmentvariabledefinitions',
    'environmentvariabledefinitionid',
    'schemaname',
    'displayname',
    'description:memo',
    'defaultvalue:memo',
    'type:integer',
    'isrequired:boolean',
    'secretstore:integer',
    'statecode:integer',
    'statuscode:integer',
  ],
  serviceendpoint: [
    'serviceendpoints',
    'serviceendpointid',
    'name',
    'contract:integer',
    'authtype:integer',
    'messageformat:integer',
    'url',
  ],
  sdkmessageprocessingstep: [
    'sdkmessageprocessingsteps',
    'sdkmessageprocessingstepid',
    'name',
    'sdkmessageid>sdkmessage',
    'eventhandler>serviceendpoint',
    'mode:integer',
    'stage:integer',
    'rank:integer',
    'filteringattributes:memo',
    'statecode:integer',
    'statuscode:integer',
  ],
  usersettings: ['usersettingscollection', 'systemuserid', 'uilanguageid:integer'],
  businessunit: ['businessunits', 'businessunitid', 'name', 'parentbusinessunitid>businessunit'],
};

/**
 * Adds the tables and columns to which an import writes and that the organisation's own definitions lack: several of the platform's
 * customization tables are internal and appear in no published reference.
 */
export function ensureCustomizationTables(model: Model): void {
  for (const [logicalName, [entitySetName, primaryId, ...columns]] of Object.entries(tables)) {
    const specs = columns.map(columnSpec);
    const known = model.findTable(logicalName);
    if (known === undefined) {
      const primaryName =
        specs.find(({ logicalName: name }) => /^(name|friendlyname|schemaname)$/.test(name))?.logicalName ?? null;
      const key: ColumnSpec = { logicalName: primaryId, type: 'uniqueidentifier', isPrimaryId: true };
      const version: ColumnSpec = { logicalName: 'versionnumber', type: 'bigint' };
      model.addTable({ logicalName, entitySetName, primaryId, primaryName, columns: [key, ...specs, version] });
      continue;
    }
    for (const spec of specs) if (!known.columns.has(spec.logicalName)) model.addColumn(logicalName, spec);
  }
}

function columnSpec(text: ColumnText): ColumnSpec {
  const [lookup = '', target] = text.split('>');
  if (target !== undefined) return { logicalName: lookup, type: 'lookup', targets: [target] };
  const [logicalName = '', type = 'string'] = text.split(':');
  return { logicalName, type: type as ColumnType };
}
