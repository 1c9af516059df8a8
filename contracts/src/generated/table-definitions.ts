// Generated from solution/ by `npm run generate`. Do not edit: change the solution and generate again.

export const dataSync = {
  logicalName: 'pmds_datasync',
  schemaName: 'pmds_DataSync',
  entitySetName: 'pmds_datasyncs',
  primaryKey: 'pmds_datasyncid',
  primaryName: 'pmds_name',
  columns: {
    createdBy: {
      logicalName: 'createdby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdby_value',
      navigationProperty: 'createdby',
    },
    createdOn: {
      logicalName: 'createdon',
      type: 'datetime',
    },
    createdOnBehalfBy: {
      logicalName: 'createdonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdonbehalfby_value',
      navigationProperty: 'createdonbehalfby',
    },
    importSequenceNumber: {
      logicalName: 'importsequencenumber',
      type: 'int',
    },
    modifiedBy: {
      logicalName: 'modifiedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedby_value',
      navigationProperty: 'modifiedby',
    },
    modifiedOn: {
      logicalName: 'modifiedon',
      type: 'datetime',
    },
    modifiedOnBehalfBy: {
      logicalName: 'modifiedonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedonbehalfby_value',
      navigationProperty: 'modifiedonbehalfby',
    },
    overriddenCreatedOn: {
      logicalName: 'overriddencreatedon',
      type: 'datetime',
    },
    ownerId: {
      logicalName: 'ownerid',
      type: 'owner',
    },
    owningBusinessUnit: {
      logicalName: 'owningbusinessunit',
      type: 'lookup',
      target: 'businessunit',
      valueProperty: '_owningbusinessunit_value',
      navigationProperty: 'owningbusinessunit',
    },
    owningTeam: {
      logicalName: 'owningteam',
      type: 'lookup',
      target: 'team',
      valueProperty: '_owningteam_value',
      navigationProperty: 'owningteam',
    },
    owningUser: {
      logicalName: 'owninguser',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_owninguser_value',
      navigationProperty: 'owninguser',
    },
    completedOn: {
      logicalName: 'pmds_completedon',
      type: 'datetime',
      secured: true,
    },
    completionMail: {
      logicalName: 'pmds_completionmail',
      type: 'ntext',
      maxLength: 20000,
      secured: true,
    },
    contactsSynced: {
      logicalName: 'pmds_contactssynced',
      type: 'int',
      secured: true,
    },
    currentRunId: {
      logicalName: 'pmds_currentrunid',
      type: 'lookup',
      target: 'pmds_syncrun',
      valueProperty: '_pmds_currentrunid_value',
      navigationProperty: 'pmds_CurrentRunId',
      secured: true,
    },
    dataAsOf: {
      logicalName: 'pmds_dataasof',
      type: 'datetime',
      secured: true,
    },
    dataSyncId: {
      logicalName: 'pmds_datasyncid',
      type: 'primarykey',
    },
    errors: {
      logicalName: 'pmds_errors',
      type: 'int',
      secured: true,
    },
    exportCsv: {
      logicalName: 'pmds_exportcsv',
      type: 'bit',
    },
    fields: {
      logicalName: 'pmds_fields',
      type: 'ntext',
      maxLength: 200000,
    },
    formWarnings: {
      logicalName: 'pmds_formwarnings',
      type: 'ntext',
      maxLength: 20000,
      secured: true,
    },
    leadsSynced: {
      logicalName: 'pmds_leadssynced',
      type: 'int',
      secured: true,
    },
    message: {
      logicalName: 'pmds_message',
      type: 'ntext',
      maxLength: 4000,
      secured: true,
    },
    name: {
      logicalName: 'pmds_name',
      type: 'nvarchar',
      maxLength: 200,
    },
    notificationEmails: {
      logicalName: 'pmds_notificationemails',
      type: 'nvarchar',
      maxLength: 2000,
    },
    plannedSendEnd: {
      logicalName: 'pmds_plannedsendend',
      type: 'datetime',
    },
    plannedSendStart: {
      logicalName: 'pmds_plannedsendstart',
      type: 'datetime',
    },
    progress: {
      logicalName: 'pmds_progress',
      type: 'ntext',
      maxLength: 4000,
      secured: true,
    },
    readiness: {
      logicalName: 'pmds_readiness',
      type: 'picklist',
      choice: 'pmds_readiness',
      secured: true,
    },
    readinessOn: {
      logicalName: 'pmds_readinesson',
      type: 'datetime',
      secured: true,
    },
    readinessReasons: {
      logicalName: 'pmds_readinessreasons',
      type: 'ntext',
      maxLength: 20000,
      secured: true,
    },
    requestedOn: {
      logicalName: 'pmds_requestedon',
      type: 'datetime',
    },
    safeToSend: {
      logicalName: 'pmds_safetosend',
      type: 'bit',
      secured: true,
    },
    startedOn: {
      logicalName: 'pmds_startedon',
      type: 'datetime',
      secured: true,
    },
    status: {
      logicalName: 'pmds_status',
      type: 'picklist',
      choice: 'pmds_syncstatus',
      secured: true,
    },
    timeZone: {
      logicalName: 'pmds_timezone',
      type: 'nvarchar',
      maxLength: 100,
    },
    statecode: {
      logicalName: 'statecode',
      type: 'state',
    },
    statuscode: {
      logicalName: 'statuscode',
      type: 'status',
    },
    timeZoneRuleVersionNumber: {
      logicalName: 'timezoneruleversionnumber',
      type: 'int',
    },
    uTCConversionTimeZoneCode: {
      logicalName: 'utcconversiontimezonecode',
      type: 'int',
    },
  },
  manyToMany: {
    list: {
      name: 'pmds_datasync_list',
      target: 'list',
      intersect: 'pmds_datasync_list',
      navigationProperty: 'pmds_datasync_list',
    },
    pmdsWebForm: {
      name: 'pmds_datasync_webform',
      target: 'pmds_webform',
      intersect: 'pmds_datasync_webform',
      navigationProperty: 'pmds_datasync_webform',
    },
  },
  views: {
    activeProfileManagementDataSyncs: '52f6d7f0-32f7-5799-b191-e1dbb0e33d97',
    runningProfileManagementDataSyncs: '5e1c9b0b-070b-5428-8280-ac5297f5568c',
    inactiveProfileManagementDataSyncs: '79b60566-ec38-513b-b6db-c58d91034fe3',
    profileManagementDataSyncsWithErrors: '93c384b0-9fc8-56fa-a43b-eaef930f80b2',
  },
  forms: {
    main: '497c6563-889b-5c35-b1f3-7583155c2bba',
  },
} as const;

