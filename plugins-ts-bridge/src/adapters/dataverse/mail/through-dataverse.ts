import type { MailReason } from '@pmds/contracts/run/mail-outcome';
import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { findSender, resolveAddresses, type ResolvedAddress } from './addresses.js';
import type { MailContent } from './completion-mail.js';
import { discardDraft, sendByDataverse } from './dataverse-mail.js';

/** `UserDoesNotHaveSendAsAllowed`: https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes */
const mayNotSendAs = '0x8004480d';

/** An address that got nothing, and why. */
export interface Refused {
  readonly address: string;
  readonly reason: MailReason;
  readonly detail: string;
}

interface MailThroughDataverse {
  readonly to: readonly string[];
  /** Address of the queue or user that sends; `null` for the first queue that may. */
  readonly from: string | null;
  readonly content: MailContent;
  /** Key of the e-mail row that goes to these addresses: the same mail is never made twice. */
  readonly id: (...addresses: readonly string[]) => string;
}

/**
 * Sends a mail through Dataverse.
 * @returns the addresses that got nothing.
 * @throws DataverseError when Dataverse does not answer at the moment.
 */
export async function throughDataverse(
  client: DataverseClient,
  mail: MailThroughDataverse,
  signal: AbortSignal,
): Promise<readonly Refused[]> {
  const { to: everybody } = mail;
  try {
    const from = await findSender(client, mail.from, signal);
    if (from === null) return everybody.map((address) => ({ address, reason: 'no-sender', detail: '' }));
    const resolved = await resolveAddresses(client, everybody, signal);
    const refused: Refused[] = [];
    // Apart, so that an address nobody knows cannot hold up the others.
    for (const known of [true, false]) {
      const to = resolved.filter((one) => isKnown(one) === known);
      if (to.length === 0) continue;
      const id = mail.id(...to.map(({ address }) => address));
      const why = await attempt(client, { id, from, to, content: mail.content }, signal);
      if (why === null) continue;
      const reason: MailReason = known || !why.isUnresolved ? 'dataverse-refused' : 'unresolved';
      refused.push(...to.map(({ address }) => ({ address, reason, detail: why.message })));
    }
    return refused;
  } catch (error) {
    const detail = refusalOf(error).message;
    return everybody.map((address) => ({ address, reason: 'dataverse-refused', detail }));
  }
}

const isKnown = ({ party }: ResolvedAddress): boolean => party !== null;

interface Refusal {
  readonly message: string;
  readonly isUnresolved: boolean;
}

/** @returns why the mail was refused, `null` when it is on its way. */
async function attempt(
  client: DataverseClient,
  mail: Parameters<typeof sendByDataverse>[1],
  signal: AbortSignal,
): Promise<Refusal | null> {
  try {
    await sendByDataverse(client, mail, signal);
    return null;
  } catch (error) {
    const refusal = refusalOf(error);
    await discardDraft(client, mail.id, signal);
    return refusal;
  }
}

/** Dataverse's reason. What a later attempt can mend is thrown on. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof DataverseError) || error.retry !== null || error.accessLost) throw error;
  // A party without a row is refused under several codes; what is common to them is that it has none. One of them is about the sender.
  const isSender = error.platformCode.toLowerCase() === mayNotSendAs;
  return { message: error.message, isUnresolved: error.code === 'refused' && !isSender };
}
