/** One of the platform's functions and actions as `$metadata` declares it. A type that ends in `!` is not nullable. */
export interface OperationSignature {
  readonly kind: 'function' | 'action';
  readonly binding: 'row' | 'collection' | null;
  /** Tables it is bound to; `crmbaseentity` for any. */
  readonly tables?: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  /** Members of the response; left out for an action that answers nothing. */
  readonly returns?: Readonly<Record<string, string>>;
}

const row = 'mscrm.crmbaseentity!';
const rows = 'Collection(mscrm.crmbaseentity)!';
const roles = { binding: 'row', tables: ['role'] } as const;
const lists = { kind: 'action', binding: 'row', tables: ['list'] } as const;
const bulk = {
  kind: 'action',
  binding: 'collection',
  tables: ['crmbaseentity'],
  parameters: { Targets: rows },
} as const;
const users = { kind: 'function', binding: 'row', tables: ['systemuser'] } as const;
const unboundAction = { kind: 'action', binding: null } as const;
const unboundFunction = { kind: 'function', binding: null } as const;
const rolePrivileges = { RolePrivileges: 'Collection(mscrm.RolePrivilege)' } as const;
const privileges = { Privileges: 'Collection(mscrm.RolePrivilege)!' } as const;
const sharing = { Target: row, PrincipalAccess: 'mscrm.PrincipalAccess!' } as const;
const closing = { OpportunityClose: 'mscrm.opportunityclose!', Status: 'Edm.Int32!' } as const;
const members = { Members: 'Collection(mscrm.systemuser)!' } as const;
const membersOfList = { List: 'mscrm.list!', Members: rows } as const;

/**
 * What the platform's operations take and give.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/functions, …/actions
 */
