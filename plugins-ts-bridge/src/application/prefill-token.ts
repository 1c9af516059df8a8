import type { SelectableTable } from '@pmds/contracts/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { Result } from '@pmds/contracts/result';

/** What a recipient's link stands for: one row, until a time. */
export interface PrefillClaims {
  readonly table: SelectableTable;
  readonly id: RowId;
  /** The run the link was made for; its links are revoked together. `null` for a link made apart from any run. */
  readonly runId: SyncRunId | null;
}

/** Why a token does not open anything. Which part was wrong stays unsaid: it would help a forger only. */
export type TokenFailure = 'token-invalid' | 'token-expired';

export interface PrefillTokens {
  /** @param lifetimeSeconds From `now` until the link stops working. */
  sign(claims: PrefillClaims, now: Date, lifetimeSeconds: number): Promise<string>;
  verify(token: string, now: Date): Promise<Result<PrefillClaims, TokenFailure>>;
}