export const errorTrace = {
  logicalName: 'pmds_errortrace',
  schemaName: 'pmds_ErrorTrace',
  entitySetName: 'pmds_errortraces',
  primaryKey: 'pmds_errortraceid',
  primaryName: 'pmds_name',
  columns: {
    createdBy: {
      logicalName: 'createdby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdby_value',
      navigationProperty: 'createdby',
    },
    createdOn: {
      logicalName: 'createdon',
      type: 'datetime',
    },
    createdOnBehalfBy: {
      logicalName: 'createdonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdonbehalfby_value',
      navigationProperty: 'createdonbehalfby',
    },
    importSequenceNumber: {
      logicalName: 'importsequencenumber',
      type: 'int',
    },
    modifiedBy: {
      logicalName: 'modifiedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedby_value',
      navigationProperty: 'modifiedby',
    },
    modifiedOn: {
      logicalName: 'modifiedon',
      type: 'datetime',
    },
    modifiedOnBehalfBy: {
      logicalName: 'modifiedonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedonbehalfby_value',
      navigationProperty: 'modifiedonbehalfby',
    },
    overriddenCreatedOn: {
      logicalName: 'overriddencreatedon',
      type: 'datetime',
    },
    ownerId: {
      logicalName: 'ownerid',
      type: 'owner',
    },
    owningBusinessUnit: {
      logicalName: 'owningbusinessunit',
      type: 'lookup',
      target: 'businessunit',
      valueProperty: '_owningbusinessunit_value',
      navigationProperty: 'owningbusinessunit',
    },
    owningTeam: {
      logicalName: 'owningteam',
      type: 'lookup',
      target: 'team',
      valueProperty: '_owningteam_value',
      navigationProperty: 'owningteam',
    },
    owningUser: {
      logicalName: 'owninguser',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_owninguser_value',
      navigationProperty: 'owninguser',
    },
    actor: {
      logicalName: 'pmds_actor',
      type: 'picklist',
      choice: 'pmds_actor',
    },
    column: {
      logicalName: 'pmds_column',
      type: 'nvarchar',
      maxLength: 300,
    },
    contactId: {
      logicalName: 'pmds_contactid',
      type: 'lookup',
      target: 'contact',
      valueProperty: '_pmds_contactid_value',
      navigationProperty: 'pmds_ContactId',
    },
    dataSyncId: {
      logicalName: 'pmds_datasyncid',
      type: 'lookup',
      target: 'pmds_datasync',
      valueProperty: '_pmds_datasyncid_value',
      navigationProperty: 'pmds_DataSyncId',
    },
    errorTraceId: {
      logicalName: 'pmds_errortraceid',
      type: 'primarykey',
    },
    leadId: {
      logicalName: 'pmds_leadid',
      type: 'lookup',
      target: 'lead',
      valueProperty: '_pmds_leadid_value',
      navigationProperty: 'pmds_LeadId',
    },
    memberId: {
      logicalName: 'pmds_memberid',
      type: 'nvarchar',
      maxLength: 100,
    },
    memberTable: {
      logicalName: 'pmds_membertable',
      type: 'nvarchar',
      maxLength: 100,
    },
    message: {
      logicalName: 'pmds_message',
      type: 'ntext',
      maxLength: 4000,
    },
    name: {
      logicalName: 'pmds_name',
      type: 'nvarchar',
      maxLength: 300,
    },
    occurredOn: {
      logicalName: 'pmds_occurredon',
      type: 'datetime',
    },
    reason: {
      logicalName: 'pmds_reason',
      type: 'picklist',
      choice: 'pmds_reason',
    },
    reasonCode: {
      logicalName: 'pmds_reasoncode',
      type: 'nvarchar',
      maxLength: 100,
    },
    remedy: {
      logicalName: 'pmds_remedy',
      type: 'ntext',
      maxLength: 4000,
    },
    retryable: {
      logicalName: 'pmds_retryable',
      type: 'bit',
    },
    severity: {
      logicalName: 'pmds_severity',
      type: 'nvarchar',
      maxLength: 20,
    },
    stage: {
      logicalName: 'pmds_stage',
      type: 'nvarchar',
      maxLength: 50,
    },
    syncRunId: {
      logicalName: 'pmds_syncrunid',
      type: 'lookup',
      target: 'pmds_syncrun',
      valueProperty: '_pmds_syncrunid_value',
      navigationProperty: 'pmds_SyncRunId',
    },
    statecode: {
      logicalName: 'statecode',
      type: 'state',
    },
    statuscode: {
      logicalName: 'statuscode',
      type: 'status',
    },
    timeZoneRuleVersionNumber: {
      logicalName: 'timezoneruleversionnumber',
      type: 'int',
    },
    uTCConversionTimeZoneCode: {
      logicalName: 'utcconversiontimezonecode',
      type: 'int',
    },
  },
  manyToMany: {},
  views: {
    errorTracesByReason: '345f88d5-c7a3-55ad-88d8-8a64ff5fccf3',
    warningsOfTheSync: 'a86571f2-938a-57e4-8e2a-d84a2570f3e2',
    allErrorTraces: 'dd542a0b-87e1-508d-aaa4-613d56cb27c7',
    errorTracesBySync: 'de4f0c20-ee06-5e3a-aedd-1da323800649',
    errorTracesOfTheLast7Days: 'f43bfdff-5b78-5e62-b231-5bbd740871b3',
    errorsOfTheSync: 'f64e61e0-bc5e-55d6-afbb-348edca35c3c',
  },
  forms: {
    main: 'ccc917d1-5315-58d8-bb43-7a32574baa21',
  },
} as const;

