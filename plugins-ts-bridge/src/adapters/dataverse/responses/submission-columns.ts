import { Choices, Tables } from '@pmds/contracts/generated/tables';
import { memberSets } from '@pmds/contracts/fields/member-table';
import { serialiseSentValues, serialiseSubmissionChanges } from '@pmds/contracts/web-form/submission';
import type { ResponseWrite, SubmissionPatch, SubmissionStatus } from '../../../ports/responses.js';
import type { Columns } from '../reporting/rows/row-columns.js';

const { columns } = Tables.formSubmission;

const { values: numbers } = Choices.submissionStatus;

/** Numbers of the choice. */
export const statusNumbers: Readonly<Record<SubmissionStatus, number>> = {
  applied: numbers.applied,
  'needs-review': numbers.needsReview,
  rejected: numbers.rejected,
  failed: numbers.failed,
  waiting: numbers.waiting,
};

/** Columns of the row that a patch changes. */
export function rowColumns({ status, statusReason, changes, reviewed }: SubmissionPatch): Columns {
  return {
    [columns.status.logicalName]: statusNumbers[status],
    [columns.statusReason.logicalName]: statusReason.slice(0, columns.statusReason.maxLength),
    ...(changes === undefined ? {} : { [columns.changes.logicalName]: serialiseSubmissionChanges(changes) }),
    ...(reviewed === undefined
      ? {}
      : {
          [columns.reviewedOn.logicalName]: reviewed.on.toISOString(),
          ...(reviewed.by === null
            ? {}
            : { [`${columns.reviewedBy.navigationProperty}@odata.bind`]: `/systemusers(${reviewed.by})` }),
        }),
  };
}

/** What a new row says of the submit; its name is the form's, and no person's. */
export function newRowColumns({
  submission,
  memberIsThere,
  formIsThere,
}: NonNullable<ResponseWrite['row']['made']>): Columns {
  const { table, memberId, formId, formName, receivedAt, values, ignored } = submission;
  const lookup = table === 'contact' ? columns.contactId : columns.leadId;
  const time = ` ${receivedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return {
    [columns.name.logicalName]: `${formName.slice(0, columns.name.maxLength - time.length)}${time}`,
    [columns.receivedOn.logicalName]: receivedAt.toISOString(),
    [columns.sent.logicalName]: serialiseSentValues({ values, ignored }),
    ...(formIsThere
      ? { [`${columns.webFormId.navigationProperty}@odata.bind`]: `/${Tables.webForm.entitySetName}(${formId})` }
      : {}),
    ...(memberIsThere ? { [`${lookup.navigationProperty}@odata.bind`]: `/${memberSets[table]}(${memberId})` } : {}),
  };
}
