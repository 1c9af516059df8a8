import type { SyncRunId } from '@pmds/contracts/ids';
import type { Run } from '../domain/run/run.js';
import type { RangeStage } from './store/ledger/ranges.js';

/**
 * `again`: the range was cut meanwhile; it is read from where it stands. `overtaken`: somebody else committed the page
 * first, and goes on with the range.
 */
export type StepResult = 'more' | 'done' | 'again' | 'overtaken';

/** A range of a run: a chain of pages that can go on independently of the others. */
export interface RangeKey {
  readonly runId: SyncRunId;
  readonly range: number;
}

export interface OpenRange {
  readonly range: number;
  readonly page: number;
}

/** What can be done with the ranges of any run, from what the ledger says alone; in this process or in another. */
export interface RangeWorker {
  /** The ranges of a stage that are not done, and how many pages each is along. */
  open(runId: SyncRunId, stage: RangeStage): Promise<readonly OpenRange[]>;
  /** Reads and commits the next page of a range. Of a run that has ended or moved on, every range is done. */
  step(key: RangeKey, signal: AbortSignal): Promise<StepResult>;
  /**
   * Cuts the range for idle chains, when what it has left is worth it. Never while its step is under way.
   * @returns numbers of the new ranges.
   */
  split(key: RangeKey, idle: number, signal: AbortSignal): Promise<readonly number[]>;
  /** Keeps why a step failed, for whoever holds the run's lease. */
  fail(runId: SyncRunId, error: unknown): Promise<void>;
  /** What another process could not do, once. */
  takeFailure(runId: SyncRunId): Promise<Error | null>;
  /** Pages that may be under way at a time in this process, now. */
  concurrency(): number;
  /** Whether pages take so long that waiting costs more than calls, as the run has seen it. */
  slow(runId: string): boolean;
}

/** What is to be worked on until nothing of it is open. */
export interface StageOfRun extends Pick<Run, 'runId' | 'plannedSend'> {
  readonly stage: RangeStage;
}

/** How much of a run can go on at a time, in all processes together. */
export interface Chains {
  /** Pages that may be under way. */
  readonly pages: number;
  /** Chains worth going on: more than pages where others keep Dataverse busy while one commits. */
  readonly most: number;
}

/** Who does the next chunk. */
export interface Work {
  /** Works on a stage until no range is open. Rejects with the first failure, after its own chains have stopped. */
  drain(stage: StageOfRun, signal: AbortSignal): Promise<void>;
  /** What a run is planned for. */
  chains(runId: string): Promise<Chains>;
  /** Does what other processes hand on, until aborted. */
  serve(signal: AbortSignal): Promise<void>;
}