export const formSubmission = {
  logicalName: 'pmds_formsubmission',
  schemaName: 'pmds_FormSubmission',
  entitySetName: 'pmds_formsubmissions',
  primaryKey: 'pmds_formsubmissionid',
  primaryName: 'pmds_name',
  columns: {
    createdBy: {
      logicalName: 'createdby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdby_value',
      navigationProperty: 'createdby',
    },
    createdOn: {
      logicalName: 'createdon',
      type: 'datetime',
    },
    createdOnBehalfBy: {
      logicalName: 'createdonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdonbehalfby_value',
      navigationProperty: 'createdonbehalfby',
    },
    importSequenceNumber: {
      logicalName: 'importsequencenumber',
      type: 'int',
    },
    modifiedBy: {
      logicalName: 'modifiedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedby_value',
      navigationProperty: 'modifiedby',
    },
    modifiedOn: {
      logicalName: 'modifiedon',
      type: 'datetime',
    },
    modifiedOnBehalfBy: {
      logicalName: 'modifiedonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedonbehalfby_value',
      navigationProperty: 'modifiedonbehalfby',
    },
    overriddenCreatedOn: {
      logicalName: 'overriddencreatedon',
      type: 'datetime',
    },
    ownerId: {
      logicalName: 'ownerid',
      type: 'owner',
    },
    owningBusinessUnit: {
      logicalName: 'owningbusinessunit',
      type: 'lookup',
      target: 'businessunit',
      valueProperty: '_owningbusinessunit_value',
      navigationProperty: 'owningbusinessunit',
    },
    owningTeam: {
      logicalName: 'owningteam',
      type: 'lookup',
      target: 'team',
      valueProperty: '_owningteam_value',
      navigationProperty: 'owningteam',
    },
    owningUser: {
      logicalName: 'owninguser',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_owninguser_value',
      navigationProperty: 'owninguser',
    },
    changes: {
      logicalName: 'pmds_changes',
      type: 'ntext',
      maxLength: 1048576,
      secured: true,
    },
    contactId: {
      logicalName: 'pmds_contactid',
      type: 'lookup',
      target: 'contact',
      valueProperty: '_pmds_contactid_value',
      navigationProperty: 'pmds_ContactId',
      secured: true,
    },
    formSubmissionId: {
      logicalName: 'pmds_formsubmissionid',
      type: 'primarykey',
    },
    leadId: {
      logicalName: 'pmds_leadid',
      type: 'lookup',
      target: 'lead',
      valueProperty: '_pmds_leadid_value',
      navigationProperty: 'pmds_LeadId',
      secured: true,
    },
    name: {
      logicalName: 'pmds_name',
      type: 'nvarchar',
      maxLength: 300,
    },
    receivedOn: {
      logicalName: 'pmds_receivedon',
      type: 'datetime',
      secured: true,
    },
    reviewedBy: {
      logicalName: 'pmds_reviewedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_pmds_reviewedby_value',
      navigationProperty: 'pmds_ReviewedBy',
      secured: true,
    },
    reviewedOn: {
      logicalName: 'pmds_reviewedon',
      type: 'datetime',
      secured: true,
    },
    sent: {
      logicalName: 'pmds_sent',
      type: 'ntext',
      maxLength: 1048576,
      secured: true,
    },
    status: {
      logicalName: 'pmds_status',
      type: 'picklist',
      choice: 'pmds_submissionstatus',
      secured: true,
    },
    statusReason: {
      logicalName: 'pmds_statusreason',
      type: 'ntext',
      maxLength: 4000,
      secured: true,
    },
    webFormId: {
      logicalName: 'pmds_webformid',
      type: 'lookup',
      target: 'pmds_webform',
      valueProperty: '_pmds_webformid_value',
      navigationProperty: 'pmds_WebFormId',
      secured: true,
    },
    statecode: {
      logicalName: 'statecode',
      type: 'state',
    },
    statuscode: {
      logicalName: 'statuscode',
      type: 'status',
    },
    timeZoneRuleVersionNumber: {
      logicalName: 'timezoneruleversionnumber',
      type: 'int',
    },
    uTCConversionTimeZoneCode: {
      logicalName: 'utcconversiontimezonecode',
      type: 'int',
    },
  },
  manyToMany: {},
  views: {
    activeFormSubmissions: '16a53987-deba-51a9-a8ca-f9bb094f56e5',
    inactiveFormSubmissions: '5e427504-d74c-5919-8b40-a7024f43c78e',
  },
  forms: {
    main: '1776e618-de24-54ab-b00f-f0a7520c0a89',
  },
} as const;

