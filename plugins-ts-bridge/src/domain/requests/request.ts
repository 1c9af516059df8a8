import type { RowId } from '@pmds/contracts/ids';

/** What may be asked of the service by a row. */
export type RequestKind =
  'export-links' | 'view-as-recipient' | 'apply-submission' | 'reject-submission' | 'release-links';

/** A row that waits for an answer, as it was read. Nothing of it is checked but its id. */
export interface ServiceRequest {
  readonly id: RowId;
  /** `null` for one that this version does not know. */
  readonly kind: RequestKind | null;
  /** Who asks: a user or a team. */
  readonly owner: { readonly id: RowId; readonly isUser: boolean };
  readonly targetTable: string | null;
  readonly targetId: string | null;
  /** JSON text, by the kind. */
  readonly parameters: string | null;
  readonly createdOn: Date;
  /** The version of the row that was read. */
  readonly etag: string;
}

/** A row that a request is about. */
export interface RequestTarget {
  readonly table: string;
  readonly id: RowId;
}
