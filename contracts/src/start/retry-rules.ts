/**
 * Trace rows that one retry may name. A webhook of Dataverse carries its parameters up to 256 KB, and an id takes 39 bytes
 * of it; a grid selects 250 rows at most.
 */
export const mostRetriedTraces = 5_000;

/** A Trace row that somebody wants to have retried, as whoever decides knows it. */
export interface SelectedTrace {
  /** Row id of the sync; `null` where it has none, or is not known. */
  readonly dataSyncId: string | null;
  /** It says of a member why it failed, and no later run has settled it. */
  readonly open: boolean;
  /** Somebody can act on it, and then a retry reads the member again. */
  readonly taken: boolean;
}

type RetryProblemCode =
  'NOTHING_SELECTED' | 'TOO_MANY_SELECTED' | 'SEVERAL_SYNCS' | 'TRACE_NOT_OPEN' | 'TRACE_NOT_RETRYABLE';

/** What stands against a retry of selected Trace rows: what is wrong and what to do, in one or two sentences. */
export interface RetryProblem {
  readonly code: RetryProblemCode;
  readonly sentence: string;
}

const sentences: Readonly<Record<RetryProblemCode, string>> = {
  NOTHING_SELECTED: 'No Error Trace is selected. Select the members to be read again.',
  TOO_MANY_SELECTED:
    'Too many Error Traces are selected for one retry. Choose Retry Errors on the sync to retry all of them.',
  SEVERAL_SYNCS: 'The selected Error Traces belong to several syncs. Select those of one sync.',
  TRACE_NOT_OPEN:
    'A selected Error Trace is no open error of a member of this sync: a later run has settled it, or it belongs to another sync. Refresh the list and select again.',
  TRACE_NOT_RETRYABLE:
    'A selected Error Trace cannot be retried. Do what its column What to Do says, and select others.',
};

/**
 * The first reason against retrying these Trace rows and no others, `null` when there is none. The command asks before it
 * calls the Custom API, the service asks again before it accepts the call; both give the same sentence.
 */
export function retryProblem(traces: readonly SelectedTrace[]): RetryProblem | null {
  const code = problemCode(traces);
  return code === null ? null : { code, sentence: sentences[code] };
}

function problemCode(traces: readonly SelectedTrace[]): RetryProblemCode | null {
  if (traces.length === 0) return 'NOTHING_SELECTED';
  if (traces.length > mostRetriedTraces) return 'TOO_MANY_SELECTED';
  if (traces.some(({ open }) => !open)) return 'TRACE_NOT_OPEN';
  if (new Set(traces.map(({ dataSyncId }) => dataSyncId)).size > 1) return 'SEVERAL_SYNCS';
  return traces.every(({ taken }) => taken) ? null : 'TRACE_NOT_RETRYABLE';
}
