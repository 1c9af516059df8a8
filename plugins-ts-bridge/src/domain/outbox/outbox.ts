import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { OptOutCounts } from '../member/settled-outcome.js';
import type { RunProgress, RunTrigger, RunType, TableCounts } from '../run/run.js';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { MailOutcome, MailReason } from '@pmds/contracts/run/mail-outcome';
import type { StoredQueryNotes } from '@pmds/contracts/run/query-notes';
import type { NewerInCrm } from '@pmds/contracts/run/run-tally';
import type { TraceRow } from '../run/trace.js';

/** Changed columns of the Data Sync row; what is absent stays as it is, `null` empties. */
export interface SyncRowPatch {
  readonly status?: SyncStatus;
  readonly startedAt?: Date;
  readonly completedAt?: Date | null;
  readonly contactsSynced?: number;
  readonly leadsSynced?: number;
  readonly errors?: number;
  readonly currentRunId?: SyncRunId;
  readonly progress?: RunProgress | null;
  readonly safeToSend?: boolean;
  readonly readiness?: string;
  readonly message?: string | null;
  /** `null`: nobody was left without the mail, as far as is known. */
  readonly completionMail?: MailOutcome | null;
}

/** Changed columns of the Data Sync Run row, whose primary key is the run id. */
export interface RunRowPatch {
  readonly name?: string;
  readonly runType?: RunType;
  readonly trigger?: RunTrigger;
  readonly status?: SyncStatus;
  readonly requestedAt?: Date;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly members?: Readonly<Record<SelectableTable, number>>;
  readonly counts?: TableCounts;
  readonly optOuts?: OptOutCounts;
  readonly errors?: number;
  readonly removed?: number;
  readonly newer?: NewerInCrm;
  /** Why the brake stopped the run. */
  readonly brake?: readonly BrakeFinding[];
  readonly queries?: StoredQueryNotes;
  /** What became of each delivery, a line each. */
  readonly deliveries?: string;
  readonly apiCalls?: number;
  readonly seconds?: number;
  readonly manifest?: string;
  readonly message?: string;
}

/** What the completion mail says. */
export interface CompletionNotice {
  readonly name: string;
  /** `null`: the run ended before its row was read; who is to be told is asked when the mail is due. */
  readonly to: readonly string[] | null;
  readonly status: SyncStatus;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date;
  readonly members: Readonly<Record<SelectableTable, number>>;
  readonly counts: TableCounts;
  readonly errors: number;
  readonly removed: number;
  readonly newer?: NewerInCrm;
  readonly apiCalls: number;
  readonly safeToSend: boolean;
  readonly readiness: string;
  readonly message: string | null;
  /** The sync was deleted: there is no row to open. */
  readonly rowIsGone?: boolean;
}

/**
 * Something Dataverse or people have to be told, committed together with what it tells. Delivered in the order of `seq` within
 * a sync, at least once; every delivery is idempotent (primary keys are the run id and name-based UUIDs).
 */
export type OutboxMessage =
  /** `only`: of the patch these columns of Dataverse alone, where the others were written before. */
  | {
      readonly kind: 'sync-row';
      readonly runId: SyncRunId;
      readonly dataSyncId: RowId;
      readonly patch: SyncRowPatch;
      readonly only?: readonly string[];
    }
  | {
      readonly kind: 'run-row';
      readonly runId: SyncRunId;
      readonly dataSyncId: RowId;
      readonly patch: RunRowPatch;
      readonly only?: readonly string[];
    }
  | { readonly kind: 'trace'; readonly runId: SyncRunId; readonly dataSyncId: RowId; readonly trace: TraceRow }
  /** Trace rows of earlier runs that a completed one has settled, one way or the other. */
  | {
      readonly kind: 'close-traces';
      readonly runId: SyncRunId;
      readonly dataSyncId: RowId;
      readonly ids: readonly string[];
    }
  /** Trace rows of an earlier run that still hold: they count on this run from now on. */
  | {
      readonly kind: 'adopt-traces';
      readonly runId: SyncRunId;
      readonly dataSyncId: RowId;
      readonly ids: readonly string[];
    }
  | {
      readonly kind: 'mail';
      readonly runId: SyncRunId;
      readonly dataSyncId: RowId;
      readonly notice: CompletionNotice;
      /** Absent before the first attempt. */
      readonly attempts?: MailAttempts;
    };

/** Attempts at one mail. */
export interface MailAttempts {
  /** When the first one was made. */
  readonly since: Date;
  /** Attempts that failed so far. */
  readonly failed: number;
  /** Why the last one did; the Error Trace says so. */
  readonly reasons: readonly MailReason[];
}

/** Whose reports keep their order among each other: a sync's. A mail that is tried again waits alone. */
export function subjectOf(message: OutboxMessage): string {
  return message.kind === 'mail' && message.attempts !== undefined ? `mail ${message.runId}` : message.dataSyncId;
}

export interface OutboxEntry {
  readonly seq: number;
  readonly message: OutboxMessage;
}
