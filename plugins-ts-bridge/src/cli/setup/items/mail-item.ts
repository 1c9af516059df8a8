import { DataverseError } from '../../../adapters/dataverse/http/errors.js';
import { findSender } from '../../../adapters/dataverse/mail/addresses.js';
import { rowsOf } from '../../../adapters/dataverse/reporting/json.js';
import type { DataverseClient } from '../../../adapters/dataverse/http/client.js';
import type { Finding, SetupItem } from './item.js';

/** Who sends the completion mail, and to whom it may go. Nothing here is changed: mail settings are the organization's. */
export const mailItem: SetupItem = {
  name: 'mail',
  async inspect({ client, mailFrom, smtp }) {
    const sender = await findSender(client, mailFrom, AbortSignal.timeout(60_000));
    return [senderFinding(sender !== null, mailFrom, smtp), await unresolvedFinding(client, smtp)];
  },
};

function senderFinding(found: boolean, mailFrom: string | null, smtp: boolean): Finding {
  if (found) return { state: 'right', detail: `sent by ${mailFrom ?? 'the first queue that has an address'}` };
  if (smtp) return { state: 'note', detail: 'no queue or user sends; the mail goes by PMDS_SMTP_URL' };
  const who = mailFrom === null ? 'No queue has an e-mail address' : `No queue or user has the address ${mailFrom}`;
  return { state: 'note', detail: `${who}. Give one a mailbox that is approved and enabled, or set PMDS_SMTP_URL.` };
}

async function unresolvedFinding(client: DataverseClient, smtp: boolean): Promise<Finding> {
  const path = 'organizations?$select=allowunresolvedpartiesonemailsend';
  try {
    const row = rowsOf(await client.get(path, { purpose: 'setup' }))[0];
    if (row?.['allowunresolvedpartiesonemailsend'] === true) {
      return { state: 'right', detail: 'addresses that nobody in Dataverse has may be written to' };
    }
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
  }
  const rest = smtp
    ? 'others are written to by PMDS_SMTP_URL'
    : 'others get nothing and leave a warning in the Error Trace';
  const setting = '"Allow messages with unresolved email recipients to be sent" is off';
  return { state: 'note', detail: `${setting}: the mail reaches users, queues and contacts, ${rest}` };
}
