import type { RowId } from '@pmds/contracts/ids';
import type { Db } from '../staging/bulk.js';
import { outboxMessageOf } from '../ledger/codec.js';

/** Reports about a person that wait (`outbox`) or were refused (`dead_letter`), by the number of their row. */
export async function reportsOf(db: Db, table: 'outbox' | 'dead_letter', id: RowId): Promise<readonly number[]> {
  const rows =
    table === 'outbox'
      ? await db.selectFrom('outbox').select(['seq as number', 'message']).where('message', 'like', `%${id}%`).execute()
      : await db.selectFrom('dead_letter').select(['number', 'message']).where('message', 'like', `%${id}%`).execute();
  return rows.flatMap((row) => {
    const message = outboxMessageOf(row.message);
    return message.kind === 'trace' && message.trace.member?.id === id ? [row.number] : [];
  });
}