export const request = {
  logicalName: 'pmds_request',
  schemaName: 'pmds_Request',
  entitySetName: 'pmds_requests',
  primaryKey: 'pmds_requestid',
  primaryName: 'pmds_name',
  columns: {
    createdBy: {
      logicalName: 'createdby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdby_value',
      navigationProperty: 'createdby',
    },
    createdOn: {
      logicalName: 'createdon',
      type: 'datetime',
    },
    createdOnBehalfBy: {
      logicalName: 'createdonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdonbehalfby_value',
      navigationProperty: 'createdonbehalfby',
    },
    importSequenceNumber: {
      logicalName: 'importsequencenumber',
      type: 'int',
    },
    modifiedBy: {
      logicalName: 'modifiedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedby_value',
      navigationProperty: 'modifiedby',
    },
    modifiedOn: {
      logicalName: 'modifiedon',
      type: 'datetime',
    },
    modifiedOnBehalfBy: {
      logicalName: 'modifiedonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedonbehalfby_value',
      navigationProperty: 'modifiedonbehalfby',
    },
    overriddenCreatedOn: {
      logicalName: 'overriddencreatedon',
      type: 'datetime',
    },
    ownerId: {
      logicalName: 'ownerid',
      type: 'owner',
    },
    owningBusinessUnit: {
      logicalName: 'owningbusinessunit',
      type: 'lookup',
      target: 'businessunit',
      valueProperty: '_owningbusinessunit_value',
      navigationProperty: 'owningbusinessunit',
    },
    owningTeam: {
      logicalName: 'owningteam',
      type: 'lookup',
      target: 'team',
      valueProperty: '_owningteam_value',
      navigationProperty: 'owningteam',
    },
    owningUser: {
      logicalName: 'owninguser',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_owninguser_value',
      navigationProperty: 'owninguser',
    },
    answer: {
      logicalName: 'pmds_answer',
      type: 'ntext',
      maxLength: 1048576,
      secured: true,
    },
    answeredOn: {
      logicalName: 'pmds_answeredon',
      type: 'datetime',
      secured: true,
    },
    file: {
      logicalName: 'pmds_file',
      type: 'file',
    },
    kind: {
      logicalName: 'pmds_kind',
      type: 'picklist',
      choice: 'pmds_requestkind',
    },
    name: {
      logicalName: 'pmds_name',
      type: 'nvarchar',
      maxLength: 300,
    },
    parameters: {
      logicalName: 'pmds_parameters',
      type: 'ntext',
      maxLength: 20000,
    },
    requestId: {
      logicalName: 'pmds_requestid',
      type: 'primarykey',
    },
    sentence: {
      logicalName: 'pmds_sentence',
      type: 'ntext',
      maxLength: 4000,
      secured: true,
    },
    state: {
      logicalName: 'pmds_state',
      type: 'picklist',
      choice: 'pmds_requeststate',
    },
    targetId: {
      logicalName: 'pmds_targetid',
      type: 'nvarchar',
      maxLength: 100,
    },
    targetTable: {
      logicalName: 'pmds_targettable',
      type: 'nvarchar',
      maxLength: 128,
    },
    statecode: {
      logicalName: 'statecode',
      type: 'state',
    },
    statuscode: {
      logicalName: 'statuscode',
      type: 'status',
    },
    timeZoneRuleVersionNumber: {
      logicalName: 'timezoneruleversionnumber',
      type: 'int',
    },
    uTCConversionTimeZoneCode: {
      logicalName: 'utcconversiontimezonecode',
      type: 'int',
    },
  },
  manyToMany: {},
  views: {
    activeServiceRequests: '0360243d-eec0-5472-9ba8-f86253abfade',
    inactiveServiceRequests: 'ca7fe724-718e-5eff-936c-3c67505bf416',
  },
  forms: {
    main: 'f4e772d1-1bfc-5e6e-9c22-323d551823e9',
  },
} as const;

