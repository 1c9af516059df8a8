/** The states of a sync and of a run, in the words of the choice `pmds_syncstatus`. */
export const syncStatuses = [
  'draft',
  'queued',
  'in-progress',
  'waiting',
  'completed',
  'completed-with-errors',
  'failed',
  'cancelled',
] as const;
export type SyncStatus = (typeof syncStatuses)[number];

/** Value of the choice `pmds_syncstatus`: the option value prefix 74210 followed by the position. */
export function statusValue(status: SyncStatus): number {
  return 742_100_000 + syncStatuses.indexOf(status);
}

export function statusOfValue(value: unknown): SyncStatus | null {
  return typeof value === 'number' ? (syncStatuses[value - 742_100_000] ?? null) : null;
}

const activeStatuses: ReadonlySet<SyncStatus> = new Set(['queued', 'in-progress', 'waiting']);

/** A run in this state is on its way: starting again would start nothing new. */
export function isActive(status: SyncStatus): boolean {
  return activeStatuses.has(status);
}

export function isTerminal(status: SyncStatus): boolean {
  return status !== 'draft' && !isActive(status);
}

const next: Readonly<Record<SyncStatus, readonly SyncStatus[]>> = {
  draft: ['queued', 'in-progress', 'failed'],
  queued: ['in-progress', 'failed', 'cancelled'],
  'in-progress': ['waiting', 'completed', 'completed-with-errors', 'failed', 'cancelled'],
  waiting: ['in-progress', 'completed', 'completed-with-errors', 'failed', 'cancelled'],
  completed: ['queued', 'in-progress', 'failed'],
  'completed-with-errors': ['queued', 'in-progress', 'failed'],
  failed: ['queued', 'in-progress', 'failed'],
  cancelled: ['queued', 'in-progress', 'failed'],
};

/** Whether a sync may go from one state to the other. Ended states lead on only by a new start. */
export function mayFollow(from: SyncStatus, to: SyncStatus): boolean {
  return next[from].includes(to);
}

/** The states that may lead to this one. */
export function statusesBefore(to: SyncStatus): readonly SyncStatus[] {
  return syncStatuses.filter((from) => mayFollow(from, to));
}
