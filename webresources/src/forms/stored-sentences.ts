import { readinessSentence, resultSentence } from '@pmds/contracts/run-tally';
import { isTerminal } from '@pmds/contracts/sync-status';
import type { SyncRow } from '../sync-row.js';
import type { Texts } from '../texts/texts.js';

/**
 * The row with readiness and message in the user's language. The service stores both in English; of a completed run they
 * follow from its counts. Why a run failed is said as it was stored.
 */
export function inUsersLanguage(row: SyncRow, { language }: Texts): SyncRow {
  const { tally } = row;
  if (tally === null || !isTerminal(row.status)) return row;
  return { ...row, readiness: readinessSentence(tally, language), message: resultSentence(tally, language) };
}
