import type { Choices } from '@pmds/contracts/generated/tables';
import { helpsUnaided, mayBeRetried, type Actor } from '@pmds/contracts/run/actors';
import { withoutAddresses } from './values/without-addresses.js';

/**
 * Everything that can go wrong in a run, by a stable code. `happened` and `remedy` are what people read on the row, in the
 * Trace and in the mail; docs/errors.md is checked against this table.
 */
interface FailureFacts {
  readonly happened: string;
  readonly remedy: string;
  /** Who has to act first before trying again can help; whether trying again alone can help follows from it. */
  readonly actor: Actor;
}

/** What a Trace can give as its reason: lists and charts show it by the labels of this choice, so each code has its option. */
type TraceReason = keyof typeof Choices.traceReason.values;

export const failures = {
  MEMBER_UNREADABLE: {
    happened: 'The member exists, but the application user may not read it.',
    remedy:
      'Give the application user a role that reads this row (Profile Sync Application, organization level), then choose Retry Errors.',
    actor: 'administrator',
  },
  VALUE_NOT_ALLOWED: {
    happened: "A column holds a value that the column's type does not allow.",
    remedy: 'Open the member, correct the column named in the message and save, then choose Retry Errors.',
    actor: 'marketer',
  },
  MEMBER_ID_INVALID: {
    happened: 'Dataverse returned a member id that is not a GUID.',
    remedy: 'Report this to support with the id of the run; the list member cannot be identified.',
    actor: 'support',
  },
  ACCOUNT_WITHOUT_CONTACT: {
    happened: 'Accounts on a marketing list name no primary contact, so nobody is synced for them.',
    remedy: 'Open the accounts, choose a primary contact where one is to be reached, and start the sync again.',
    actor: 'marketer',
  },
  LIST_QUERY_INVALID: {
    happened: 'The query of a dynamic marketing list is not FetchXML that can be read.',
    remedy: 'Open the list, edit its query, save it and start again.',
    actor: 'marketer',
  },
  LIST_QUERY_REFUSED: {
    happened: 'Dataverse refused the query of a dynamic marketing list.',
    remedy: 'Open the list, correct the column or condition named in the message, save it and start again.',
    actor: 'marketer',
  },
  LIST_QUERY_OTHER_TABLE: {
    happened: 'The query of a dynamic marketing list reads another table than the list holds.',
    remedy: 'Open the list, choose its query again and start again.',
    actor: 'marketer',
  },
  LIST_QUERY_CALLER_RELATIVE: {
    happened: 'The query of a dynamic marketing list depends on who asks, so the service would find other members.',
    remedy: 'Replace the condition named in the message by one that is the same for everybody and start again.',
    actor: 'marketer',
  },
  FIELD_MISSING: {
    happened: 'A selected field does not exist in Dataverse any more.',
    remedy: 'Remove the field under Fields to Sync, save and start again.',
    actor: 'marketer',
  },
  FIELD_NOT_READABLE: {
    happened: 'A selected field cannot be read through the Web API.',
    remedy: 'Remove the field under Fields to Sync, save and start again.',
    actor: 'marketer',
  },
  FIELD_SECURED: {
    happened:
      'A column that the run needs is protected by column security, so its values would come back empty without notice.',
    remedy:
      'Add the application user to a column security profile that may read the column, or do without the column, then start again.',
    actor: 'administrator',
  },
  READ_LIMITED: {
    happened: 'The application user does not read all rows of a table, so members could be missing without notice.',
    remedy:
      'Give the application user a role that reads the table at the access level Organization (Profile Sync Application does for lists, contacts, leads and accounts), then start again.',
    actor: 'administrator',
  },
  LIST_CHANGED: {
    happened: 'A marketing list was changed while the run read it, so what was read is not what the list is now.',
    remedy: 'Look at the lists of the sync, then start again.',
    actor: 'nobody',
  },
  LIST_QUERY_DIFFERS: {
    happened:
      'A dynamic marketing list asks for something that a run takes in another way than whoever looks at the list.',
    remedy:
      'Give the application user the time zone of the list owner in the personalization settings, or replace what the message names by a fixed date or condition.',
    actor: 'marketer',
  },
  SCOPE_WIDENED: {
    happened: 'The start named some of the marketing lists of the sync, and the run covered all of them.',
    remedy: 'Start again over some lists when you need it: the next run finds what this one stored.',
    actor: 'nobody',
  },
  QUERY_UNPAGED: {
    happened: 'Dataverse cannot page through the query of a dynamic marketing list beyond 50,000 rows.',
    remedy:
      'Open the list, simplify its query (distinct, linked tables), or make a static list of its members, and start again.',
    actor: 'marketer',
  },
  TIME_ZONE_INVALID: {
    happened: 'The time zone of the sync is none that is known.',
    remedy:
      'Enter a name such as "Europe/Berlin" or the code of a Dataverse time zone under Time Zone, or empty it, and start again.',
    actor: 'marketer',
  },
  TIME_ZONE_UNKNOWN: {
    happened: 'It is not known in which time zone dates are to be shown, so some are left empty.',
    remedy: 'Enter a name such as "Europe/Berlin" under Time Zone on the sync and start it again.',
    actor: 'marketer',
  },
  NO_MEMBERS: {
    happened: 'The marketing lists have no member. What was synced before stays as it is.',
    remedy: 'Check the lists. If they are meant to be empty, choose Start Sync again and confirm it.',
    actor: 'marketer',
  },
  SHRINK_BRAKE: {
    happened:
      'A marketing list, all contacts, all leads or all members are far fewer than in the last completed run. What was synced before stays.',
    remedy: 'Check the lists. If the numbers are right, choose Start Sync again and confirm them.',
    actor: 'marketer',
  },
  DESTINATION_NOT_READY: {
    happened: 'A destination of the sync cannot take a delivery.',
    remedy:
      'Have the operator of the service do what the message says, or switch the destination off, and start again.',
    actor: 'operator',
  },
  DELIVERY_FAILED: {
    happened: 'The members were not delivered to a destination. Forms are prefilled all the same.',
    remedy: 'Have the operator of the service do what the message says, then start again.',
    actor: 'operator',
  },
  COUNT_MISMATCH: {
    happened: 'The number of members found differs from the number accounted for.',
    remedy: 'Start again. If it happens twice, report it with the id of the run and the log of the service.',
    actor: 'nobody',
  },
  STORE_MISMATCH: {
    happened: 'The profile store does not hold exactly the members that were written to it.',
    remedy: 'Start again. If it happens twice, have the operator of the service check who else changes the store.',
    actor: 'nobody',
  },
  PAGE_INVALID: {
    happened: 'Dataverse answered a request with something that cannot be read.',
    remedy: 'Start again. If it happens twice, check proxies between the service and Dataverse.',
    actor: 'nobody',
  },
  PAGING_STUCK: {
    happened: 'Dataverse returned the same paging cookie twice, so reading on would repeat rows for ever.',
    remedy: 'Start again. If it happens twice, report it to Microsoft support with the request id in the message.',
    actor: 'nobody',
  },
  ACCESS_DENIED: {
    happened: 'Dataverse refused the application user.',
    remedy: 'Assign the role Profile Sync Application to the application user; pmds doctor names what is missing.',
    actor: 'administrator',
  },
  SIGN_IN_FAILED: {
    happened: 'The application user could not sign in.',
    remedy: 'Check tenant, client id and client secret of the service; pmds doctor tells them apart.',
    actor: 'operator',
  },
  SIGN_IN_BLOCKED: {
    happened: 'A Conditional Access policy of the tenant does not let the application sign in from here.',
    remedy:
      'Have an Entra administrator allow the application from the address of the service; the sign-in log names the policy.',
    actor: 'administrator',
  },
  IP_BLOCKED: {
    happened: "The environment's IP firewall does not allow the address of this service.",
    remedy:
      'In the Power Platform admin center, add the outbound address of the service under Environments, Settings, Privacy + Security, IP firewall.',
    actor: 'administrator',
  },
  DATAVERSE_REFUSED: {
    happened: 'Dataverse refused a request.',
    remedy: 'Read the message; when it names a missing privilege or table, import the solution and run pmds setup.',
    actor: 'administrator',
  },
  DATAVERSE_UNAVAILABLE: {
    happened: 'Dataverse answered with server errors, or too late, for longer than the service waits.',
    remedy:
      'Start again when the environment answers; the Microsoft 365 admin center names outages under Service health.',
    actor: 'nobody',
  },
  DATAVERSE_THROTTLED: {
    happened:
      'Dataverse asked the service to wait (429) for longer than the service waits: the limits of the application user were used up.',
    remedy: 'Start again later. If it happens twice, give other integrations an application user of their own.',
    actor: 'nobody',
  },
  DATAVERSE_UNREACHABLE: {
    happened: 'No connection to Dataverse came about for longer than the service waits.',
    remedy:
      'Have the operator of the service check the address, the name server, the firewall and the proxy (pmds doctor names what fails), then start again.',
    actor: 'operator',
  },
  DATAVERSE_NOT_TRUSTED: {
    happened: 'No encrypted connection to Dataverse came about that the service trusts.',
    remedy:
      'Have the operator of the service mend what the message names (a certificate, the clock, NODE_EXTRA_CA_CERTS), then start again.',
    actor: 'operator',
  },
  FOREIGN_ANSWER: {
    happened: 'A proxy, gateway or firewall answered in the place of Dataverse for longer than the service waits.',
    remedy:
      'Have the operator of the service check PMDS_DATAVERSE_URL and what stands between the service and Dataverse, then start again.',
    actor: 'operator',
  },
  OTHER_RUN_ACTIVE: {
    happened: 'Another run of this sync was on its way for longer than this one waits.',
    remedy: 'Start again when the other run has ended.',
    actor: 'nobody',
  },
  START_REFUSED: {
    happened: 'Something that a start needs is missing.',
    remedy: 'Do what the message says and start again.',
    actor: 'marketer',
  },
  VERSION_MISMATCH: {
    happened: 'The imported solution and the service have versions that do not fit together.',
    remedy: 'Update the older of the two; the message names both versions.',
    actor: 'administrator',
  },
  CANCELLED: {
    happened: 'The run was cancelled. What was synced before stays as it is.',
    remedy: 'Start again when you want to.',
    actor: 'nobody',
  },
  SYNC_DELETED: {
    happened:
      'The sync was deleted while a run of it was on its way. The run was cancelled, and links made for the sync open nothing any more.',
    remedy: 'Create the sync again and start it if it was deleted by mistake.',
    actor: 'marketer',
  },
  MAIL_NOT_SENT: {
    happened: 'The completion mail cannot reach an address of Notification E-mail.',
    remedy: 'Open the sync: its form names the address. Correct the address, or do what the message says.',
    actor: 'marketer',
  },
  MAIL_SENDER_MISSING: {
    happened: 'No queue or user of Dataverse can send the completion mail.',
    remedy:
      'Give a queue an e-mail address with an approved mailbox, or have the operator of the service name a sender in PMDS_MAIL_FROM.',
    actor: 'administrator',
  },
  MAIL_REFUSED_BY_DATAVERSE: {
    happened: 'Dataverse refused to send the completion mail.',
    remedy:
      'Mend what the message names: the mailbox or the rights of the sender, or the e-mail settings of the environment.',
    actor: 'administrator',
  },
  MAIL_REFUSED_BY_SERVER: {
    happened: 'The mail server refused the completion mail as a whole.',
    remedy: 'Have the operator of the service check PMDS_MAIL_FROM and what the mail server accepts.',
    actor: 'operator',
  },
  MAIL_DEFERRED: {
    happened: 'The mail server asked to send the completion mail later.',
    remedy: 'Wait: the service sends it again for a day.',
    actor: 'nobody',
  },
  MAIL_SERVER_UNREACHABLE: {
    happened: 'The mail server of the service cannot be reached.',
    remedy:
      'Have the operator of the service check the host and port in PMDS_SMTP_URL, the name server and the firewall. The mail is sent again for a day.',
    actor: 'operator',
  },
  MAIL_SERVER_NOT_TRUSTED: {
    happened: 'No encrypted connection to the mail server came about that the service trusts.',
    remedy:
      'Have the operator of the service mend what the message names (a certificate, NODE_EXTRA_CA_CERTS, STARTTLS). The mail is sent again for a day.',
    actor: 'operator',
  },
  MAIL_SIGN_IN_FAILED: {
    happened: 'The mail server refused the user name or password of the service.',
    remedy: 'Have the operator of the service correct them in PMDS_SMTP_URL. The mail is sent again for a day.',
    actor: 'operator',
  },
  STORE_LOST: {
    happened: 'The service lost its store while this run was on its way, so nobody of this sync can be prefilled.',
    remedy: 'Start again. Keep the store of the service on a volume that outlives it.',
    actor: 'nobody',
  },
  STORE_DAMAGED: {
    happened: 'What the store holds of this run cannot be read.',
    remedy: 'Start again. If it happens twice, have the operator of the service put back a backup of the store.',
    actor: 'nobody',
  },
  REPORT_REFUSED: {
    happened: 'Dataverse refused a part of what the service reported of this run.',
    remedy: 'Mend what the message names, then run pmds outbox --resend, or --drop what nobody needs.',
    actor: 'operator',
  },
  INTERNAL: {
    happened: 'The service met a state it does not know.',
    remedy: 'Start again. If it happens twice, report it with the id of the run and the log of the service.',
    actor: 'nobody',
  },
} as const satisfies Readonly<Record<TraceReason, FailureFacts>>;

