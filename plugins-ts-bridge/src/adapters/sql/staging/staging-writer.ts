import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { ClaimedRun, Run } from '../../../domain/run/run.js';
import type { MemberTrace } from '../../../domain/run/trace.js';
import type { MembershipRow } from '../../../ports/recipient-source.js';
import type { CarriedOutcome, StagedPage, StagingWriter } from '../../../ports/store/staging.js';
import { applyToBase, carriedOutcomes, keepFailed } from './base-tables.js';
import type { BulkDriver, Db } from './bulk.js';
import {
  copyMembers,
  copyMemberships,
  countMembers,
  createTables,
  forgetTables,
  indexProfiles,
  sealMembers,
} from './bulk-tables.js';

export class SqlStagingWriter implements StagingWriter {
  readonly #db: Db;
  readonly #bulk: BulkDriver;

  constructor(db: Db, bulk: BulkDriver) {
    this.#db = db;
    this.#bulk = bulk;
  }

  open({ generation }: Pick<Run, 'generation'>): Promise<void> {
    return createTables(this.#db, generation, this.#bulk.dialect);
  }

  appendMemberships({ generation }: Run, rows: readonly MembershipRow[]): Promise<void> {
    return this.#bulk.appendMembership(this.#db, generation, rows);
  }

  async append({ generation }: Run, table: SelectableTable, { profiles, settled }: StagedPage): Promise<void> {
    await this.#bulk.appendProfiles(this.#db, generation, table, profiles);
    await this.#bulk.appendSettled(this.#db, generation, table, settled);
  }

  async sealMembers(
    run: ClaimedRun,
    sourceOfList: readonly (number | null)[],
  ): Promise<Readonly<Record<SelectableTable, number>>> {
    const lists = run.order.lists.map((list, index) => ({
      table: list.table,
      source: sourceOfList[index] ?? null,
    }));
    await sealMembers(this.#db, run.generation, lists, this.#bulk.dialect);
    return this.#countMembers(run);
  }

  takeMemberships(run: Run, from: Run, lists: readonly number[]): Promise<void> {
    return copyMemberships(this.#db, from.generation, run.generation, lists);
  }

  async takeMembers(run: Run, from: Run): Promise<Readonly<Record<SelectableTable, number>>> {
    await copyMembers(this.#db, from.generation, run.generation, this.#bulk.dialect);
    return this.#countMembers(run);
  }

  seal({ generation }: Run): Promise<void> {
    return indexProfiles(this.#db, generation, this.#bulk.dialect);
  }

  async keepFailed(run: Run, except: readonly MemberTrace['member'][]): Promise<readonly CarriedOutcome[]> {
    return run.base === null ? [] : keepFailed(this.#db, run, run.base.generation, except);
  }

  async carriedOver(run: Run): Promise<readonly CarriedOutcome[]> {
    return run.base === null ? [] : carriedOutcomes(this.#db, run, run.base.generation);
  }

  async applyToBase(run: Run): Promise<number> {
    return run.base === null ? 0 : applyToBase(this.#db, run.generation, run.base.generation);
  }

  forgetRead({ generation }: Run): Promise<void> {
    return forgetTables(this.#db, generation, 'read');
  }

  forgetMembers({ generation }: Run): Promise<void> {
    return forgetTables(this.#db, generation, 'all');
  }

  async #countMembers({ generation }: Run): Promise<Readonly<Record<SelectableTable, number>>> {
    const members = { contact: 0, lead: 0 };
    for (const table of selectableTables) members[table] = await countMembers(this.#db, generation, table);
    return members;
  }
}
