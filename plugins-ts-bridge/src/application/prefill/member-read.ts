import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { ClosedReason } from '@pmds/contracts/run/outcomes';
import type { FetchedProfile } from '../../ports/store/intake.js';

/** What a read of one member came to. */
export type MemberRead =
  | { readonly kind: 'profile'; readonly profile: FetchedProfile }
  /** Dataverse says that no form may be filled in for this member. `since`: when the read began. */
  | { readonly kind: 'closed'; readonly reason: ClosedReason; readonly since: Date }
  /** Nothing to show for another reason: no e-mail, a value that its column does not allow, not readable. */
  | { readonly kind: 'nothing' }
  /** Nobody asked: too much was asked already. */
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number };

/** Reads one member from Dataverse as it is now. */
export interface OnDemandSource {
  fetch(table: SelectableTable, id: RowId, columns: readonly string[], signal: AbortSignal): Promise<MemberRead>;
}
