import { selectableTables, type SelectableTable } from '../fields/field-selection.js';

/** What became so much smaller since the last completed run that the run stopped. Members are counted once each. */
export type BrakeFinding = BrakeSubject & {
  /** Members of the last completed run. */
  readonly before: number;
  /** Members of the run that stopped. */
  readonly now: number;
};

export type BrakeSubject =
  /** All members of the sync. */
  | { readonly of: 'all' }
  /** All contacts or all leads. */
  | { readonly of: 'table'; readonly table: SelectableTable }
  /** One marketing list. */
  | { readonly of: 'list'; readonly id: string; readonly name: string };

/** What the row of a stopped run says of its brake: key `brake` in the JSON of `pmds_counts`. */
export interface StoppedByBrake {
  readonly findings: readonly BrakeFinding[];
  /** Findings that had no room. */
  readonly more: number;
}

/** More findings than a person reads; the service knows them all. */
const mostStored = 20;

export function storedBrake(findings: readonly BrakeFinding[]): StoppedByBrake {
  return { findings: findings.slice(0, mostStored), more: Math.max(0, findings.length - mostStored) };
}

/** Reads the JSON of `pmds_counts`; `null` where the run was not stopped by the brake, or says nothing that can be read. */
export function brakeOfCounts(text: unknown): StoppedByBrake | null {
  if (typeof text !== 'string') return null;
  try {
    const { brake } = JSON.parse(text) as { readonly brake?: { findings?: unknown; more?: unknown } };
    const findings: unknown = brake?.findings;
    if (!Array.isArray(findings) || findings.length === 0 || !findings.every(isFinding)) return null;
    return { findings, more: typeof brake?.more === 'number' ? brake.more : 0 };
  } catch {
    return null;
  }
}

function isFinding(value: unknown): value is BrakeFinding {
  if (typeof value !== 'object' || value === null) return false;
  const { of, table, name, before, now } = value as Readonly<Record<string, unknown>>;
  if (typeof before !== 'number' || typeof now !== 'number') return false;
  if (of === 'list') return typeof name === 'string';
  return of === 'all' || (of === 'table' && selectableTables.some((known) => known === table));
}
