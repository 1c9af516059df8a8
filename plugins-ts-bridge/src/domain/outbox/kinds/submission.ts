import { z } from 'zod';
import { acceptedSubmission, type AcceptedSubmission } from '../../submission/accepted-submission.js';
import { reviewOrder, type ReviewOrder } from '../../submission/review-order.js';

/** A submit that has to be decided and written. */
export interface SubmissionEntry {
  readonly submission: AcceptedSubmission;
}

export const submissionEntry: z.ZodType<SubmissionEntry> = z.strictObject({ submission: acceptedSubmission });

/** A person's decision that has to be carried out. */
export interface ReviewEntry {
  readonly order: ReviewOrder;
}

export const reviewEntry: z.ZodType<ReviewEntry> = z.strictObject({ order: reviewOrder });
