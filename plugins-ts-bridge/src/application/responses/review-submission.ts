import { decideReview, valuesToWrite } from '../../domain/submission/decide-review.js';
import type { ReviewOrder } from '../../domain/submission/review-order.js';
import type { ResponseWrite, SubmissionPatch, SubmissionRow, SubmissionStatus } from '../../ports/responses.js';
import { sentences } from './response-sentences.js';
import { keepsChanging, mostDecisions, type ResponseDependencies } from './write-submission.js';

/** What a person's decision came to. */
type ReviewOutcome =
  'applied' | 'applied-partly' | 'rejected' | 'record-changed' | 'nothing-to-write' | 'not-waiting' | 'missing';

const open: ReadonlySet<SubmissionStatus> = new Set(['needs-review', 'failed', 'waiting']);

interface Planned {
  readonly outcome: ReviewOutcome;
  readonly write: ResponseWrite;
}

/**
 * Carries out *Apply* or *Reject*. What is applied is written only into a record that still holds what was shown beside it;
 * else the row shows the new comparison, and somebody decides again. A decision that was carried out is not carried out twice.
 * @throws OutsideError
 */
export async function reviewSubmission(
  order: ReviewOrder,
  dependencies: ResponseDependencies,
  signal: AbortSignal,
): Promise<ReviewOutcome> {
  const { records } = dependencies;
  for (let decision = 0; decision < mostDecisions; decision += 1) {
    const row = await records.row(order.submissionId, signal);
    if (row === null) return 'missing';
    if (!open.has(row.status)) return 'not-waiting';
    const { outcome, write } = await plannedReview(order, row, dependencies, signal);
    if ((await records.write(write, signal)) === 'written') return outcome;
  }
  throw keepsChanging();
}

async function plannedReview(
  { submissionId, action, by, at }: ReviewOrder,
  row: SubmissionRow,
  { records, timeZone }: ResponseDependencies,
  signal: AbortSignal,
): Promise<Planned> {
  const reviewed = { by, on: at };
  const says = (outcome: ReviewOutcome, patch: SubmissionPatch, member: ResponseWrite['member'] = null): Planned => ({
    outcome,
    write: { member, row: { id: submissionId, etag: row.etag, patch, made: null } },
  });
  if (action === 'reject') {
    return says('rejected', { status: 'rejected', statusReason: sentences.rejected, reviewed });
  }
  const { table, memberId } = row;
  const waiting = row.changes ?? [];
  const names = [...new Set(waiting.map(({ column }) => column))];
  const columns = await records.columns(table, names, signal);
  const record =
    memberId === null ? null : await records.member({ table, id: memberId }, [...columns.values()], signal);
  if (memberId === null || record === null) {
    return says('rejected', { status: 'rejected', statusReason: sentences.recordGone, reviewed });
  }
  const decided = decideReview(waiting, columns, record.values, await timeZone());
  switch (decided.kind) {
    case 'record-changed': {
      const statusReason = sentences.changed(decided.columns.join(', '));
      return says('record-changed', { status: 'needs-review', statusReason, changes: decided.changes });
    }
    case 'nothing':
      return says('nothing-to-write', {
        status: row.status,
        statusReason: sentences.nothing(decided.left.join(', ')),
      });
    case 'apply': {
      const { changes, left } = decided;
      const statusReason = left.length === 0 ? sentences.applied : sentences.appliedWithout(left.join(', '));
      const member = { table, id: memberId, etag: record.etag, values: valuesToWrite(changes, waiting) };
      const outcome = left.length === 0 ? 'applied' : 'applied-partly';
      return says(outcome, { status: 'applied', statusReason, changes, reviewed }, member);
    }
  }
}

/** Lets the row say why a decision was not carried out. @throws OutsideError */
export async function sayReviewFailed(
  { submissionId }: Pick<ReviewOrder, 'submissionId'>,
  sentence: string,
  { records }: Pick<ResponseDependencies, 'records'>,
  signal: AbortSignal,
): Promise<void> {
  const row = await records.row(submissionId, signal);
  if (row === null || !open.has(row.status) || row.statusReason === sentence) return;
  const patch = { status: 'failed', statusReason: sentence } as const;
  await records.write({ member: null, row: { id: submissionId, etag: row.etag, patch, made: null } }, signal);
}
