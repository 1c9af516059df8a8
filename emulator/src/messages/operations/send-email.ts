import { DataverseError } from '../../model/dataverse-error.js';
import type { RowObject } from '../../data/value.js';
import { targetKey } from '../../data/value.js';
import { depths } from '../../identity/rights.js';
import { sendAsPrivilege } from '../../identity/privilege-name.js';
import type { Operation, OperationCall } from '../operation.js';
import { emailStatus } from '../../write/rules/email.js';
import { changeRow } from '../../write/units/update-row.js';

/** `activityparty.participationtypemask`. */
const participation = { from: 1, to: 2, cc: 3, bcc: 4 } as const;

/** Where a party's address stands in its own row. */
const addressColumns: Readonly<Record<string, string>> = {
  systemuser: 'internalemailaddress',
  queue: 'emailaddress',
  contact: 'emailaddress1',
  lead: 'emailaddress1',
  account: 'emailaddress1',
};

/**
 * Queues an e-mail. Recipients without a record are refused unless the organisation allows them.
 * https://learn.microsoft.com/power-apps/user/unresolved-email-recipient
 */
export const sendEmail: Operation = {
  name: 'SendEmail',
  kind: 'action',
  binding: 'row',
  tables: ['email'],
  parameters: ['IssueSend', 'TrackingToken'],
  summary: 'Resolves the parties of an e-mail and sends it into the mailbox page.',
  run(call) {
    const id = call.target?.id ?? '';
    const table = call.store.model.table('email');
    // https://learn.microsoft.com/previous-versions/dynamicscrm-2016/developers-guide/gg334270(v=crm.8)
    call.caller.assertRow('Read', table, id);
    call.caller.assertRow('Write', table, id);
    const email = call.store.get('email', id) ?? {};
    if (email['statecode'] === 1) throw refused('The e-mail has already been sent.');
    if (typeof call.parameters['IssueSend'] !== 'boolean') throw refused("The parameter 'IssueSend' is required.");
    const parties = partiesOf(call, id);
    const from = parties.filter((party) => party.role === participation.from);
    if (from.length === 0) throw refused('You must provide a sender to send an e-mail.');
    const recipients = parties.filter(({ role }) => role >= participation.to && role <= participation.bcc);
    if (recipients.length === 0) throw noRecipient();
    for (const party of [...from, ...recipients]) assertResolved(call, party);
    for (const party of from) assertMaySendAs(call, party);
    const sent = call.parameters['IssueSend'];
    const token = typeof call.parameters['TrackingToken'] === 'string' ? call.parameters['TrackingToken'] : '';
    const senton = new Date(call.store.now()).toISOString();
    const subject = trackedSubject(email['subject'], token);
    const changes: RowObject = {
      statecode: 1,
      // What is not to be issued is only marked as sent.
      statuscode: sent ? emailStatus.pendingSend : emailStatus.sent,
      sender: from[0]?.address ?? null,
      torecipients: `${recipients.map(({ address }) => address).join(';')};`,
      ...(token === '' ? {} : { subject, trackingtoken: token }),
      ...(sent ? {} : { senton }),
    };
    changeRow(call.unit, table, id, changes, email);
    call.unit.messages.push({
      name: 'Send',
      table: 'email',
      id,
      input: { EmailId: { kind: 'guid', id }, IssueSend: sent, TrackingToken: token },
      output: { Subject: subject },
    });
    return { Subject: subject };
  },
};

interface Party {
  readonly role: number;
  readonly resolved: boolean;
  readonly address: string | null;
  /** Set for users. */
  readonly userId: string | null;
}

function partiesOf(call: OperationCall, emailId: string): Party[] {
  const rows = call.store.rows('activityparty');
  return [...rows.byValue('activityid').rows(emailId)].map((row) => {
    const { participationtypemask, partyid, addressused, [targetKey('partyid')]: table } = rows.toObject(row);
    const record = typeof partyid === 'string' ? findParty(call, String(table ?? ''), partyid) : null;
    const own = typeof addressused === 'string' ? addressused : null;
    return {
      role: Number(participationtypemask),
      resolved: record !== null,
      address: record?.address ?? own,
      userId: table === 'systemuser' && typeof partyid === 'string' ? partyid : null,
    };
  });
}

function findParty(call: OperationCall, table: string, id: string): { readonly address: string | null } | null {
  for (const name of table === '' ? Object.keys(addressColumns) : [table]) {
    const row = call.store.model.findTable(name) === undefined ? undefined : call.store.get(name, id);
    const address = row?.[addressColumns[name] ?? ''];
    if (row !== undefined) return { address: typeof address === 'string' ? address : null };
  }
  return null;
}

/**
 * Who sends as another user needs the privilege for it, and the other one's permission in their settings: `UserDoesNotHaveSendAsAllowed`.
 * The list of errors that are 403 does not name it, so it is 400 like every other refusal.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes,
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#identify-status-codes
 */
function assertMaySendAs(call: OperationCall, { userId }: Party): void {
  if (userId === null || userId === call.caller.userId) return;
  const isAllowed = call.store.get('usersettings', userId)?.['issendasallowed'] === true;
  if (isAllowed && call.caller.depthOf(sendAsPrivilege) > depths.none) return;
  throw new DataverseError(400, '0x8004480d', 'User does not have send-as privilege.');
}

/**
 * The tracking token stands behind the subject.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/sendemailresponse
 */
function trackedSubject(subject: unknown, token: string): string {
  const text = typeof subject === 'string' ? subject : '';
  return token === '' ? text : `${text} ${token}`.trim();
}

function assertResolved(call: OperationCall, party: Party): void {
  if (party.address === null) {
    throw new DataverseError(
      400,
      '0x80040b0b',
      'The e-mail cannot be sent: a sender or recipient does not have an e-mail address.',
    );
  }
  if (party.resolved || unresolvedAllowed(call)) return;
  throw new DataverseError(
    400,
    '0x80040203',
    'The e-mail cannot be sent: it has unresolved recipients. Resolve them, or turn on "Allow messages with unresolved email recipients to be sent" in the system settings.',
  );
}

function unresolvedAllowed(call: OperationCall): boolean {
  return call.store.get('organization', call.organizationId)?.['allowunresolvedpartiesonemailsend'] === true;
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes: EmailRecipientNotSpecified */
function noRecipient(): DataverseError {
  return new DataverseError(400, '0x80040b04', 'The e-mail must have at least one recipient before it can be sent');
}

function refused(reason: string): DataverseError {
  return new DataverseError(400, '0x80040203', reason);
}
