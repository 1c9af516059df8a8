import { cpus, totalmem } from 'node:os';

/** One line of the table in docs/performance.md. */
export interface BenchRow {
  /** `E1`…; several rows of one experiment carry a suffix, `E2 dynamics-web-api 200 ms`. */
  readonly id: string;
  /** What ours took or reached, in `unit`. Median of `runs` runs. */
  readonly value: number;
  /** What it is held against, measured in the same call, in `unit`. */
  readonly baseline: number;
  readonly unit: 's' | 'ms' | 'MB' | 'calls' | 'rows' | 'pages/s';
  readonly ratio: number;
  /** The goal in words, for example `ratio <= 1.0`. */
  readonly goal: string;
  readonly holds: boolean;
  readonly runs: number;
  readonly note?: string;
}

type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** Ratio of `value` to `baseline`, judged: `atMost` for costs, `atLeast` for speed-ups (then the ratio is baseline / value). */
export function rowOf(
  row: Pick<BenchRow, 'id' | 'value' | 'baseline' | 'unit' | 'runs'> & { readonly note?: string },
  goal: Goal,
): BenchRow {
  const speedUp = 'atLeast' in goal;
  const ratio = speedUp ? row.baseline / row.value : row.value / row.baseline;
  const holds = speedUp ? ratio >= goal.atLeast : ratio <= goal.atMost;
  const words = speedUp ? `at least ${String(goal.atLeast)}x faster` : `at most ${String(goal.atMost)}x`;
  return { ...row, value: round(row.value), baseline: round(row.baseline), ratio: round(ratio), goal: words, holds };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('The median of nothing is not defined: no run was measured.');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** What the figures were measured on: they mean nothing without it. */
export function machine(): Readonly<Record<string, string | number>> {
  const [first] = cpus();
  return {
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    v8: process.versions.v8,
  };
}
