import type { SyncRunId } from '@pmds/contracts/ids';
import type { LinkFacts, Revocation } from '../../domain/revocation.js';

/** Whether a link was taken back, by whatever rule. Asked at every opening: one indexed read. */
interface Revocations {
  isRevoked(link: LinkFacts): Promise<boolean>;
}

export interface RevocationWriter {
  /** Ends links before their time. */
  revoke(rule: Revocation): Promise<void>;
}

export interface RunRevocations extends Revocations {
  /** Whether the links made for a run were taken back together. */
  isRunRevoked(runId: SyncRunId): Promise<boolean>;
}
