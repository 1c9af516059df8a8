import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { isActive } from '@pmds/contracts/run/sync-status';
import { stateNotices } from '../../forms/state-notices.js';
import { readSyncRow, type SyncRow } from '../../sync-row.js';
import type { Texts } from '../../texts/texts.js';
import { callRetryErrors } from '../call-custom-api.js';
import { refusalOf } from '../platform-error.js';
import { newRunId } from '../run-id.js';

/** What became of a retry, for whoever asked for it. */
export interface RetryAnswer {
  readonly level: 'INFO' | 'WARNING' | 'ERROR';
  readonly sentence: string;
}

interface RetryWish {
  readonly dataSyncId: string;
  /** Error Traces whose members are meant; `null` for everybody who failed. */
  readonly traceIds: readonly string[] | null;
  /** What is asked before anything is started. */
  readonly question: (row: SyncRow) => string;
}

/**
 * Asks whether the retry is meant, and calls `pmds_RetryErrors`. While a run is on its way there is nothing to ask.
 * @returns what to say; `null` when the user thought better of it.
 * @throws what a call was rejected with.
 */
export async function askAndRetry(wish: RetryWish, text: Texts): Promise<RetryAnswer | null> {
  const row = await readSyncRow(wish.dataSyncId);
  if (isActive(row.status)) {
    const state = stateNotices(row, text)[0]?.text ?? '';
    return { level: 'WARNING', sentence: text('retry.running', row.run?.name ?? '-', state).trim() };
  }
  // A progress indicator would cover the question.
  Xrm.Utility.closeProgressIndicator();
  const answer = await Xrm.Navigation.openConfirmDialog({
    title: text('retry.title'),
    text: wish.question(row),
    confirmButtonLabel: text('retry.confirm'),
    cancelButtonLabel: text('retry.cancel'),
  });
  if (!answer.confirmed) return null;
  Xrm.Utility.showProgressIndicator(text('retry.working'));
  await callRetryErrors(wish.dataSyncId, newRunId(), wish.traceIds);
  return { level: 'INFO', sentence: text('retry.accepted') };
}

/** Why a call was refused, in a sentence. */
export function refusedRetry(cause: unknown, text: Texts): RetryAnswer {
  const refusal = refusalOf(cause);
  const sentence =
    refusal.kind === 'denied'
      ? text('start.denied', refusal.privilege, SolutionPackage.roles.profileSyncService.name)
      : text('retry.failed', refusal.message);
  return { level: 'ERROR', sentence };
}
