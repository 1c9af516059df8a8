/** What a live display needs from its surroundings. */
interface LiveSource<Row> {
  readonly read: () => Promise<Row>;
  /** Shows a reading; `before` is the one shown last. */
  readonly show: (row: Row, before: Row | null) => void;
  readonly showTrouble: (cause: unknown) => void;
  /** Whether the row will change by itself. */
  readonly moving: (row: Row) => boolean;
  /** Whether the row says something that may be taken back although nothing moves; it is read now and then as long as it does. */
  readonly standing: (row: Row) => boolean;
  /** Time between an answer and the next reading. */
  readonly intervalMs: () => number;
  readonly now: () => number;
}

export interface LiveStatus {
  /** Reads at once and goes on while something moves; called again it starts over with the same single timer. */
  readonly start: () => void;
  readonly stop: () => void;
}

/** How long a form is watched after it was loaded, saved or told to start, although nothing moves yet. */
const graceMs = 30_000;
const longestPauseMs = 30_000;
/** Between two readings of what only stands: with the service's own look, every 45 s, a change is on the form within a minute. */
const standingPauseMs = 15_000;

/**
 * Reads a row again and again while its run is on its way, and now and then while it says what may be taken back. One timer, set after each answer, so that slow answers never
 * pile up; failures are retried with growing pauses.
 */
export function liveStatus<Row>(source: LiveSource<Row>): LiveStatus {
  let timer: number | undefined;
  // Answers that arrive after a stop or a newer start belong to nobody.
  let generation = 0;
  let shown: Row | null = null;
  let startedAt = 0;
  let failures = 0;

  const stop = () => {
    generation += 1;
    window.clearTimeout(timer);
  };
  const later = (mine: number, pauseMs: number) => {
    timer = window.setTimeout(() => void tick(mine), pauseMs);
  };
  const tick = async (mine: number): Promise<void> => {
    let row: Row;
    try {
      row = await source.read();
    } catch (cause) {
      if (mine !== generation) return;
      failures += 1;
      source.showTrouble(cause);
      later(mine, Math.min(longestPauseMs, source.intervalMs() * 2 ** failures));
      return;
    }
    if (mine !== generation) return;
    failures = 0;
    const ended = shown !== null && source.moving(shown) && !source.moving(row);
    source.show(row, shown);
    shown = row;
    const fresh = source.now() - startedAt < graceMs;
    if (source.moving(row) || (fresh && !ended)) later(mine, source.intervalMs());
    else if (source.standing(row)) later(mine, Math.max(standingPauseMs, source.intervalMs()));
  };
  const start = () => {
    stop();
    startedAt = source.now();
    failures = 0;
    void tick(generation);
  };
  return { start, stop };
}