export const setting = {
  logicalName: 'pmds_setting',
  schemaName: 'pmds_Setting',
  entitySetName: 'pmds_settings',
  primaryKey: 'pmds_settingid',
  primaryName: 'pmds_name',
  columns: {
    createdBy: {
      logicalName: 'createdby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdby_value',
      navigationProperty: 'createdby',
    },
    createdOn: {
      logicalName: 'createdon',
      type: 'datetime',
    },
    createdOnBehalfBy: {
      logicalName: 'createdonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdonbehalfby_value',
      navigationProperty: 'createdonbehalfby',
    },
    importSequenceNumber: {
      logicalName: 'importsequencenumber',
      type: 'int',
    },
    modifiedBy: {
      logicalName: 'modifiedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedby_value',
      navigationProperty: 'modifiedby',
    },
    modifiedOn: {
      logicalName: 'modifiedon',
      type: 'datetime',
    },
    modifiedOnBehalfBy: {
      logicalName: 'modifiedonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedonbehalfby_value',
      navigationProperty: 'modifiedonbehalfby',
    },
    organizationId: {
      logicalName: 'organizationid',
      type: 'lookup',
      target: 'organization',
      valueProperty: '_organizationid_value',
      navigationProperty: 'organizationid',
    },
    overriddenCreatedOn: {
      logicalName: 'overriddencreatedon',
      type: 'datetime',
    },
    accessLogDays: {
      logicalName: 'pmds_accesslogdays',
      type: 'int',
    },
    name: {
      logicalName: 'pmds_name',
      type: 'nvarchar',
      maxLength: 100,
    },
    publicColumns: {
      logicalName: 'pmds_publiccolumns',
      type: 'ntext',
      maxLength: 20000,
    },
    settingId: {
      logicalName: 'pmds_settingid',
      type: 'primarykey',
    },
    submissionDays: {
      logicalName: 'pmds_submissiondays',
      type: 'int',
    },
    statecode: {
      logicalName: 'statecode',
      type: 'state',
    },
    statuscode: {
      logicalName: 'statuscode',
      type: 'status',
    },
    timeZoneRuleVersionNumber: {
      logicalName: 'timezoneruleversionnumber',
      type: 'int',
    },
    uTCConversionTimeZoneCode: {
      logicalName: 'utcconversiontimezonecode',
      type: 'int',
    },
  },
  manyToMany: {},
  views: {
    activeProfileSyncSettings: '21f5e3c1-53c4-53da-91b6-977c1be43d24',
    inactiveProfileSyncSettings: '81c1e723-107b-54c9-9e5a-73e84c5160ec',
  },
  forms: {
    main: '293fa5cc-f399-5fe0-9203-cb537235e84b',
  },
} as const;

