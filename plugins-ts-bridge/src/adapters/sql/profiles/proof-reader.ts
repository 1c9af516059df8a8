import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { sql, type RawBuilder } from 'kysely';
import { guidText } from '../../../domain/guid.js';
import type { Run } from '../../../domain/run/run.js';
import type { ProofReader, StoredRow, Strays } from '../../../ports/store/proof.js';
import type { MembershipRow } from '../../../ports/recipient-source.js';
import type { BulkDriver, Db } from '../staging/bulk.js';
import { count, named } from '../staging/bulk-tables.js';
import { sqlReader } from '../unit-of-work.js';
import { idBytes, tableCode } from '../staging/member-key.js';

/** Where a run's profiles are: an incremental one changed those of its base. */
const generationOf = (run: Run): number => run.base?.generation ?? run.generation;

export class SqlProofReader implements ProofReader {
  readonly ledger: ProofReader['ledger'];
  readonly #db: Db;

  constructor(db: Db, bulk: BulkDriver) {
    this.#db = db;
    this.ledger = sqlReader(db, bulk);
  }

  async storedRows(
    run: Run,
    table: SelectableTable,
    after: RowId | null,
    limit: number,
  ): Promise<readonly StoredRow[]> {
    const from = after === null ? sql`` : sql`and id > ${idBytes(after)}`;
    const { rows } = await sql<{ id: Uint8Array; cells: string; hash: Uint8Array }>`
      select id, cells, hash from ${named('profile', generationOf(run))}
      where tbl = ${sql.lit(tableCode[table])} ${from} order by id limit ${sql.lit(limit)}`.execute(this.#db);
    return rows.map(({ id, cells, hash }) => ({ id: guidText(id), cells, hash }));
  }

  missing(run: Run, table: SelectableTable, limit: number): Promise<Strays> {
    const generation = generationOf(run);
    const stored = sql`select 1 from ${named('profile', generation)} as p where p.tbl = x.tbl and p.id = x.id`;
    const settled = sql`select 1 from ${named('settled', generation)} as s where s.tbl = x.tbl and s.id = x.id`;
    const without = sql`not exists (${stored}) and not exists (${settled})`;
    return this.#strays(named('member', run.generation), table, without, limit);
  }

  extra(run: Run, table: SelectableTable, limit: number): Promise<Strays> {
    const member = sql`select 1 from ${named('member', run.generation)} as m where m.tbl = x.tbl and m.id = x.id`;
    return this.#strays(named('profile', generationOf(run)), table, sql`not exists (${member})`, limit);
  }

  async memberships(run: Run, after: MembershipRow | null, limit: number): Promise<readonly MembershipRow[]> {
    const from = after === null ? sql`` : sql`where (list, id) > (${after.list}, ${idBytes(after.id)})`;
    const { rows } = await sql<{ list: number; id: Uint8Array }>`
      select distinct list, id from ${named('membership', run.generation)} ${from}
      order by list, id limit ${sql.lit(limit)}`.execute(this.#db);
    return rows.map(({ list, id }) => ({ list, id: guidText(id) }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.destroy();
  }

  async #strays(
    from: RawBuilder<unknown>,
    table: SelectableTable,
    where: RawBuilder<unknown>,
    limit: number,
  ): Promise<Strays> {
    const all = sql`from ${from} as x where x.tbl = ${sql.lit(tableCode[table])} and ${where}`;
    const { rows } = await sql<{
      id: Uint8Array;
    }>`select x.id as id ${all} order by x.id limit ${sql.lit(limit)}`.execute(this.#db);
    const first = rows.map((row) => guidText(row.id));
    return {
      first,
      count: first.length < limit ? first.length : await count(this.#db, sql`select count(*) as n ${all}`),
    };
  }
}
