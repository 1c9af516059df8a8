import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { LinkFacts } from '../../domain/revocation.js';
import type { Result } from '@pmds/contracts/result';

/** What a recipient's link stands for: one row, until a time. */
export interface PrefillClaims {
  readonly table: SelectableTable;
  readonly id: RowId;
  /** The run the link was made for; its links are revoked together. `null` for a link made apart from any run. */
  readonly runId: SyncRunId | null;
  /** Address of the web form the link opens; its links are revoked together. Absent where a link does not say. */
  readonly form?: string | null;
}

/** A link whose signature holds and whose time has not passed. */
export interface OpenedLink extends LinkFacts {
  readonly table: SelectableTable;
}

/** Why a token does not open anything. Which part was wrong stays unsaid: it would help a forger only. */
type TokenFailure = 'token-invalid' | 'token-expired';

export interface PrefillTokens {
  /** @param lifetimeSeconds From `now` until the link stops working. */
  sign(claims: PrefillClaims, now: Date, lifetimeSeconds: number): Promise<string>;
  verify(token: string, now: Date): Promise<Result<OpenedLink, TokenFailure>>;
}
