import type { RowId } from '@pmds/contracts/ids';
import { readMessage } from '../../../domain/outbox/stored-message.js';
import type { Db } from '../staging/bulk.js';

/**
 * Reports about a person that wait (`outbox`) or were refused (`dead_letter`), by the number of their row. One that names him
 * and cannot be read is taken for one about him.
 */
export async function reportsOf(db: Db, table: 'outbox' | 'dead_letter', id: RowId): Promise<readonly number[]> {
  const rows =
    table === 'outbox'
      ? await db
          .selectFrom('outbox')
          .select(['seq as number', 'kind', 'subject', 'payload'])
          .where('payload', 'like', `%${id}%`)
          .execute()
      : await db
          .selectFrom('dead_letter')
          .select(['number', 'kind', 'subject', 'payload'])
          .where('payload', 'like', `%${id}%`)
          .execute();
  return rows.flatMap((row) => {
    const message = readMessage(row);
    if (!message.ok) return [row.number];
    const { value } = message;
    const about =
      value.kind === 'trace' ? value.trace.member?.id : value.kind === 'submission' ? value.submission.memberId : null;
    return about === id ? [row.number] : [];
  });
}
