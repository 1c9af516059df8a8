import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { isSentValue, type SentValue } from '@pmds/contracts/web-form/submission';
import { z } from 'zod';
import { moment, rowId } from '../outbox/schema/values.js';

/** Logical name of Form Submissions. */
export const submissionTable = 'pmds_formsubmission';

/** Why a submit is kept and never applied: nobody types so fast, and people do not see the trap. */
const asideReasons = ['trap', 'too-fast'] as const;
export type AsideReason = (typeof asideReasons)[number];

/** Whose submit it is: of a second person, or another form, the same id is refused. */
export interface SubmissionOwner {
  readonly table: SelectableTable;
  readonly memberId: RowId;
  readonly formId: RowId;
}

/** A submit of a web form as it was accepted. */
export interface AcceptedSubmission extends SubmissionOwner {
  /** Minted in the browser: the primary key of its row. */
  readonly id: RowId;
  /** Name of the form, for the row. */
  readonly formName: string;
  readonly receivedAt: Date;
  /** Of the inputs that the form names. */
  readonly values: Readonly<Record<string, SentValue>>;
  /** Names of the others. */
  readonly ignored: readonly string[];
  /** `null`: it looks like a person's. */
  readonly aside: AsideReason | null;
}

export const acceptedSubmission: z.ZodType<AcceptedSubmission> = z.strictObject({
  id: rowId,
  table: z.enum(selectableTables),
  memberId: rowId,
  formId: rowId,
  formName: z.string(),
  receivedAt: moment,
  values: z.record(z.string(), z.custom<SentValue>(isSentValue)),
  ignored: z.array(z.string()),
  aside: z.enum(asideReasons).nullable(),
});

/** Whether two submits with one id are one. */
export function isSameOwner(one: SubmissionOwner, other: SubmissionOwner): boolean {
  return one.table === other.table && one.memberId === other.memberId && one.formId === other.formId;
}
