import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { FailureCode } from '../../../domain/failures.js';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import type { ReportedFailure } from '../../../domain/reported-failure.js';
import type { Run, RunBase, RunPhase, RunRequest, SyncOrder } from '../../../domain/run/run.js';

/** Reads runs, and which of them can be read by forms. */
export interface RunReader {
  find(runId: SyncRunId): Promise<Run | null>;
  /** Queued and active runs, oldest request first. */
  open(): Promise<readonly Run[]>;
  /** Queued and active runs, oldest request first, by what is needed to choose among many. */
  openIds(limit: number): Promise<readonly Pick<Run, 'runId' | 'cancelRequested'>[]>;
  /** Queued runs that nobody has begun with. */
  unclaimed(): Promise<readonly Pick<Run, 'runId' | 'dataSyncId'>[]>;
  /** The run of this sync that ended last, other than `except`; runs that gave way to another one are none. */
  lastEnded(dataSyncId: RowId, except: SyncRunId): Promise<Run | null>;
  currentGeneration(dataSyncId: RowId): Promise<CurrentGeneration | null>;
  /** Text of the signed manifest, `null` where the run did not complete. */
  manifest(runId: SyncRunId): Promise<string | null>;
}

export interface CurrentGeneration {
  readonly runId: SyncRunId;
  readonly generation: number;
  readonly profiles: Readonly<Record<SelectableTable, number>>;
  /** When the run that made it current was started. */
  readonly startedAt: Date;
  /** Whether that is a time of Dataverse's own clock; older versions took the service's. */
  readonly startedByServer: boolean;
  /** JSON of the column plans it was written with. */
  readonly columns: string;
}

/** Writes what is asked of runs from outside. */
export interface StartWriter {
  /** @returns false when the run id is known, or another run of the row is queued or active. */
  add(request: RunRequest): Promise<boolean>;
  requestCancel(runId: SyncRunId): Promise<void>;
  /** Ends runs that nobody has begun with, of rows that do not exist. */
  endUnclaimed(runIds: readonly SyncRunId[], endedAt: Date): Promise<void>;
}

/** Writes how far a run is, and what was found out about it. */
export interface RunWriter {
  /** The run as it stands, which no other transaction changes before this one ends. */
  hold(runId: SyncRunId): Promise<Run | null>;
  /** @param startedAt By Dataverse's clock. @returns what was kept first. */
  keepStartedAt(runId: SyncRunId, startedAt: Date): Promise<Date>;
  /** Keeps what the claim found; the run becomes In Progress. */
  keepOrder(
    runId: SyncRunId,
    order: SyncOrder,
    columns: Readonly<Record<SelectableTable, readonly ColumnPlan[]>>,
  ): Promise<void>;
  /** Keeps when the first mail to the run's lists is planned, `null` for none; its pages go by it from then on. */
  keepPlannedSend(runId: SyncRunId, plannedSend: Date | null): Promise<void>;
  /** Keeps how many members the scan found. */
  keepMembers(runId: SyncRunId, members: Readonly<Record<SelectableTable, number>>): Promise<void>;
  /** Says what the run turned out to be: full without a base, else a change of it. */
  keepBase(runId: SyncRunId, base: RunBase | null, type?: 'incremental' | 'retry'): Promise<void>;
  /** Keeps why the brake stops the run. */
  keepBrake(runId: SyncRunId, findings: readonly BrakeFinding[]): Promise<void>;
  setPhase(runId: SyncRunId, phase: RunPhase): Promise<void>;
  /** Does nothing where the run may not go from its state to this one: an ended run stays ended. */
  setStatus(runId: SyncRunId, status: SyncStatus): Promise<void>;
  reportFailure(runId: SyncRunId, failure: ReportedFailure | null): Promise<void>;
  addApiCalls(runId: SyncRunId, calls: number): Promise<void>;
  /** Ends the run; its tables of ids are dropped, and a generation that did not become current with them. */
  end(run: Run, ending: RunEnding): Promise<void>;
}

export interface RunEnding {
  readonly status: Extract<SyncStatus, 'completed' | 'completed-with-errors' | 'failed' | 'cancelled'>;
  readonly endedAt: Date;
  readonly failure: { readonly code: FailureCode; readonly detail: string } | null;
  /** Makes the run's generation the current one in the same transaction. */
  readonly makeCurrent: boolean;
  /** Text of the signed manifest, of completed runs. */
  readonly manifest: string | null;
}
