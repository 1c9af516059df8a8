import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { keptOrder, type Run } from '../../../domain/run/run.js';
import type { CountReader } from '../../../ports/store/ledger/counts.js';
import type { RunReader } from '../../../ports/store/ledger/runs.js';
import type { StagedMembers } from '../../../ports/store/staged-members.js';
import { countJoiners } from './base-tables.js';
import type { BulkDriver, Db } from './bulk.js';
import {
  countMembersOfSource,
  countMembersOnLists,
  sample,
  sharedLeavers,
  uncoveredSource,
  unsettled,
} from './bulk-tables.js';

/** What the ledger says of runs, on the same connection. */
interface LedgerOfRuns {
  readonly runs: RunReader;
  readonly counts: CountReader;
}

export class SqlStagedMembers implements StagedMembers {
  readonly #db: Db;
  readonly #bulk: BulkDriver;
  readonly #ledger: LedgerOfRuns;

  constructor(db: Db, bulk: BulkDriver, ledger: LedgerOfRuns) {
    this.#db = db;
    this.#bulk = bulk;
    this.#ledger = ledger;
  }

  strangers(run: Run, table: SelectableTable, source: number, ids: readonly RowId[]): Promise<ReadonlySet<RowId>> {
    return this.#bulk.strangers(this.#db, run.generation, table, source, ids);
  }

  async uncovered(run: Run, table: SelectableTable, ids: readonly RowId[]): Promise<readonly RowId[]> {
    const others = await this.#bulk.strangers(this.#db, run.generation, table, uncoveredSource, ids);
    return ids.filter((id) => !others.has(id));
  }

  sample(run: Run, table: SelectableTable, source: number, size: number): Promise<readonly RowId[]> {
    return sample(this.#db, run.generation, { table, source }, size);
  }

  countOfSource(run: Run, source: number): Promise<number> {
    return countMembersOfSource(this.#db, run.generation, source);
  }

  countOnLists(run: Run, lists: readonly number[]): Promise<number> {
    return countMembersOnLists(this.#db, run.generation, lists);
  }

  unsettled(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]> {
    return unsettled(this.#db, run, { table, after, limit });
  }

  joinerCount(run: Run, generation: number): Promise<number> {
    return countJoiners(this.#db, run, generation);
  }

  async sharedLeavers(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]> {
    const current = await this.#ledger.runs.currentGeneration(run.dataSyncId);
    if (current === null || (await this.#sameMembers(run, current.runId))) return [];
    const others = await this.#db
      .selectFrom('current_generation')
      .select('generation')
      .where('data_sync_id', '!=', run.dataSyncId)
      .execute();
    const held = others.map(({ generation }) => generation);
    return sharedLeavers(this.#db, { run, stored: current.generation, others: held }, { table, after, limit });
  }

  /** Whether two runs found the same members on the same lists. */
  async #sameMembers(run: Run, other: SyncRunId): Promise<boolean> {
    const before = await this.#ledger.runs.find(other);
    const lists = (of: Run | null): string => JSON.stringify(keptOrder(of)?.lists.map(({ id }) => id));
    if (lists(before) !== lists(run)) return false;
    return (
      JSON.stringify(await this.#ledger.counts.lists(other)) ===
      JSON.stringify(await this.#ledger.counts.lists(run.runId))
    );
  }
}
