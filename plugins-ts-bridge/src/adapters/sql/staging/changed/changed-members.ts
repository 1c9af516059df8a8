import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import { guidText } from '../../../../domain/guid.js';
import type { MemberChange } from '../../../../domain/member/member-change.js';
import type {
  ChangedMember,
  ChangedMembersReader,
  ChangedMembersWriter,
  LookedAt,
} from '../../../../ports/store/changed-members.js';
import type { ClosedMembersWriter } from '../../../../ports/store/closed-members.js';
import type { Db } from '../bulk.js';
import { findCells } from '../bulk-tables.js';
import { findClosed } from '../closed/closed-members.js';
import { idBytes, tableCode } from '../member-key.js';

export class SqlChangedMembersReader implements ChangedMembersReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async oldest(table: SelectableTable, limit: number): Promise<readonly ChangedMember[]> {
    const rows = await this.#db
      .selectFrom('changed_member')
      .select(['id', 'at', 'merged'])
      .where('tbl', '=', tableCode[table])
      .orderBy('at')
      .limit(limit)
      .execute();
    return rows.map(({ id, at, merged }) => ({ id: guidText(id), at: new Date(at), merged: merged === 1 }));
  }
}

export class SqlChangedMembersWriter implements ChangedMembersWriter {
  readonly #db: Db;
  readonly #closed: Pick<ClosedMembersWriter, 'close' | 'reopen'>;

  constructor(db: Db, closed: Pick<ClosedMembersWriter, 'close' | 'reopen'>) {
    this.#db = db;
    this.#closed = closed;
  }

  async keep(change: MemberChange): Promise<void> {
    const { table, id, at, closes, merged } = change;
    const look = closes !== 'deleted' && (merged || (await isKnown(this.#db, table, id)));
    if (closes !== null) await this.#closed.close({ table, id, reason: closes, since: at });
    if (!look) return;
    await sql`insert into changed_member (tbl, id, at, merged)
      values (${tableCode[table]}, ${idBytes(id)}, ${at.toISOString()}, ${merged ? 1 : 0})
      on conflict (tbl, id) do update set
        merged = case when changed_member.merged > excluded.merged then changed_member.merged else excluded.merged end,
        at = case when changed_member.at > excluded.at then changed_member.at else excluded.at end`.execute(this.#db);
  }

  async settle({ table, members, closed, open, readAt }: LookedAt): Promise<void> {
    for (const member of closed) await this.#closed.close(member);
    for (const id of open) await this.#closed.reopen(table, id, readAt);
    for (const { id, at } of members) {
      await this.#db
        .deleteFrom('changed_member')
        .where('tbl', '=', tableCode[table])
        .where('id', '=', idBytes(id))
        .where('at', '<=', at.toISOString())
        .execute();
    }
  }
}

/** Whether anything is stored of somebody, or a run that is on its way may be about to. */
async function isKnown(db: Db, table: SelectableTable, id: RowId): Promise<boolean> {
  const running = await db.selectFrom('run').select('run_id').where('phase', '!=', 'ended').limit(1).executeTakeFirst();
  if (running !== undefined || (await findClosed(db, table, id)) !== null) return true;
  const fetched = await db
    .selectFrom('fetched_profile')
    .select('fetched_at')
    .where('member_table', '=', table)
    .where('member_id', '=', id)
    .executeTakeFirst();
  if (fetched !== undefined) return true;
  for (const { generation } of await db.selectFrom('current_generation').select('generation').execute()) {
    if ((await findCells(db, generation, table, id)) !== null) return true;
  }
  return false;
}
