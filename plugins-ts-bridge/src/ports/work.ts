import type { SyncRunId } from '@pmds/contracts/ids';
import type { RangeStage } from './storage.js';

export type StepResult = 'more' | 'done';

/** One stage of a run: a set of ranges, each a chain of pages that can go on independently of the others. */
export interface StageWork {
  readonly runId: SyncRunId;
  readonly stage: RangeStage;
  /** Numbers of the ranges that are not done. */
  open(): Promise<readonly number[]>;
  /** Reads and commits the next page of a range. */
  step(range: number, signal: AbortSignal): Promise<StepResult>;
  /**
   * Cuts the range for idle chains, when what it has left is worth it. Never while its step is under way.
   * @returns numbers of the new ranges.
   */
  split(range: number, idle: number): Promise<readonly number[]>;
  /** Chains worth going on at a time, now. */
  concurrency(): number;
}

/** Who does the next chunk. */
export interface Work {
  /** Works on a stage until no range is open. Rejects with the first failure, after the others have stopped. */
  drain(stage: StageWork, signal: AbortSignal): Promise<void>;
}
