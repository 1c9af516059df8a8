import { notReadyIn, readinessSentence, resultSentence, type RunTally } from '@pmds/contracts/run/run-tally';
import { isTerminal } from '@pmds/contracts/run/sync-status';
import type { SyncRow } from '../sync-row.js';
import type { Texts } from '../texts/texts.js';

/**
 * The row with readiness and message in the user's language. The service stores both in English; of a completed run they
 * follow from its counts. Why a run failed is said as it was stored, and so is why a sync is not safe to send any more
 * after one of its lists has changed.
 */
export function inUsersLanguage(row: SyncRow, { language }: Texts): SyncRow {
  const { tally } = row;
  if (tally === null || !isTerminal(row.status)) return row;
  const readiness = isTakenBack(row, tally) ? row.readiness : readinessSentence(tally, language);
  return { ...row, readiness, message: resultSentence(tally, language) };
}

/** The run ended with everybody ready, so it was safe to send, and it is not any more. */
function isTakenBack({ safeToSend }: SyncRow, { ready, notReady }: RunTally): boolean {
  return safeToSend === false && notReadyIn(notReady, 'failed') === 0 && ready.contact + ready.lead > 0;
}
