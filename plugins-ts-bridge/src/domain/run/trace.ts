import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { FailureCode } from '../failures.js';

export const runStages = ['claim', 'scan', 'read', 'verify', 'deliver', 'finish'] as const;
export type RunStage = (typeof runStages)[number];

/**
 * One row of the Error Trace. Its id is a name-based UUID of run, member and reason, so writing it twice changes nothing. What to
 * do, who acts first and whether trying again helps follow from the code.
 */
export interface TraceRow {
  readonly id: string;
  readonly runId: SyncRunId;
  readonly dataSyncId: RowId;
  /** `null` for what concerns the run as a whole. */
  readonly member: TraceMember | null;
  readonly stage: RunStage;
  readonly code: FailureCode;
  readonly severity: 'error' | 'warning';
  /** Logical name of the member's column that the reason speaks of; absent where it speaks of none. */
  readonly column?: string;
  /** Marketing list that the reason speaks of as a whole; absent where it speaks of none. */
  readonly list?: RowId;
  /** What happened, naming column or list; never a value or an address. */
  readonly message: string;
  readonly occurredAt: Date;
}

/** An open Trace row of a run. */
export interface OpenTrace extends Pick<TraceRow, 'id' | 'code'> {
  /** `null` for what concerns the run or a list. */
  readonly member: Pick<TraceMember, 'table' | 'id'> | null;
  readonly list: RowId | null;
}

/** An open Trace row of a member, as far as the ledger keeps it. */
export interface MemberTrace extends Pick<TraceRow, 'id' | 'code'> {
  readonly member: Pick<TraceMember, 'table' | 'id'>;
}

interface TraceMember {
  readonly table: SelectableTable;
  /** Usually a GUID; the raw text where Dataverse returned something else. */
  readonly id: string;
  /** Whether a lookup to the member can be set. */
  readonly exists: boolean;
}
