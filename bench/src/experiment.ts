import type { BenchRow } from './row.js';

/** How large and how often. Goals are stated for `members` = 1,000,000 and at least three runs. */
export interface Scale {
  readonly members: number;
  readonly runs: number;
}

/** One experiment of the table: measures ours and its baseline in the same call. */
export interface Experiment {
  readonly id: string;
  readonly title: string;
  readonly measure: (scale: Scale, say: (line: string) => void) => Promise<readonly BenchRow[]>;
}
