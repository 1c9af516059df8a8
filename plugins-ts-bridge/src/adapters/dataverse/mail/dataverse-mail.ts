import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { asObject } from '../reporting/json.js';
import type { Party, ResolvedAddress } from './addresses.js';
import type { MailContent } from './completion-mail.js';

interface DataverseMail {
  /** Key of the e-mail row: the same mail is never made twice. */
  readonly id: string;
  readonly from: Party;
  readonly to: readonly ResolvedAddress[];
  readonly content: MailContent;
}

/** `email.statuscode`: written, not yet given to the mailbox. */
const draft = 1;

/**
 * Writes the e-mail and gives it to the mailbox. Doing it again continues where the last attempt stopped.
 * @throws DataverseError `refused` for example when a party without a row is not allowed here.
 */
export async function sendByDataverse(
  client: DataverseClient,
  mail: DataverseMail,
  signal: AbortSignal,
): Promise<void> {
  const status = (await statusOf(client, mail.id, signal)) ?? (await create(client, mail, signal));
  if (status !== draft) return;
  try {
    await client.request({
      method: 'POST',
      path: `emails(${mail.id})/Microsoft.Dynamics.CRM.SendEmail`,
      purpose: 'mail',
      // A mail that was sent is no draft any more: Dataverse refuses to send it twice.
      idempotent: true,
      body: { IssueSend: true },
      signal,
    });
  } catch (error) {
    // The answer of an earlier attempt was lost, or another process was faster: then it is on its way.
    const now = isRefusal(error) ? await statusOf(client, mail.id, signal) : null;
    if (now === null || now === draft) throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof DataverseError && error.retry === null && !error.accessLost;
}

/** Takes back a draft that may not be sent, so that nobody finds half a mail. What cannot be removed stays a draft. */
export async function discardDraft(client: DataverseClient, id: string, signal: AbortSignal): Promise<void> {
  try {
    await client.request({ method: 'DELETE', path: `emails(${id})`, purpose: 'mail', signal });
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
  }
}

async function statusOf(client: DataverseClient, id: string, signal: AbortSignal): Promise<number | null> {
  try {
    const row = asObject(await client.get(`emails(${id})?$select=statuscode`, { purpose: 'mail', signal }));
    return typeof row['statuscode'] === 'number' ? row['statuscode'] : draft;
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'not-found') return null;
    throw error;
  }
}

async function create(client: DataverseClient, mail: DataverseMail, signal: AbortSignal): Promise<number> {
  const { id, from, to, content } = mail;
  try {
    await client.request({
      method: 'POST',
      path: 'emails',
      purpose: 'mail',
      idempotent: true,
      body: {
        activityid: id,
        subject: content.subject,
        description: content.html,
        directioncode: true,
        email_activity_parties: [partyOf(from, 1), ...to.map((one) => addressee(one))],
      },
      signal,
    });
  } catch (error) {
    // The key is ours, so a duplicate is this very mail, made by an attempt whose answer was lost.
    if (error instanceof DataverseError && error.code === 'precondition') {
      return (await statusOf(client, id, signal)) ?? draft;
    }
    throw error;
  }
  return draft;
}

/** Participation types of the platform: 1 sender, 2 recipient. */
function partyOf({ kind, id }: Party, participation: 1 | 2): Readonly<Record<string, string | number>> {
  const set = { systemuser: 'systemusers', queue: 'queues', contact: 'contacts' }[kind];
  return { [`partyid_${kind}@odata.bind`]: `/${set}(${id})`, participationtypemask: participation };
}

function addressee({ address, party }: ResolvedAddress): Readonly<Record<string, string | number>> {
  return party === null ? { addressused: address, participationtypemask: 2 } : partyOf(party, 2);
}