export const syncRun = {
  logicalName: 'pmds_syncrun',
  schemaName: 'pmds_SyncRun',
  entitySetName: 'pmds_syncruns',
  primaryKey: 'pmds_syncrunid',
  primaryName: 'pmds_name',
  columns: {
    createdBy: {
      logicalName: 'createdby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdby_value',
      navigationProperty: 'createdby',
    },
    createdOn: {
      logicalName: 'createdon',
      type: 'datetime',
    },
    createdOnBehalfBy: {
      logicalName: 'createdonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdonbehalfby_value',
      navigationProperty: 'createdonbehalfby',
    },
    importSequenceNumber: {
      logicalName: 'importsequencenumber',
      type: 'int',
    },
    modifiedBy: {
      logicalName: 'modifiedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedby_value',
      navigationProperty: 'modifiedby',
    },
    modifiedOn: {
      logicalName: 'modifiedon',
      type: 'datetime',
    },
    modifiedOnBehalfBy: {
      logicalName: 'modifiedonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedonbehalfby_value',
      navigationProperty: 'modifiedonbehalfby',
    },
    overriddenCreatedOn: {
      logicalName: 'overriddencreatedon',
      type: 'datetime',
    },
    ownerId: {
      logicalName: 'ownerid',
      type: 'owner',
    },
    owningBusinessUnit: {
      logicalName: 'owningbusinessunit',
      type: 'lookup',
      target: 'businessunit',
      valueProperty: '_owningbusinessunit_value',
      navigationProperty: 'owningbusinessunit',
    },
    owningTeam: {
      logicalName: 'owningteam',
      type: 'lookup',
      target: 'team',
      valueProperty: '_owningteam_value',
      navigationProperty: 'owningteam',
    },
    owningUser: {
      logicalName: 'owninguser',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_owninguser_value',
      navigationProperty: 'owninguser',
    },
    apiCalls: {
      logicalName: 'pmds_apicalls',
      type: 'int',
    },
    completedOn: {
      logicalName: 'pmds_completedon',
      type: 'datetime',
    },
    contactMembers: {
      logicalName: 'pmds_contactmembers',
      type: 'int',
    },
    contactsSynced: {
      logicalName: 'pmds_contactssynced',
      type: 'int',
    },
    counts: {
      logicalName: 'pmds_counts',
      type: 'ntext',
      maxLength: 20000,
    },
    dataSyncId: {
      logicalName: 'pmds_datasyncid',
      type: 'lookup',
      target: 'pmds_datasync',
      valueProperty: '_pmds_datasyncid_value',
      navigationProperty: 'pmds_DataSyncId',
    },
    deliveries: {
      logicalName: 'pmds_deliveries',
      type: 'ntext',
      maxLength: 4000,
    },
    errors: {
      logicalName: 'pmds_errors',
      type: 'int',
    },
    failedUnreadable: {
      logicalName: 'pmds_failedunreadable',
      type: 'int',
    },
    failedValue: {
      logicalName: 'pmds_failedvalue',
      type: 'int',
    },
    leadMembers: {
      logicalName: 'pmds_leadmembers',
      type: 'int',
    },
    leadsSynced: {
      logicalName: 'pmds_leadssynced',
      type: 'int',
    },
    manifest: {
      logicalName: 'pmds_manifest',
      type: 'ntext',
      maxLength: 1048576,
    },
    message: {
      logicalName: 'pmds_message',
      type: 'ntext',
      maxLength: 4000,
    },
    name: {
      logicalName: 'pmds_name',
      type: 'nvarchar',
      maxLength: 300,
    },
    removed: {
      logicalName: 'pmds_removed',
      type: 'int',
    },
    requestedOn: {
      logicalName: 'pmds_requestedon',
      type: 'datetime',
    },
    runType: {
      logicalName: 'pmds_runtype',
      type: 'nvarchar',
      maxLength: 50,
    },
    scope: {
      logicalName: 'pmds_scope',
      type: 'nvarchar',
      maxLength: 4000,
    },
    seconds: {
      logicalName: 'pmds_seconds',
      type: 'int',
    },
    skippedDeleted: {
      logicalName: 'pmds_skippeddeleted',
      type: 'int',
    },
    skippedInactive: {
      logicalName: 'pmds_skippedinactive',
      type: 'int',
    },
    skippedNoEmail: {
      logicalName: 'pmds_skippednoemail',
      type: 'int',
    },
    skippedOptedOut: {
      logicalName: 'pmds_skippedoptedout',
      type: 'int',
    },
    startedOn: {
      logicalName: 'pmds_startedon',
      type: 'datetime',
    },
    status: {
      logicalName: 'pmds_status',
      type: 'picklist',
      choice: 'pmds_syncstatus',
    },
    syncRunId: {
      logicalName: 'pmds_syncrunid',
      type: 'primarykey',
    },
    trigger: {
      logicalName: 'pmds_trigger',
      type: 'nvarchar',
      maxLength: 50,
    },
    unchanged: {
      logicalName: 'pmds_unchanged',
      type: 'int',
    },
    statecode: {
      logicalName: 'statecode',
      type: 'state',
    },
    statuscode: {
      logicalName: 'statuscode',
      type: 'status',
    },
    timeZoneRuleVersionNumber: {
      logicalName: 'timezoneruleversionnumber',
      type: 'int',
    },
    uTCConversionTimeZoneCode: {
      logicalName: 'utcconversiontimezonecode',
      type: 'int',
    },
  },
  manyToMany: {},
  views: {
    dataSyncRunsWithErrors: '1da93cf0-80fb-5002-9d0b-640bdca6bdeb',
    runsOfTheSync: '71a32112-facc-527f-ae86-59154bd1802c',
    dataSyncRunsOfTheLast30Days: '733f0950-2e11-56f2-be44-b7409d216f34',
    inactiveDataSyncRuns: 'aabdbf20-ec11-5ba2-9f30-021c3872580d',
    activeDataSyncRuns: 'd95ada93-27f8-515c-88a6-ecae609e232c',
    runningDataSyncRuns: 'f298082b-ed5a-5f63-9b44-feffa0ae6310',
  },
  forms: {
    main: 'c10e9cd3-271d-5397-ab0e-cac15d3565fd',
  },
} as const;

