/** How far something is. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  /** 0 = not known yet. */
  readonly total: number;
  /** `null` = not known yet. */
  readonly perSecond: number | null;
  /** Said instead of the time left, for example why it waits. */
  readonly remark: string | null;
}

const width = 28;
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** One line: label, bar, count, rate and time left. */
export function progressLine(progress: Progress): string {
  const { label, done, total, perSecond, remark } = progress;
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.round(share * width);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
  // Memberships are counted before it is known how many members they make: then there is nothing to be a share of.
  const count = total < done || total === 0 ? whole.format(done) : `${whole.format(done)} of ${whole.format(total)}`;
  const rate = perSecond === null ? '' : `  ${whole.format(perSecond)}/s`;
  const left = remark ?? timeLeft(total - done, perSecond);
  return `${label.padEnd(18)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${count}${rate}${left === '' ? '' : `  ${left}`}`;
}

function timeLeft(rows: number, perSecond: number | null): string {
  if (perSecond === null || perSecond <= 0 || rows <= 0) return '';
  const seconds = Math.ceil(rows / perSecond);
  return seconds < 90 ? `${String(seconds)} s left` : `${String(Math.ceil(seconds / 60))} min left`;
}

/** Where lines go: a terminal can write a line over, a file or a pipe cannot. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Milliseconds, for pacing lines. */
  readonly now: () => number;
}

/** On a terminal one line that moves, elsewhere a line whenever the label changes and every five seconds. */
export class ProgressBar {
  readonly #screen: Screen;
  #label = '';
  #lastAt = Number.NEGATIVE_INFINITY;
  #last = '';

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(progress: Progress): void {
    const line = progressLine(progress);
    if (line === this.#last) return;
    if (this.#screen.isTerminal) {
      if (this.#label !== '' && this.#label !== progress.label) this.#screen.write('\n');
      this.#screen.write(`\r\u001b[K${line}`);
    } else if (progress.label !== this.#label || this.#screen.now() - this.#lastAt >= 5_000) {
      this.#screen.write(`${line}\n`);
      this.#lastAt = this.#screen.now();
    }
    this.#label = progress.label;
    this.#last = line;
  }

  /** Leaves the last state standing. */
  end(): void {
    if (this.#label !== '') this.#screen.write(this.#screen.isTerminal ? '\n' : `${this.#last}\n`);
    this.#label = '';
    this.#last = '';
    this.#lastAt = Number.NEGATIVE_INFINITY;
  }
}

/** Rows per second since it was made, counted up by the caller. */
export function rateSince(now: () => number): (done: number) => number | null {
  const startedAt = now();
  return (done) => {
    const seconds = (now() - startedAt) / 1_000;
    return seconds < 0.2 ? null : done / seconds;
  };
}
