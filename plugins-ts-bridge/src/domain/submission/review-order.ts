import type { RowId } from '@pmds/contracts/ids';
import { z } from 'zod';
import { moment, rowId } from '../outbox/schema/values.js';

/** What a person decided about a submit that waits. */
const reviewActions = ['apply', 'reject'] as const;
type ReviewAction = (typeof reviewActions)[number];

export interface ReviewOrder {
  readonly submissionId: RowId;
  readonly action: ReviewAction;
  /** The user who decided, `null` where the platform did not say. */
  readonly by: RowId | null;
  readonly at: Date;
  /** The call, so that one that came twice is one. */
  readonly callId: string;
}

export const reviewOrder: z.ZodType<ReviewOrder> = z.strictObject({
  submissionId: rowId,
  action: z.enum(reviewActions),
  by: rowId.nullable(),
  at: moment,
  callId: z.string(),
});
