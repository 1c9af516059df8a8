/** Time from outside, so that tests decide what time it is. */
export interface Clock {
  now(): Date;
  /** Milliseconds that only go forward, whatever becomes of the time of day; for intervals within this process. */
  steadyMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * What time it is in Dataverse, as far as its answers tell. Whatever is compared with a time of Dataverse, or written there,
 * is taken from here: the clock of this machine may be minutes off, and may be set while a run is on its way.
 */
export interface ServerClock {
  /** Not later than Dataverse's own clock shows. This machine's clock as long as there was no answer. */
  now(): Date;
  /** By how much this machine's clock is ahead at least (behind: negative), in milliseconds; `null` before an answer. */
  readonly skewMs: number | null;
}
