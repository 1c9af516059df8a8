import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { ColumnValue, SubmissionChange } from '@pmds/contracts/web-form/submission';
import type { AcceptedSubmission, SubmissionOwner } from '../domain/submission/accepted-submission.js';
import type { CurrentValue, WritableColumn } from '../domain/submission/writable-column.js';

/** What a Form Submission says of itself. */
export const submissionStatuses = ['applied', 'needs-review', 'rejected', 'failed', 'waiting'] as const;
export type SubmissionStatus = (typeof submissionStatuses)[number];

/** A contact or lead, as far as a submit concerns it, at one moment. */
export interface MemberNow {
  /** Version of the row. */
  readonly etag: string;
  /** By logical name. */
  readonly values: ReadonlyMap<string, CurrentValue>;
}

/** A row of Form Submissions. */
export interface SubmissionRow extends Pick<SubmissionOwner, 'table'> {
  readonly etag: string;
  readonly status: SubmissionStatus;
  readonly statusReason: string;
  /** `null` where they cannot be read. */
  readonly changes: readonly SubmissionChange[] | null;
  /** `null` where its row is gone. */
  readonly memberId: RowId | null;
}

/** What is said of a submit; what is absent stays as it is. */
export interface SubmissionPatch {
  readonly status: SubmissionStatus;
  /** A sentence for people. */
  readonly statusReason: string;
  readonly changes?: readonly SubmissionChange[];
  readonly reviewed?: { readonly by: RowId | null; readonly on: Date };
}

/** Writes that happen together or not at all. */
export interface ResponseWrite {
  /** Only where the record is as it was read; `null`: it stays. */
  readonly member: {
    readonly table: SelectableTable;
    readonly id: RowId;
    readonly etag: string;
    /** By logical name. */
    readonly values: Readonly<Record<string, ColumnValue>>;
  } | null;
  readonly row: {
    readonly id: RowId;
    /** Version that was read; `null`: there was none, and it is made. */
    readonly etag: string | null;
    readonly patch: SubmissionPatch;
    /** What a new row says beside, and which of its lookups can be set. */
    readonly made: {
      readonly submission: AcceptedSubmission;
      readonly memberIsThere: boolean;
      readonly formIsThere: boolean;
    } | null;
  };
}

/** Records that submits change, and the rows that say so. Every method throws OutsideError. */
export interface ResponseRecords {
  /** Columns as the metadata describes them; one that is not there is missing. */
  columns(
    table: SelectableTable,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, WritableColumn>>;
  /** `null` for a row that is not there. */
  member(
    owner: { readonly table: SelectableTable; readonly id: RowId },
    columns: readonly WritableColumn[],
    signal: AbortSignal,
  ): Promise<MemberNow | null>;
  /** Whether another contact or lead has the e-mail address. */
  isAddressOfAnother(address: string, id: RowId, signal: AbortSignal): Promise<boolean>;
  row(id: RowId, signal: AbortSignal): Promise<SubmissionRow | null>;
  /** Whether a submit of the same person that came later was applied. */
  isOvertaken(submission: AcceptedSubmission, signal: AbortSignal): Promise<boolean>;
  /** `changed`: the record or the row is not as it was read, and nothing was written. */
  write(write: ResponseWrite, signal: AbortSignal): Promise<'written' | 'changed'>;
}
