import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import { guidText } from '../../../domain/guid.js';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { decodeCells } from '../../../domain/member/profile-cells.js';
import type { LinkMembers, LinkStanding } from '../../../ports/store/links/link-members.js';
import { currentGenerations } from '../profiles/current-generations.js';
import type { Db } from '../staging/bulk.js';
import { named } from '../staging/bulk-tables.js';
import { idBytes, tableCode } from '../staging/member-key.js';
import { inParts } from '../statement-parts.js';

type Columns = Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;

export class SqlLinkMembers implements LinkMembers {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async runOf(dataSyncId: RowId): Promise<SyncRunId | null> {
    const current = (await currentGenerations(this.#db)).find((one) => one.data_sync_id === dataSyncId);
    return current === undefined ? null : (current.run_id as SyncRunId);
  }

  page(dataSyncId: RowId, table: SelectableTable, after: RowId | null, limit: number): ReturnType<LinkMembers['page']> {
    // One snapshot for pointer and rows: a generation may be dropped right after its successor became current.
    return this.#db.transaction().execute(async (snapshot) => {
      const current = (await currentGenerations(snapshot)).find((one) => one.data_sync_id === dataSyncId);
      if (current === undefined) return { members: [], last: null };
      const from = after === null ? sql`` : sql`and p.id > ${idBytes(after)}`;
      const { rows } = await sql<{ id: Uint8Array; cells: string; closed: number | boolean }>`
        select p.id as id, p.cells as cells,
          exists (select 1 from closed_member as c where c.tbl = p.tbl and c.id = p.id) as closed
        from ${named('profile', current.generation)} as p
        where p.tbl = ${sql.lit(tableCode[table])} ${from} order by p.id limit ${sql.lit(limit)}`.execute(snapshot);
      const columns = (JSON.parse(current.columns) as Columns)[table];
      const open = rows.filter(({ closed }) => !closed);
      const members = open.map(({ id, cells }) => ({ id: guidText(id), values: decodeCells(cells, columns).values }));
      const last = rows.at(-1);
      return { members, last: rows.length < limit || last === undefined ? null : guidText(last.id) };
    });
  }

  standings(table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, LinkStanding>> {
    return this.#db.transaction().execute(async (snapshot) => {
      const found = new Map<RowId, LinkStanding>();
      const generations = await currentGenerations(snapshot);
      const tbl = sql.lit(tableCode[table]);
      for (const some of inParts(ids)) {
        const bytes = sql.join(some.map((id) => idBytes(id)));
        for (const { generation } of generations) {
          const { rows } = await sql<{ id: Uint8Array }>`select id from ${named('profile', generation)}
            where tbl = ${tbl} and id in (${bytes})`.execute(snapshot);
          for (const { id } of rows) found.set(guidText(id), 'known');
        }
        const fetched = await snapshot
          .selectFrom('fetched_profile')
          .select('member_id')
          .where('member_table', '=', table)
          .where('member_id', 'in', some)
          .execute();
        for (const { member_id: id } of fetched) found.set(id as RowId, 'known');
        const { rows } = await sql<{ id: Uint8Array; reason: string }>`select id, reason from closed_member
          where tbl = ${tbl} and id in (${bytes})`.execute(snapshot);
        for (const { id, reason } of rows) found.set(guidText(id), reason === 'opted-out' ? 'opted-out' : 'closed');
      }
      return new Map(ids.map((id) => [id, found.get(id) ?? 'unknown']));
    });
  }
}