export const signatures: Readonly<Record<string, OperationSignature>> = {
  WhoAmI: {
    ...unboundFunction,
    parameters: {},
    returns: { BusinessUnitId: 'Edm.Guid!', UserId: 'Edm.Guid!', OrganizationId: 'Edm.Guid!' },
  },
  RetrieveTotalRecordCount: {
    ...unboundFunction,
    parameters: { EntityNames: 'Collection(Edm.String)!' },
    returns: { EntityRecordCountCollection: 'mscrm.EntityRecordCountCollection' },
  },
  RetrieveVersion: { ...unboundFunction, parameters: {}, returns: { Version: 'Edm.String' } },
  RetrieveCurrentOrganization: {
    ...unboundFunction,
    parameters: { AccessType: 'mscrm.EndpointAccessType!' },
    returns: { Detail: 'mscrm.OrganizationDetail' },
  },
  RetrieveProvisionedLanguages: {
    ...unboundFunction,
    parameters: {},
    returns: { RetrieveProvisionedLanguages: 'Collection(Edm.Int32)' },
  },
  PublishAllXml: { ...unboundAction, parameters: {} },
  PublishXml: { ...unboundAction, parameters: { ParameterXml: 'Edm.String!' } },
  RetrieveUserPrivileges: { ...users, parameters: {}, returns: rolePrivileges },
  RetrieveUserPrivilegeByPrivilegeName: {
    ...users,
    parameters: { PrivilegeName: 'Edm.String!' },
    returns: rolePrivileges,
  },
  RetrievePrincipalAttributePrivileges: {
    ...users,
    parameters: {},
    returns: { AttributePrivileges: 'Collection(mscrm.AttributePrivilege)' },
  },
  AddMemberList: { ...lists, parameters: { EntityId: 'Edm.Guid!' }, returns: { Id: 'Edm.Guid!' } },
  RemoveMemberList: { ...lists, parameters: { EntityId: 'Edm.Guid!' } },
  AddListMembersList: { ...unboundAction, parameters: membersOfList },
  RemoveListMembersList: { ...unboundAction, parameters: membersOfList },
  CopyMembersList: { ...lists, parameters: { TargetListId: 'Edm.Guid!' } },
  CopyDynamicListToStatic: { ...lists, parameters: {}, returns: { StaticListId: 'Edm.Guid!' } },
  CreateMultiple: { ...bulk, returns: { Ids: 'Collection(Edm.Guid)' } },
  UpdateMultiple: bulk,
  UpsertMultiple: bulk,
  DeleteMultiple: bulk,
  ImportSolution: {
    ...unboundAction,
    parameters: {
      OverwriteUnmanagedCustomizations: 'Edm.Boolean!',
      PublishWorkflows: 'Edm.Boolean!',
      CustomizationFile: 'Edm.Binary!',
      ImportJobId: 'Edm.Guid!',
      ConvertToManaged: 'Edm.Boolean',
      SkipProductUpdateDependencies: 'Edm.Boolean',
      HoldingSolution: 'Edm.Boolean',
    },
  },
  GrantAccess: { ...unboundAction, parameters: sharing },
  ModifyAccess: { ...unboundAction, parameters: sharing },
  RevokeAccess: { ...unboundAction, parameters: { Target: row, Revokee: 'mscrm.principal!' } },
  RetrievePrincipalAccess: {
    kind: 'function',
    binding: 'row',
    tables: ['systemuser', 'team'],
    parameters: { Target: row },
    returns: { AccessRights: 'mscrm.AccessRights!' },
  },
  RetrieveSharedPrincipalsAndAccess: {
    ...unboundFunction,
    parameters: { Target: row },
    returns: { PrincipalAccesses: 'Collection(mscrm.PrincipalAccess)' },
  },
  AddPrivilegesRole: { ...roles, kind: 'action', parameters: privileges },
  ReplacePrivilegesRole: { ...roles, kind: 'action', parameters: privileges },
  RemovePrivilegeRole: { ...roles, kind: 'action', parameters: { PrivilegeId: 'Edm.Guid!' } },
  RetrieveRolePrivilegesRole: { ...roles, kind: 'function', parameters: {}, returns: rolePrivileges },
  AddMembersTeam: { kind: 'action', binding: 'row', tables: ['team'], parameters: members },
  RemoveMembersTeam: { kind: 'action', binding: 'row', tables: ['team'], parameters: members },
  WinOpportunity: { ...unboundAction, parameters: closing },
  LoseOpportunity: { ...unboundAction, parameters: closing },
  CalculateTotalTimeIncident: {
    kind: 'function',
    binding: 'row',
    tables: ['incident'],
    parameters: {},
    returns: { TotalTime: 'Edm.Int64!' },
  },
  AddToQueue: {
    kind: 'action',
    binding: 'row',
    tables: ['queue'],
    parameters: { Target: row, SourceQueue: 'mscrm.queue', QueueItemProperties: 'mscrm.queueitem' },
    returns: { QueueItemId: 'Edm.Guid!' },
  },
  GetTimeZoneCodeByLocalizedName: {
    ...unboundFunction,
    parameters: { LocalizedStandardName: 'Edm.String!', LocaleId: 'Edm.Int32!' },
    returns: { TimeZoneCode: 'Edm.Int32!' },
  },
  LocalTimeFromUtcTime: {
    ...unboundFunction,
    parameters: { TimeZoneCode: 'Edm.Int32!', UtcTime: 'Edm.DateTimeOffset!' },
    returns: { LocalTime: 'Edm.DateTimeOffset!' },
  },
  UtcTimeFromLocalTime: {
    ...unboundFunction,
    parameters: { TimeZoneCode: 'Edm.Int32!', LocalTime: 'Edm.DateTimeOffset!' },
    returns: { UtcTime: 'Edm.DateTimeOffset!' },
  },
  FormatAddress: {
    ...unboundFunction,
    parameters: {
      Line1: 'Edm.String!',
      City: 'Edm.String!',
      StateOrProvince: 'Edm.String!',
      PostalCode: 'Edm.String!',
      Country: 'Edm.String!',
    },
    returns: { Address: 'Edm.String' },
  },
  InitializeFrom: {
    ...unboundFunction,
    parameters: { EntityMoniker: row, TargetEntityName: 'Edm.String!', TargetFieldType: 'mscrm.TargetFieldType!' },
    returns: { '': 'mscrm.crmbaseentity' },
  },
  Merge: {
    ...unboundAction,
    parameters: { Target: row, Subordinate: row, UpdateContent: row, PerformParentingChecks: 'Edm.Boolean!' },
  },
  InitializeFileBlocksUpload: {
    ...unboundAction,
    parameters: { Target: row, FileAttributeName: 'Edm.String!', FileName: 'Edm.String!' },
    returns: { FileContinuationToken: 'Edm.String!' },
  },
  UploadBlock: {
    ...unboundAction,
    parameters: { BlockId: 'Edm.String!', BlockData: 'Edm.Binary!', FileContinuationToken: 'Edm.String!' },
  },
  CommitFileBlocksUpload: {
    ...unboundAction,
    parameters: {
      BlockList: 'Collection(Edm.String)!',
      FileContinuationToken: 'Edm.String!',
      FileName: 'Edm.String!',
      MimeType: 'Edm.String!',
    },
    returns: { FileId: 'Edm.Guid!', FileSizeInBytes: 'Edm.Int64!' },
  },
  InitializeFileBlocksDownload: {
    ...unboundAction,
    parameters: { Target: row, FileAttributeName: 'Edm.String!' },
    returns: {
      FileContinuationToken: 'Edm.String!',
      FileSizeInBytes: 'Edm.Int64!',
      FileName: 'Edm.String!',
      IsChunkingSupported: 'Edm.Boolean!',
    },
  },
  DownloadBlock: {
    ...unboundAction,
    parameters: { Offset: 'Edm.Int64!', BlockLength: 'Edm.Int64!', FileContinuationToken: 'Edm.String!' },
    returns: { Data: 'Edm.Binary!' },
  },
  SendEmail: {
    kind: 'action',
    binding: 'row',
    tables: ['email'],
    parameters: { IssueSend: 'Edm.Boolean!', TrackingToken: 'Edm.String' },
    returns: { Subject: 'Edm.String' },
  },
};

