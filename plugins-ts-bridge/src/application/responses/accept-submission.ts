import type { RowId } from '@pmds/contracts/ids';
import { ok, refused, type Result } from '@pmds/contracts/result';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { isSameOwner, type AcceptedSubmission, type AsideReason } from '../../domain/submission/accepted-submission.js';
import { unnamedInputs } from '../../domain/submission/decide-submission.js';
import { submissionBodyOf, type BodyFailure, type SubmissionBody } from '../../domain/submission/submission-body.js';
import type { WebForm } from '../../domain/web-form/web-form.js';
import type { ResponseIntake, Submissions } from '../../ports/store/responses/submissions.js';
import type { RequestGate } from '../prefill/request-gate.js';

/** A link that opens a form, or would if the form were described. */
interface SubmittedLink {
  readonly table: SelectableTable;
  readonly id: RowId;
  readonly form: WebForm | null;
}

export interface AcceptDependencies {
  /** Every reason for which a token opens nothing is the same, as for filling in. */
  readonly open: (token: string) => Promise<Result<SubmittedLink, 'token-invalid'>>;
  readonly gate: Pick<RequestGate, 'enter'>;
  readonly intake: Pick<ResponseIntake, 'addSubmission'>;
  readonly submissions: Submissions;
  readonly now: () => Date;
  readonly wakeWorker: () => void;
  /** Faster than this nobody fills in a form, in milliseconds. */
  readonly leastElapsedMs: number;
}

export type SubmitRefusal =
  | { readonly code: 'token-invalid' | 'origin-not-allowed' | 'form-not-described' | 'id-taken' }
  | { readonly code: 'too-many-requests'; readonly retryAfterSeconds: number }
  | { readonly code: 'body-invalid'; readonly field: BodyFailure };

interface SubmitRequest {
  readonly token: string;
  /** Of the page, as its browser says; `null` where it says none. */
  readonly origin: string | null;
  /** Address of the client. */
  readonly client: string;
  readonly body: unknown;
}

/**
 * Accepts what a form sent: it is on disk before the answer, and the worker takes it from there. What looks like a robot's is
 * accepted in the same words, and kept aside.
 */
export async function acceptSubmission(
  { token, origin, client, body: raw }: SubmitRequest,
  dependencies: AcceptDependencies,
): Promise<Result<AcceptedSubmission, SubmitRefusal>> {
  const { open, gate, intake, submissions, now, wakeWorker } = dependencies;
  const opened = await open(token);
  if (!opened.ok) return refused({ code: opened.failure });
  const { table, id: memberId, form } = opened.value;
  const fields = form?.fields ?? null;
  if (form === null || fields === null) return refused({ code: 'form-not-described' });
  if (origin !== null && !form.origins.includes(origin)) return refused({ code: 'origin-not-allowed' });
  const retryAfterSeconds = gate.enter({ person: `${table} ${memberId}`, form: form.key, client });
  if (retryAfterSeconds > 0) return refused({ code: 'too-many-requests', retryAfterSeconds });
  const body = submissionBodyOf(raw);
  if (!body.ok) return refused({ code: 'body-invalid', field: body.failure });
  const ignored = unnamedInputs(fields, body.value.values);
  const { id, values } = body.value;
  const named = Object.entries(values).filter(([input]) => !ignored.includes(input));
  const submission: AcceptedSubmission = {
    id,
    table,
    memberId,
    formId: form.id,
    formName: form.name,
    receivedAt: now(),
    values: Object.fromEntries(named),
    ignored,
    aside: asideReasonOf(body.value, dependencies.leastElapsedMs),
  };
  const waiting = await intake.addSubmission(submission);
  // In this order: what the worker has taken out of the intake meanwhile is in the ledger.
  const known = await submissions.ownerOf(id);
  const isOthers = [waiting, known].some((owner) => owner !== null && !isSameOwner(owner, submission));
  if (isOthers) return refused({ code: 'id-taken' });
  wakeWorker();
  return ok(submission);
}

function asideReasonOf({ trap, elapsedMs }: SubmissionBody, leastElapsedMs: number): AsideReason | null {
  if (trap !== '') return 'trap';
  return elapsedMs < leastElapsedMs ? 'too-fast' : null;
}