export const webForm = {
  logicalName: 'pmds_webform',
  schemaName: 'pmds_WebForm',
  entitySetName: 'pmds_webforms',
  primaryKey: 'pmds_webformid',
  primaryName: 'pmds_name',
  columns: {
    createdBy: {
      logicalName: 'createdby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdby_value',
      navigationProperty: 'createdby',
    },
    createdOn: {
      logicalName: 'createdon',
      type: 'datetime',
    },
    createdOnBehalfBy: {
      logicalName: 'createdonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_createdonbehalfby_value',
      navigationProperty: 'createdonbehalfby',
    },
    importSequenceNumber: {
      logicalName: 'importsequencenumber',
      type: 'int',
    },
    modifiedBy: {
      logicalName: 'modifiedby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedby_value',
      navigationProperty: 'modifiedby',
    },
    modifiedOn: {
      logicalName: 'modifiedon',
      type: 'datetime',
    },
    modifiedOnBehalfBy: {
      logicalName: 'modifiedonbehalfby',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_modifiedonbehalfby_value',
      navigationProperty: 'modifiedonbehalfby',
    },
    overriddenCreatedOn: {
      logicalName: 'overriddencreatedon',
      type: 'datetime',
    },
    ownerId: {
      logicalName: 'ownerid',
      type: 'owner',
    },
    owningBusinessUnit: {
      logicalName: 'owningbusinessunit',
      type: 'lookup',
      target: 'businessunit',
      valueProperty: '_owningbusinessunit_value',
      navigationProperty: 'owningbusinessunit',
    },
    owningTeam: {
      logicalName: 'owningteam',
      type: 'lookup',
      target: 'team',
      valueProperty: '_owningteam_value',
      navigationProperty: 'owningteam',
    },
    owningUser: {
      logicalName: 'owninguser',
      type: 'lookup',
      target: 'systemuser',
      valueProperty: '_owninguser_value',
      navigationProperty: 'owninguser',
    },
    addresses: {
      logicalName: 'pmds_addresses',
      type: 'ntext',
      maxLength: 20000,
    },
    contactLinkColumn: {
      logicalName: 'pmds_contactlinkcolumn',
      type: 'nvarchar',
      maxLength: 128,
    },
    fields: {
      logicalName: 'pmds_fields',
      type: 'ntext',
      maxLength: 1048576,
    },
    isPreference: {
      logicalName: 'pmds_ispreference',
      type: 'bit',
    },
    key: {
      logicalName: 'pmds_key',
      type: 'nvarchar',
      maxLength: 40,
    },
    language: {
      logicalName: 'pmds_language',
      type: 'int',
    },
    leadLinkColumn: {
      logicalName: 'pmds_leadlinkcolumn',
      type: 'nvarchar',
      maxLength: 128,
    },
    linkDays: {
      logicalName: 'pmds_linkdays',
      type: 'int',
    },
    linkReason: {
      logicalName: 'pmds_linkreason',
      type: 'ntext',
      maxLength: 4000,
      secured: true,
    },
    linkState: {
      logicalName: 'pmds_linkstate',
      type: 'picklist',
      choice: 'pmds_linkstate',
      secured: true,
    },
    maximumUses: {
      logicalName: 'pmds_maximumuses',
      type: 'int',
    },
    name: {
      logicalName: 'pmds_name',
      type: 'nvarchar',
      maxLength: 200,
    },
    origins: {
      logicalName: 'pmds_origins',
      type: 'ntext',
      maxLength: 20000,
    },
    snippet: {
      logicalName: 'pmds_snippet',
      type: 'ntext',
      maxLength: 20000,
      secured: true,
    },
    suspendedOn: {
      logicalName: 'pmds_suspendedon',
      type: 'datetime',
      secured: true,
    },
    warnings: {
      logicalName: 'pmds_warnings',
      type: 'ntext',
      maxLength: 20000,
      secured: true,
    },
    webFormId: {
      logicalName: 'pmds_webformid',
      type: 'primarykey',
    },
    statecode: {
      logicalName: 'statecode',
      type: 'state',
    },
    statuscode: {
      logicalName: 'statuscode',
      type: 'status',
    },
    timeZoneRuleVersionNumber: {
      logicalName: 'timezoneruleversionnumber',
      type: 'int',
    },
    uTCConversionTimeZoneCode: {
      logicalName: 'utcconversiontimezonecode',
      type: 'int',
    },
  },
  manyToMany: {},
  views: {
    inactiveWebForms: '5c02e8ea-22d6-5104-839f-7ab835b3b1f9',
    activeWebForms: 'f1bce5d8-bd75-5158-9cc3-20da6ad83eca',
  },
  forms: {
    main: 'a6b615e1-3f3c-50d6-b61d-6df09d8e624d',
  },
} as const;
