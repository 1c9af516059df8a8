/** Tells the other processes which ranges this one is at work on; whatever a process held is free when it is dead. */
export interface RangeHolds {
  hold(range: number): void;
  release(range: number): void;
  /** Those of the ranges that a living process is at work on. */
  held(ranges: readonly number[]): Promise<ReadonlySet<number>>;
}
