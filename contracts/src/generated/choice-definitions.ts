// Generated from solution/ by `npm run generate`. Do not edit: change the solution and generate again.

export const whoActsFirst = {
  name: 'pmds_actor',
  values: {
    nobody: 742100000,
    marketer: 742100001,
    administrator: 742100002,
    serviceOperator: 742100003,
    support: 742100004,
  },
} as const;

export const linkState = {
  name: 'pmds_linkstate',
  values: {
    active: 742100000,
    suspended: 742100001,
  },
} as const;

export const readiness = {
  name: 'pmds_readiness',
  values: {
    green: 742100000,
    amber: 742100001,
    red: 742100002,
  },
} as const;

export const traceReason = {
  name: 'pmds_reason',
  values: {
    MEMBER_UNREADABLE: 742100000,
    VALUE_NOT_ALLOWED: 742100001,
    MEMBER_ID_INVALID: 742100002,
    ACCOUNT_WITHOUT_CONTACT: 742100003,
    LIST_QUERY_INVALID: 742100004,
    LIST_QUERY_REFUSED: 742100005,
    LIST_QUERY_OTHER_TABLE: 742100006,
    LIST_QUERY_CALLER_RELATIVE: 742100007,
    FIELD_MISSING: 742100008,
    FIELD_NOT_READABLE: 742100009,
    FIELD_SECURED: 742100010,
    READ_LIMITED: 742100011,
    LIST_CHANGED: 742100012,
    LIST_QUERY_DIFFERS: 742100013,
    QUERY_UNPAGED: 742100014,
    TIME_ZONE_INVALID: 742100015,
    TIME_ZONE_UNKNOWN: 742100016,
    NO_MEMBERS: 742100017,
    SHRINK_BRAKE: 742100018,
    DESTINATION_NOT_READY: 742100019,
    DELIVERY_FAILED: 742100020,
    COUNT_MISMATCH: 742100021,
    STORE_MISMATCH: 742100022,
    PAGE_INVALID: 742100023,
    PAGING_STUCK: 742100024,
    ACCESS_DENIED: 742100025,
    SIGN_IN_FAILED: 742100026,
    SIGN_IN_BLOCKED: 742100027,
    IP_BLOCKED: 742100028,
    DATAVERSE_REFUSED: 742100029,
    DATAVERSE_UNAVAILABLE: 742100030,
    START_REFUSED: 742100031,
    VERSION_MISMATCH: 742100032,
    CANCELLED: 742100033,
    SYNC_DELETED: 742100034,
    MAIL_NOT_SENT: 742100035,
    STORE_LOST: 742100036,
    REPORT_REFUSED: 742100037,
    INTERNAL: 742100038,
    DATAVERSE_THROTTLED: 742100040,
    DATAVERSE_UNREACHABLE: 742100041,
    DATAVERSE_NOT_TRUSTED: 742100042,
    FOREIGN_ANSWER: 742100043,
    OTHER_RUN_ACTIVE: 742100044,
    MAIL_SENDER_MISSING: 742100045,
    MAIL_REFUSED_BY_DATAVERSE: 742100046,
    MAIL_REFUSED_BY_SERVER: 742100047,
    MAIL_DEFERRED: 742100048,
    MAIL_SERVER_UNREACHABLE: 742100049,
    MAIL_SERVER_NOT_TRUSTED: 742100050,
    MAIL_SIGN_IN_FAILED: 742100051,
    SCOPE_WIDENED: 742100052,
    STORE_DAMAGED: 742100053,
  },
} as const;

export const requestKind = {
  name: 'pmds_requestkind',
  values: {
    exportLinks: 742100000,
    viewAsRecipient: 742100001,
    applySubmission: 742100002,
    rejectSubmission: 742100003,
    releaseLinks: 742100004,
  },
} as const;

export const requestState = {
  name: 'pmds_requeststate',
  values: {
    waiting: 742100000,
    done: 742100001,
    refused: 742100002,
  },
} as const;

export const submissionStatus = {
  name: 'pmds_submissionstatus',
  values: {
    applied: 742100000,
    needsReview: 742100001,
    rejected: 742100002,
    failed: 742100003,
    waiting: 742100004,
  },
} as const;

export const dataSyncStatus = {
  name: 'pmds_syncstatus',
  values: {
    draft: 742100000,
    queued: 742100001,
    inProgress: 742100002,
    waiting: 742100003,
    completed: 742100004,
    completedWithErrors: 742100005,
    failed: 742100006,
    cancelled: 742100007,
  },
} as const;
