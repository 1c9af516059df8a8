import { reviewSubmission, sayReviewFailed } from '../../../application/responses/review-submission.js';
import {
  sayUnwritten,
  UnwrittenSubmission,
  writeSubmission,
  type ResponseDependencies,
} from '../../../application/responses/write-submission.js';
import { OutsideError } from '../../../domain/failures.js';
import type { OutboxHandler } from '../../../ports/outbox.js';
import { DataverseError } from '../http/errors.js';
import { isForbidden, Refusals } from '../reporting/rows/refusals.js';

/** Writes submits, in the order in which they came. */
export function submissionHandler(dependencies: ResponseDependencies): OutboxHandler<'submission'> {
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      for (const message of messages) {
        try {
          await writeSubmission(message.submission, dependencies, signal);
        } catch (caught) {
          if (signal.aborted) throw caught;
          const { cause: error, changes } =
            caught instanceof UnwrittenSubmission ? caught : { cause: caught, changes: undefined };
          const stays = refusals.stays(error);
          const said = { status: stays ? 'failed' : 'waiting', sentence: sentenceOf(error, stays), changes } as const;
          await bestEffort(() => sayUnwritten(message.submission, said, dependencies, signal));
          if (!stays) throw error;
          refusals.add(message, withoutValues(error));
        }
      }
      return { refused: refusals.reports };
    },
  };
}

/** Carries out what people decided about submits. */
export function reviewHandler(dependencies: ResponseDependencies): OutboxHandler<'submission-review'> {
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      for (const message of messages) {
        try {
          await reviewSubmission(message.order, dependencies, signal);
        } catch (error) {
          if (signal.aborted || !refusals.stays(error)) throw error;
          await bestEffort(() => sayReviewFailed(message.order, sentenceOf(error, true), dependencies, signal));
          refusals.add(message, withoutValues(error));
        }
      }
      return { refused: refusals.reports };
    },
  };
}

/** What was to be said on the row is in the outbox as well, and is said again with the next attempt. */
async function bestEffort(say: () => Promise<void>): Promise<void> {
  try {
    await say();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
  }
}

/** Dataverse's own words stand on the row, which whoever may read the record's changes may read. */
function sentenceOf(error: unknown, stays: boolean): string {
  const said = error instanceof OutsideError ? error.message : 'The service met a state it does not know.';
  if (!stays) return `Nothing was changed yet: ${said} The service tries again by itself.`;
  if (isForbidden(error)) {
    return `Nothing was changed: ${said} Give the application user of the service a role that may write the record; the service tries again by itself.`;
  }
  return `Nothing was changed: ${said} Correct what stands against it, then choose Apply, or enter the values by hand and choose Reject.`;
}

/** As logs and dead letters may keep it: what a plug-in says may quote a value. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof DataverseError)) return error;
  const { code, status, platformCode, requestId } = error;
  return new DataverseError('Dataverse refused to write a submit; its row says why.', {
    code,
    status,
    platformCode,
    requestId,
  });
}
