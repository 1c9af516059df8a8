import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';

/** What was asked with a link. */
export type AccessKind = 'prefill' | 'submit';

/** What came of it. `unsigned` is a token that we did not sign: nobody knows of which form it speaks. */
export type AccessResult =
  'answered' | 'accepted' | 'expired' | 'revoked' | 'used-up' | 'other-form' | 'other' | 'unsigned';

/** One use of a link, without any value. */
export interface OpeningRecord {
  readonly at: Date;
  readonly kind: AccessKind;
  readonly result: AccessResult;
  /** Tells links apart: their `jti`, else a digest of the token. */
  readonly link: string;
  /** Of whoever asked: a keyed digest of the address, so that bursts are seen and addresses are not kept. */
  readonly client: string;
  readonly runId: SyncRunId | null;
  /** Key of the form; `null` where the link names none. */
  readonly formKey: string | null;
  readonly table: SelectableTable | null;
  readonly memberId: RowId | null;
  /** Logical names of the columns that were shown, or names of the inputs that were sent. */
  readonly fields: readonly string[];
}
