// Generated from solution/ by `npm run generate`. Do not edit: change the solution and generate again.

/** Our Custom APIs; one bound to a table is called on a row of it. */
export const CustomApis = {
  applySubmission: {
    uniqueName: 'pmds_ApplySubmission',
    boundTable: 'pmds_formsubmission',
    executePrivilege: 'prvWritepmds_FormSubmission',
    parameters: {
      requestId: {
        name: 'RequestId',
        type: 'String',
        optional: true,
      },
    },
  },
  rejectSubmission: {
    uniqueName: 'pmds_RejectSubmission',
    boundTable: 'pmds_formsubmission',
    executePrivilege: 'prvWritepmds_FormSubmission',
    parameters: {
      requestId: {
        name: 'RequestId',
        type: 'String',
        optional: true,
      },
    },
  },
  releaseLinks: {
    uniqueName: 'pmds_ReleaseLinks',
    boundTable: 'pmds_webform',
    executePrivilege: 'prvWritepmds_WebForm',
    parameters: {
      requestId: {
        name: 'RequestId',
        type: 'String',
        optional: true,
      },
    },
  },
  retryErrors: {
    uniqueName: 'pmds_RetryErrors',
    boundTable: 'pmds_datasync',
    executePrivilege: 'prvCreatepmds_DataSync',
    parameters: {
      runId: {
        name: 'RunId',
        type: 'String',
        optional: true,
      },
      traceIds: {
        name: 'TraceIds',
        type: 'StringArray',
        optional: true,
      },
    },
  },
  startSync: {
    uniqueName: 'pmds_StartSync',
    boundTable: 'pmds_datasync',
    executePrivilege: 'prvCreatepmds_DataSync',
    parameters: {
      confirm: {
        name: 'Confirm',
        type: 'Guid',
        optional: true,
      },
      listIds: {
        name: 'ListIds',
        type: 'StringArray',
        optional: true,
      },
      runId: {
        name: 'RunId',
        type: 'String',
        optional: true,
      },
      runType: {
        name: 'RunType',
        type: 'Integer',
        optional: true,
      },
      trigger: {
        name: 'Trigger',
        type: 'Integer',
        optional: true,
      },
    },
  },
} as const;
