import type { SubmissionChange } from '@pmds/contracts/web-form/submission';
import { OutsideError } from '../../domain/failures.js';
import type { AcceptedSubmission } from '../../domain/submission/accepted-submission.js';
import { decideSubmission, heldBack } from '../../domain/submission/decide-submission.js';
import { valuesToWrite } from '../../domain/submission/decide-review.js';
import { formatsOfLanguage } from '../../domain/submission/form-formats.js';
import { newAddresses } from '../../domain/submission/identity.js';
import type { ResponseRecords, ResponseWrite, SubmissionRow, SubmissionStatus } from '../../ports/responses.js';
import type { WebForms } from '../../ports/store/web-forms.js';
import { asideSentences, sentences, withIgnored } from './response-sentences.js';

export interface ResponseDependencies {
  readonly records: ResponseRecords;
  readonly webForms: Pick<WebForms, 'byId'>;
  /** IANA name of the zone in which forms show moments; `null` where it is not known. */
  readonly timeZone: () => Promise<string | null>;
}

/** So often a record may change between reading and writing before others come first. */
export const mostDecisions = 5;

const settled: ReadonlySet<SubmissionStatus> = new Set(['applied', 'needs-review', 'rejected']);

/**
 * Writes what a submit changes, and the row that says so, together: a submit whose row says what became of it is done, so
 * that doing it again after a lost answer does nothing. Where the record changed meanwhile it is read and decided again.
 * @throws OutsideError while it is read, UnwrittenSubmission around one when it is written.
 */
export async function writeSubmission(
  submission: AcceptedSubmission,
  dependencies: ResponseDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { records } = dependencies;
  for (let decision = 0; decision < mostDecisions; decision += 1) {
    const row = await records.row(submission.id, signal);
    if (row !== null && settled.has(row.status)) return;
    const write = await planned(submission, row, dependencies, signal);
    if ((await written(write)) === 'written') return;
  }
  throw keepsChanging();

  async function written(write: ResponseWrite): Promise<'written' | 'changed'> {
    try {
      return await records.write(write, signal);
    } catch (error) {
      throw new UnwrittenSubmission(error, write.row.patch.changes);
    }
  }
}

/** Others write the same row all the time. */
export function keepsChanging(): OutsideError {
  return new OutsideError('The record was changed by others each time it was to be written.', {
    retry: { afterMs: 0 },
    failureCode: 'DATAVERSE_UNAVAILABLE',
  });
}

/** What would have been written when writing failed. */
export class UnwrittenSubmission extends Error {
  override readonly name = 'UnwrittenSubmission';
  override readonly cause: unknown;
  readonly changes: readonly SubmissionChange[] | undefined;

  constructor(cause: unknown, changes: readonly SubmissionChange[] | undefined) {
    super('A submit was not written.');
    this.cause = cause;
    this.changes = changes;
  }
}

interface FailedAttempt {
  readonly status: 'failed' | 'waiting';
  readonly sentence: string;
  readonly changes: readonly SubmissionChange[] | undefined;
}

/** Lets the row say why nothing was written so far, unless it says so already. @throws OutsideError */
export async function sayUnwritten(
  submission: AcceptedSubmission,
  { status, sentence, changes }: FailedAttempt,
  { records }: Pick<ResponseDependencies, 'records'>,
  signal: AbortSignal,
): Promise<void> {
  const row = await records.row(submission.id, signal);
  if (row !== null && (settled.has(row.status) || (row.status === status && row.statusReason === sentence))) return;
  const waiting = changes === undefined ? {} : { changes: heldBack(changes, 'write-failed') };
  const write = rowOnly(submission, row, { status, statusReason: sentence, ...waiting }, {});
  await records.write(write, signal);
}

async function planned(
  submission: AcceptedSubmission,
  row: SubmissionRow | null,
  { records, webForms, timeZone }: ResponseDependencies,
  signal: AbortSignal,
): Promise<ResponseWrite> {
  const { table, memberId, aside, ignored } = submission;
  const rejected = (sentence: string, gone: Gone = {}): ResponseWrite =>
    rowOnly(submission, row, { status: 'rejected', statusReason: withIgnored(sentence, ignored) }, gone);
  if (aside !== null) return rejected(asideSentences[aside]);
  const form = await webForms.byId(submission.formId);
  const fields = form?.fields ?? null;
  if (form === null || fields === null) return rejected(sentences.formGone, { form: true });
  const names = fields.flatMap((field) => {
    const column = field[table];
    return column !== null && Object.hasOwn(submission.values, field.input) ? [column] : [];
  });
  const columns = await records.columns(table, [...new Set(names)], signal);
  const record = await records.member({ table, id: memberId }, [...columns.values()], signal);
  if (record === null) return rejected(sentences.recordGone, { member: true });
  const changes = await heldWhereDoubtful(
    decideSubmission({
      table,
      fields,
      sent: submission.values,
      columns,
      record: record.values,
      formats: formatsOfLanguage(form.language),
      zone: await timeZone(),
    }),
  );
  const values = valuesToWrite(changes);
  const { status, sentence } = outcomeOf(changes);
  const write = rowOnly(submission, row, { status, statusReason: withIgnored(sentence, ignored), changes }, {});
  return Object.keys(values).length === 0
    ? write
    : { ...write, member: { table, id: memberId, etag: record.etag, values } };

  async function heldWhereDoubtful(decided: readonly SubmissionChange[]): Promise<readonly SubmissionChange[]> {
    for (const address of newAddresses(decided)) {
      if (await records.isAddressOfAnother(address, memberId, signal)) return heldBack(decided, 'address-taken');
    }
    // One that failed and is tried again must not write over what the person sent later.
    const isLate = row?.status === 'failed' && (await records.isOvertaken(submission, signal));
    return isLate ? heldBack(decided, 'overtaken') : decided;
  }
}

function outcomeOf(changes: readonly SubmissionChange[]): {
  readonly status: SubmissionStatus;
  readonly sentence: string;
} {
  const isWritten = changes.some(({ outcome }) => outcome === 'written');
  if (changes.some(({ outcome }) => outcome === 'review')) {
    return { status: 'needs-review', sentence: isWritten ? sentences.partly : sentences.review };
  }
  return { status: 'applied', sentence: isWritten ? sentences.applied : sentences.unchanged };
}

/** Rows that a lookup of the submit's row cannot name any more. */
interface Gone {
  readonly member?: true;
  readonly form?: true;
}

function rowOnly(
  submission: AcceptedSubmission,
  row: SubmissionRow | null,
  patch: ResponseWrite['row']['patch'],
  gone: Gone,
): ResponseWrite {
  const there = { memberIsThere: gone.member !== true, formIsThere: gone.form !== true };
  const made = row === null ? { submission, ...there } : null;
  return { member: null, row: { id: submission.id, etag: row?.etag ?? null, patch, made } };
}