/** Complex types of parameters and responses. */
export const complexTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BooleanManagedProperty: {
    Value: 'Edm.Boolean!',
    CanBeChanged: 'Edm.Boolean!',
    ManagedPropertyLogicalName: 'Edm.String',
  },
  EntityRecordCountCollection: {
    Count: 'Edm.Int32!',
    IsReadOnly: 'Edm.Boolean!',
    Keys: 'Collection(Edm.String)',
    Values: 'Collection(Edm.Int64)',
  },
  EndpointCollection: {
    Count: 'Edm.Int32!',
    IsReadOnly: 'Edm.Boolean!',
    Keys: 'Collection(mscrm.EndpointType)',
    Values: 'Collection(Edm.String)',
  },
  OrganizationDetail: {
    OrganizationId: 'Edm.Guid!',
    FriendlyName: 'Edm.String',
    OrganizationVersion: 'Edm.String',
    EnvironmentId: 'Edm.String',
    DatacenterId: 'Edm.Guid!',
    Geo: 'Edm.String',
    TenantId: 'Edm.String',
    UrlName: 'Edm.String',
    UniqueName: 'Edm.String',
    State: 'mscrm.OrganizationState!',
    Endpoints: 'mscrm.EndpointCollection',
  },
  RolePrivilege: {
    Depth: 'mscrm.PrivilegeDepth!',
    PrivilegeId: 'Edm.Guid!',
    BusinessUnitId: 'Edm.Guid!',
    PrivilegeName: 'Edm.String',
    RecordFilterId: 'Edm.Guid',
    RecordFilterUniqueName: 'Edm.String',
  },
  AttributePrivilege: {
    AttributeId: 'Edm.Guid!',
    CanCreate: 'Edm.Int32!',
    CanRead: 'Edm.Int32!',
    CanUpdate: 'Edm.Int32!',
  },
  PrincipalAccess: { AccessMask: 'mscrm.AccessRights!', Principal: 'mscrm.principal' },
};

/** Enumerations with their values. */
export const enumTypes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AccessRights: {
    None: 0,
    ReadAccess: 1,
    WriteAccess: 2,
    AppendAccess: 4,
    AppendToAccess: 16,
    CreateAccess: 32,
    DeleteAccess: 65_536,
    ShareAccess: 262_144,
    AssignAccess: 524_288,
  },
  EndpointAccessType: { Default: 0, Internet: 1, Intranet: 2 },
  EndpointType: { OrganizationService: 0, OrganizationDataService: 1, WebApplication: 2 },
  OrganizationState: { Enabled: 0, Disabled: 1, Maintenance: 2 },
  PrivilegeDepth: { Basic: 0, Local: 1, Deep: 2, Global: 3, RecordFilter: 4 },
  TargetFieldType: { All: 0, ValidForCreate: 1, ValidForUpdate: 2, ValidForRead: 3 },
};
