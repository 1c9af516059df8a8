import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { AcceptedSubmission, SubmissionOwner } from '../../../domain/submission/accepted-submission.js';
import type { Submissions, SubmissionWriter } from '../../../ports/store/responses/submissions.js';
import type { Db } from '../staging/bulk.js';

export class SqlSubmissions implements Submissions {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async ownerOf(id: RowId): Promise<SubmissionOwner | null> {
    const row = await this.#db.selectFrom('submission').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return null;
    return {
      table: row.member_table as SelectableTable,
      memberId: row.member_id as RowId,
      formId: row.web_form_id as RowId,
    };
  }
}

export class SqlSubmissionWriter implements SubmissionWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keep({ id, table, memberId, formId, receivedAt }: AcceptedSubmission): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('submission')
      .values({
        id,
        member_table: table,
        member_id: memberId,
        web_form_id: formId,
        received_at: receivedAt.toISOString(),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async forgetBefore(time: Date): Promise<void> {
    await this.#db.deleteFrom('submission').where('received_at', '<', time.toISOString()).execute();
  }
}
