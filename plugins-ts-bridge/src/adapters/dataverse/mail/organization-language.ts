import { languageOfId, type LanguageName } from '@pmds/contracts/wording';
import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { rowsOf } from '../reporting/json.js';

/**
 * The base language of the organisation. One mail goes to several people, among them addresses that belong to no user, so no
 * single reader's language decides. English where Dataverse does not tell.
 * @throws DataverseError when Dataverse does not answer at the moment.
 */
export async function organizationLanguage(client: DataverseClient, signal: AbortSignal): Promise<LanguageName> {
  try {
    const answer = await client.get('organizations?$select=languagecode', { purpose: 'mail', signal });
    return languageOfId(rowsOf(answer)[0]?.['languagecode']);
  } catch (error) {
    if (error instanceof DataverseError && error.retry === null && !error.accessLost) return 'en';
    throw error;
  }
}
