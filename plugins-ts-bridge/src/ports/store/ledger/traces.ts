import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { FailureCode } from '../../../domain/failures.js';
import type { Run } from '../../../domain/run/run.js';
import type { MemberTrace, OpenTrace, TraceRow } from '../../../domain/run/trace.js';

/** Reads open Trace rows. */
export interface TraceReader {
  /** Trace rows of the run with severity error. */
  errorCount(runId: SyncRunId): Promise<number>;
  /** Which of these are open and say of a member of the run why it failed. */
  ofMembers(runId: SyncRunId, ids: readonly RowId[]): Promise<readonly MemberTrace[]>;
  /** Open ones of the run in the order of their ids, from the one after `after`. */
  open(runId: SyncRunId, after: string | null, limit: number): Promise<readonly OpenTrace[]>;
  /** Whether the run has traced this of a member. */
  isTraced(runId: SyncRunId, code: FailureCode, memberId: string): Promise<boolean>;
  /** Open ones of earlier runs of the same sync, at most `limit`. */
  earlier(run: Run, limit: number): Promise<readonly RowId[]>;
}

/** Writes Trace rows here and, by way of the outbox, in Dataverse. */
export interface TraceWriter {
  /** One that is known already is not written again. */
  add(traces: readonly TraceRow[]): Promise<void>;
  /** Open ones of an earlier run count on this one; of some codes only, where they are named. */
  adopt(run: Run, from: Run, codes?: readonly FailureCode[]): Promise<void>;
  /** These count on this run, whichever run they are of. */
  adoptSome(run: Run, ids: readonly string[]): Promise<void>;
  close(run: Run, ids: readonly RowId[]): Promise<void>;
}
