import type { SyncRunId } from '@pmds/contracts/ids';

/** The run's right to be worked on by this process. */
export interface Leases {
  /** @returns false when another live process holds it. */
  acquire(runId: SyncRunId, owner: string, untilMs: number, nowMs: number): Promise<boolean>;
  /** @returns false when the lease was lost. */
  renew(runId: SyncRunId, owner: string, untilMs: number): Promise<boolean>;
  release(runId: SyncRunId, owner: string): Promise<void>;
  /** Says that a process goes on with so many chains; counted until `untilMs`. */
  announce(owner: string, chains: number, untilMs: number): Promise<void>;
  /** Chains of all processes that are counted on. */
  announced(nowMs: number): Promise<number>;
}
