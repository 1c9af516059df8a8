import { submissionTable, type AcceptedSubmission } from '../../domain/submission/accepted-submission.js';
import type { ReviewOrder } from '../../domain/submission/review-order.js';
import type { UnitOfWork } from '../../ports/store/storage.js';

const table = submissionTable;

/** Takes over a submit that was accepted, once, together with the order to write it. */
export async function keepSubmission(
  { submissions, outbox }: Pick<UnitOfWork, 'submissions' | 'outbox'>,
  submission: AcceptedSubmission,
): Promise<void> {
  if (!(await submissions.keep(submission))) return;
  await outbox.send([{ kind: 'submission', subject: { of: 'row', table, id: submission.id }, submission }]);
}

/** Takes over a person's decision. Done twice it is as done once: the row says what became of it. */
export async function keepReview({ outbox }: Pick<UnitOfWork, 'outbox'>, order: ReviewOrder): Promise<void> {
  await outbox.send([{ kind: 'submission-review', subject: { of: 'row', table, id: order.submissionId }, order }]);
}
