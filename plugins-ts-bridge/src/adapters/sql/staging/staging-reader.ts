import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { sql, type RawBuilder } from 'kysely';
import { guidText } from '../../../domain/guid.js';
import type { ClaimedRun, Run } from '../../../domain/run/run.js';
import type { StagedRow } from '../../../ports/destination.js';
import type { RunReader } from '../../../ports/store/ledger/runs.js';
import type { StagingReader } from '../../../ports/store/staging.js';
import type { BulkDriver, Db } from './bulk.js';
import { count, countLeavers, countProfiles, named } from './bulk-tables.js';
import { idBytes, tableCode } from './member-key.js';

const nothing: ReadonlyMap<RowId, Uint8Array> = new Map();

/** Where the profiles of a run are: an incremental one changes those of its base. */
const storedIn = (run: Run): number => run.base?.generation ?? run.generation;

export class SqlStagingReader implements StagingReader {
  readonly #db: Db;
  readonly #bulk: BulkDriver;
  readonly #runs: RunReader;

  constructor(db: Db, bulk: BulkDriver, runs: RunReader) {
    this.#db = db;
    this.#bulk = bulk;
    this.#runs = runs;
  }

  async read(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly StagedRow[]> {
    const { cells, from } = stagedOf(run);
    const later = after === null ? sql`` : sql`and m.id > ${idBytes(after)}`;
    const { rows } = await sql<{ id: Uint8Array; cells: string }>`
      select m.id as id, ${cells} as cells ${from} and m.tbl = ${sql.lit(tableCode[table])} ${later}
      order by m.id limit ${sql.lit(limit)}`.execute(this.#db);
    return rows.map((row) => ({ id: guidText(row.id), cells: row.cells }));
  }

  count(run: Run): Promise<number> {
    return count(this.#db, sql`select count(*) as n ${stagedOf(run).from}`);
  }

  profileCount(run: Run, table: SelectableTable): Promise<number> {
    return countProfiles(this.#db, storedIn(run), table);
  }

  digest(run: Run, table: SelectableTable): Promise<string> {
    return this.#bulk.storedDigest(this.#db, storedIn(run), table);
  }

  async previousHashes(
    run: ClaimedRun,
    table: SelectableTable,
    ids: readonly RowId[],
  ): Promise<ReadonlyMap<RowId, Uint8Array>> {
    const current = await this.#runs.currentGeneration(run.dataSyncId);
    // Other columns make other content: nothing can be unchanged against them.
    if (current?.columns !== JSON.stringify(run.columns)) return nothing;
    return this.#bulk.hashes(this.#db, current.generation, table, ids);
  }

  storedHashes(run: Run, table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Uint8Array>> {
    return this.#bulk.hashes(this.#db, storedIn(run), table, ids);
  }

  async leaverCount(run: Run): Promise<number> {
    const current = await this.#runs.currentGeneration(run.dataSyncId);
    return current === null ? 0 : countLeavers(this.#db, current.generation, run.generation);
  }
}

/** The run's members with what it stores of them: its own rows, and of an incremental run those of its base that still hold. */
function stagedOf({ generation, base }: Run): {
  readonly cells: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
} {
  const own = sql`from ${named('member', generation)} as m
    left join ${named('profile', generation)} as p on p.tbl = m.tbl and p.id = m.id`;
  if (base === null) return { cells: sql`p.cells`, from: sql`${own} where p.id is not null` };
  return {
    cells: sql`coalesce(p.cells, b.cells)`,
    from: sql`${own}
      left join ${named('profile', base.generation)} as b on b.tbl = m.tbl and b.id = m.id
      where (p.id is not null or (b.id is not null
        and not exists (select 1 from ${named('settled', generation)} as s where s.tbl = m.tbl and s.id = m.id)))`,
  };
}