export type FailureCode = keyof typeof failures;
export const failureCodes = Object.keys(failures) as readonly FailureCode[];

/** Whether trying again can help without anybody acting: what `pmds_retryable` of a Trace says. */
export function isRetryable(code: FailureCode): boolean {
  return helpsUnaided(failures[code].actor);
}

/** Whether a retry reads a member again that failed for this reason. */
export function isTakenByRetry(code: FailureCode): boolean {
  return mayBeRetried(failures[code].actor);
}

/** Ends a run: what happened, in one sentence that names the thing. Holds no values of members, and addresses are left out. */
export class RunFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, detail: string, options?: ErrorOptions) {
    super(withoutAddresses(detail), options);
    this.name = 'RunFailure';
    this.code = code;
  }
}

/** One sentence for the row: the detail, then what to do. */
export function failureSentence(code: FailureCode, detail: string): string {
  const text = failures[code];
  return `${detail === '' ? text.happened : detail} ${text.remedy}`;
}

/**
 * A call to the outside that failed for good. With `retry` the run waits and goes on from its checkpoints; without, it
 * ends with `failureCode`.
 */
export class OutsideError extends Error {
  /** `null` when trying again cannot help; `afterMs` is the other side's wish, 0 for none. */
  readonly retry: { readonly afterMs: number } | null;
  readonly failureCode: FailureCode;

  constructor(
    message: string,
    details: { readonly retry: { readonly afterMs: number } | null; readonly failureCode: FailureCode },
    options?: ErrorOptions,
  ) {
    super(withoutAddresses(message), options);
    this.name = 'OutsideError';
    this.retry = details.retry;
    this.failureCode = details.failureCode;
  }
}
