import type { UnsentMail } from '@pmds/contracts/run/mail-outcome';
import type { DataverseClient } from '../http/client.js';
import { rowsOf } from '../reporting/json.js';
import type { ReportingConfig } from '../reporting/config.js';
import { findSender, resolveAddresses } from './addresses.js';

/**
 * Who will get no completion mail as things stand, asked before a run reads its members. Nobody, where a mail server takes
 * what Dataverse does not.
 * @throws DataverseError when Dataverse does not answer.
 */
export async function foreseeMail(
  client: DataverseClient,
  { mailFrom, smtpUrl }: ReportingConfig,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<readonly UnsentMail[]> {
  if (smtpUrl !== null || addresses.length === 0) return [];
  const why = { detail: '', againUntil: null };
  if ((await findSender(client, mailFrom, signal)) === null) return [{ addresses, reason: 'no-sender', ...why }];
  const resolved = await resolveAddresses(client, addresses, signal);
  const unknown = resolved.filter(({ party }) => party === null).map(({ address }) => address);
  if (unknown.length === 0 || (await unresolvedAllowed(client, signal))) return [];
  return [{ addresses: unknown, reason: 'unresolved', ...why }];
}

/** "Allow messages with unresolved email recipients to be sent", a setting of the organisation. */
async function unresolvedAllowed(client: DataverseClient, signal: AbortSignal): Promise<boolean> {
  const setting = 'allowunresolvedpartiesonemailsend';
  const answer = await client.get(`organizations?$select=${setting}`, { purpose: 'mail', signal });
  return rowsOf(answer)[0]?.[setting] === true;
}
