import type { RowId } from '@pmds/contracts/ids';
import type { AcceptedSubmission, SubmissionOwner } from '../../../domain/submission/accepted-submission.js';
import type { ReviewOrder } from '../../../domain/submission/review-order.js';

/** Where the thread that answers leaves what forms and people send in, on disk before the answer. */
export interface ResponseIntake {
  /**
   * Keeps a submit. A second one under the same id changes nothing.
   * @returns whose submit waits under the id; `null` where the worker has taken it meanwhile.
   */
  addSubmission(submission: AcceptedSubmission): Promise<SubmissionOwner | null>;
  addReview(order: ReviewOrder): Promise<void>;
}

export interface Submissions {
  /** Whose submit was accepted under the id. */
  ownerOf(id: RowId): Promise<SubmissionOwner | null>;
}

export interface SubmissionWriter {
  /** @returns false where one was accepted under the id. */
  keep(submission: AcceptedSubmission): Promise<boolean>;
  forgetBefore(time: Date): Promise<void>;
}
