import { addOutcomes, noOutcomes } from '@pmds/contracts/run/counts';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { SyncRunId } from '@pmds/contracts/ids';
import { optOutFlagOf, outcomeOf, type OptOutCounts, type OptOutFlag } from '../../../domain/member/settled-outcome.js';
import { DigestSum, emptyDigest } from '../../../domain/run/digest.js';
import type { MemberSet } from '../../../domain/run/manifest.js';
import { keptOrder, type TableCounts } from '../../../domain/run/run.js';
import type { CountReader, CountWriter } from '../../../ports/store/ledger/counts.js';
import type { Range } from '../../../ports/store/ledger/ranges.js';
import type { RunReader } from '../../../ports/store/ledger/runs.js';
import type { CarriedOutcome, StagedPage } from '../../../ports/store/staging.js';
import type { MembershipRow } from '../../../ports/recipient-source.js';
import type { Db } from '../staging/bulk.js';
import { countsOf, membersByList } from './page-counts.js';
import { inParts } from '../statement-parts.js';

export class SqlCountReader implements CountReader {
  readonly #db: Db;
  readonly #runs: RunReader;

  constructor(db: Db, runs: RunReader) {
    this.#db = db;
    this.#runs = runs;
  }

  async outcomes(runId: SyncRunId): Promise<TableCounts> {
    const rows = await this.#db
      .selectFrom('chunk_count')
      .select(['member_table', 'outcome', (eb) => eb.fn.sum<number | string>('members').as('members')])
      .where('run_id', '=', runId)
      .groupBy(['member_table', 'outcome'])
      .execute();
    const counts = { contact: noOutcomes, lead: noOutcomes };
    for (const row of rows) {
      const table = row.member_table as SelectableTable;
      counts[table] = addOutcomes(counts[table], { [outcomeOf(row.outcome)]: Number(row.members) });
    }
    return counts;
  }

  async optOuts(runId: SyncRunId): Promise<OptOutCounts> {
    const rows = await this.#db
      .selectFrom('chunk_count')
      .select(['outcome', (eb) => eb.fn.sum<number | string>('members').as('members')])
      .where('run_id', '=', runId)
      .groupBy('outcome')
      .execute();
    const flags: Partial<Record<OptOutFlag, number>> = {};
    for (const { outcome, members } of rows) {
      const flag = optOutFlagOf(outcome);
      if (flag !== null) flags[flag] = (flags[flag] ?? 0) + Number(members);
    }
    return flags;
  }

  async lists(runId: SyncRunId): Promise<readonly MemberSet[]> {
    const rows = await this.#db.selectFrom('list_count').selectAll().where('run_id', '=', runId).execute();
    const lists = (keptOrder(await this.#runs.find(runId))?.lists ?? []).map(() => ({
      members: 0,
      digest: new DigestSum(),
    }));
    for (const row of rows) {
      const list = lists[row.list];
      if (list === undefined) continue;
      list.members += row.members;
      list.digest.addText(row.digest);
    }
    return lists.map(({ members, digest }) => ({ members, digest: digest.text }));
  }

  async writtenDigest(runId: SyncRunId, table: SelectableTable): Promise<string> {
    const rows = await this.#db
      .selectFrom('chunk_count')
      .select('digest')
      .where('run_id', '=', runId)
      .where('member_table', '=', table)
      .where('digest', 'is not', null)
      .execute();
    return rows.reduce((sum, { digest }) => sum.addText(digest ?? emptyDigest), new DigestSum()).text;
  }
}

export class SqlCountWriter implements CountWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async addOutcomes(range: Range, table: SelectableTable, page: StagedPage): Promise<void> {
    const counts = countsOf(page);
    if (counts.length === 0) return;
    await this.#db
      .insertInto('chunk_count')
      .values(counts.map((count) => ({ ...pageKey(range), member_table: table, ...count })))
      .execute();
  }

  async addMemberships(range: Range, rows: readonly MembershipRow[]): Promise<void> {
    const counts = membersByList(rows);
    if (counts.length === 0) return;
    await this.#db
      .insertInto('list_count')
      .values(counts.map((count) => ({ ...pageKey(range), ...count })))
      .execute();
  }

  async addCarried(runId: SyncRunId, carried: readonly CarriedOutcome[]): Promise<void> {
    if (carried.length === 0) return;
    // Beside the chunks of ranges, whose numbers begin with one.
    const key = { run_id: runId, range_number: 0, page: 0 };
    await this.#db
      .insertInto('chunk_count')
      .values(
        carried.map(({ table, outcome, members }) => ({ ...key, member_table: table, outcome, members, digest: null })),
      )
      .execute();
  }

  async takeLists(runId: SyncRunId, from: SyncRunId, lists?: readonly number[]): Promise<void> {
    const all = await this.#db.selectFrom('list_count').selectAll().where('run_id', '=', from).execute();
    const counts = lists === undefined ? all : all.filter(({ list }) => lists.includes(list));
    let replaced = this.#db.deleteFrom('list_count').where('run_id', '=', runId);
    if (lists !== undefined) replaced = replaced.where('list', 'in', lists);
    await replaced.execute();
    for (const rows of inParts(counts)) {
      await this.#db
        .insertInto('list_count')
        .values(rows.map((row) => ({ ...row, run_id: runId })))
        .execute();
    }
  }

  async forgetLists(runId: SyncRunId): Promise<void> {
    await this.#db.deleteFrom('list_count').where('run_id', '=', runId).execute();
  }

  async forgetOutcomes(runId: SyncRunId): Promise<void> {
    await this.#db.deleteFrom('chunk_count').where('run_id', '=', runId).execute();
  }
}

/** The page that follows on where the range stood when it was read. */
function pageKey({ runId, number, at }: Range): {
  readonly run_id: string;
  readonly range_number: number;
  readonly page: number;
} {
  return { run_id: runId, range_number: number, page: (at?.page ?? 0) + 1 };
}
