import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { Result } from '@pmds/contracts/result';
import type { LinkOfMember } from '../../ports/store/links/openings.js';

/** What a recipient's link stands for: one row, until a time. */
export interface PrefillClaims {
  readonly table: SelectableTable;
  readonly id: RowId;
  /** The run the link was made for; its links are revoked together. `null` for a link made apart from any run. */
  readonly runId: SyncRunId | null;
  /** Address of the web form the link opens; its links are revoked together. Absent where a link does not say. */
  readonly form?: string | null;
  /** Key of the described form that the link opens: its audience. Absent for a form that nobody described. */
  readonly formKey?: string | null;
  /** How often the link opens the form, and the name under which that is counted. Absent: as often as one likes. */
  readonly uses?: LinkUses | null;
}

export interface LinkUses {
  /** Unlike that of any other link: `jti` of the token. */
  readonly name: string;
  readonly most: number;
}

/** A link whose signature holds and whose time has not passed. */
export interface OpenedLink extends LinkOfMember {
  readonly uses: LinkUses | null;
  readonly expiresAt: Date;
}

export interface PrefillTokens {
  /** @param lifetimeSeconds From `now` until the link stops working. */
  sign(claims: PrefillClaims, now: Date, lifetimeSeconds: number): string;
  /** Why a token opens nothing stays unsaid: it would help a forger only. A wrong one takes as long as a right one. */
  verify(token: string, now: Date): Result<OpenedLink, 'token-invalid'>;
}
