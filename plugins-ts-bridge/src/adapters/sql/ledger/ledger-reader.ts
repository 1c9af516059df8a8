import { addOutcomes, noOutcomes } from '@pmds/contracts/run/counts';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { DigestSum, emptyDigest } from '../../../domain/run/digest.js';
import type { MemberSet, StoredSet } from '../../../domain/run/manifest.js';
import type { DeadLetter, Delay } from '../../../domain/outbox/dead-letter.js';
import type { OutboxEntry } from '../../../domain/outbox/outbox.js';
import { optOutFlagOf, outcomeOf, type OptOutCounts, type OptOutFlag } from '../../../domain/member/settled-outcome.js';
import type { Run, TableCounts } from '../../../domain/run/run.js';
import type { MemberTrace } from '../../../domain/run/trace.js';
import type { BulkReader, CurrentGeneration, LedgerReader, Range, RangeStage } from '../../../ports/store/storage.js';
import type { BulkDriver, Db } from '../staging/bulk.js';
import type { DeliveryReader } from '../../../ports/store/deliveries.js';
import { countJoiners } from '../staging/base-tables.js';
import {
  countLeavers,
  countMembersOfSource,
  countMembersOnLists,
  countProfiles,
  sample,
  sharedLeavers,
  unsettled,
} from '../staging/bulk-tables.js';
import { outboxMessageOf, rangeOf, runOf } from './codec.js';
import { deadLetters, delays } from './outbox/outbox-rows.js';
import { SqlDeliveryReader } from './deliveries/sql-deliveries.js';
import { tracesOfMembers } from './trace-rows.js';

const nothing: ReadonlyMap<RowId, Uint8Array> = new Map();

/** Reading half of the ledger, on whatever connection it is given. */
export class SqlLedgerReader implements LedgerReader, BulkReader {
  protected readonly db: Db;
  protected readonly bulk: BulkDriver;
  readonly deliveries: DeliveryReader;

  constructor(db: Db, bulk: BulkDriver) {
    this.db = db;
    this.bulk = bulk;
    this.deliveries = new SqlDeliveryReader(db);
  }

  async run(runId: SyncRunId): Promise<Run | null> {
    const row = await this.db.selectFrom('run').selectAll().where('run_id', '=', runId).executeTakeFirst();
    return row === undefined ? null : runOf(row);
  }

  async openRuns(): Promise<readonly Run[]> {
    const rows = await this.db
      .selectFrom('run')
      .selectAll()
      .where('phase', '!=', 'ended')
      .orderBy('requested_at')
      .orderBy('generation')
      .execute();
    return rows.map(runOf);
  }

  async openRunIds(limit: number): Promise<readonly Pick<Run, 'runId' | 'cancelRequested'>[]> {
    const rows = await this.db
      .selectFrom('run')
      .select(['run_id', 'cancel_requested'])
      .where('phase', '!=', 'ended')
      .orderBy('requested_at')
      .orderBy('generation')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ runId: row.run_id as SyncRunId, cancelRequested: row.cancel_requested !== 0 }));
  }

  async unclaimedRuns(): Promise<readonly Pick<Run, 'runId' | 'dataSyncId'>[]> {
    const rows = await this.db
      .selectFrom('run')
      .select(['run_id', 'data_sync_id'])
      .where('phase', '=', 'claim')
      .where('started_at', 'is', null)
      .where('lease_owner', 'is', null)
      .execute();
    return rows.map((row) => ({ runId: row.run_id as SyncRunId, dataSyncId: row.data_sync_id as RowId }));
  }

  async ranges(runId: SyncRunId, stage: RangeStage): Promise<readonly Range[]> {
    const rows = await this.db
      .selectFrom('range')
      .selectAll()
      .where('run_id', '=', runId)
      .where('stage', '=', stage)
      .orderBy('number')
      .execute();
    return rows.map(rangeOf);
  }

  async range(runId: SyncRunId, number: number): Promise<Range | null> {
    const row = await this.db
      .selectFrom('range')
      .selectAll()
      .where('run_id', '=', runId)
      .where('number', '=', number)
      .executeTakeFirst();
    return row === undefined ? null : rangeOf(row);
  }

  async counts(runId: SyncRunId): Promise<TableCounts> {
    const rows = await this.db
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
    const rows = await this.db
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

  async errorCount(runId: SyncRunId): Promise<number> {
    const row = await this.db
      .selectFrom('trace')
      .select((eb) => eb.fn.countAll<number | string>().as('n'))
      .where('run_id', '=', runId)
      .where('severity', '=', 'error')
      .executeTakeFirstOrThrow();
    return Number(row.n);
  }

  async currentGeneration(dataSyncId: RowId): Promise<CurrentGeneration | null> {
    const row = await this.db
      .selectFrom('current_generation')
      .selectAll()
      .where('data_sync_id', '=', dataSyncId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      runId: row.run_id as SyncRunId,
      generation: row.generation,
      profiles: { contact: row.contact_profiles, lead: row.lead_profiles },
      startedAt: new Date(row.started_at),
      startedByServer: row.server_time !== 0,
      columns: row.columns,
    };
  }

  async lastEnded(dataSyncId: RowId, except: SyncRunId): Promise<Run | null> {
    const row = await this.db
      .selectFrom('run')
      .selectAll()
      .where('data_sync_id', '=', dataSyncId)
      .where('run_id', '!=', except)
      .where('phase', '=', 'ended')
      .where((eb) => eb.or([eb('failure_code', 'is not', null), eb('manifest', 'is not', null)]))
      .orderBy('generation', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : runOf(row);
  }

  memberTraces(runId: SyncRunId, ids: readonly RowId[]): Promise<readonly MemberTrace[]> {
    return tracesOfMembers(this.db, runId, ids);
  }

  async listMembers(runId: SyncRunId): Promise<readonly MemberSet[]> {
    const rows = await this.db.selectFrom('list_count').selectAll().where('run_id', '=', runId).execute();
    const lists = ((await this.run(runId))?.order?.lists ?? []).map(() => ({ members: 0, digest: new DigestSum() }));
    for (const row of rows) {
      const list = lists[row.list];
      if (list === undefined) continue;
      list.members += row.members;
      list.digest.addText(row.digest);
    }
    return lists.map(({ members, digest }) => ({ members, digest: digest.text }));
  }

  async manifest(runId: SyncRunId): Promise<string | null> {
    const row = await this.db.selectFrom('run').select('manifest').where('run_id', '=', runId).executeTakeFirst();
    return row?.manifest ?? null;
  }

  async outbox(limit: number, runId?: SyncRunId): Promise<readonly OutboxEntry[]> {
    let query = this.db.selectFrom('outbox').selectAll().orderBy('seq').limit(limit);
    if (runId !== undefined) query = query.where('run_id', '=', runId);
    const rows = await query.execute();
    return rows.map((row) => ({ seq: row.seq, message: outboxMessageOf(row.message) }));
  }

  async dueOutbox(limit: number, nowMs: number): Promise<readonly OutboxEntry[]> {
    const heldBack = this.db.selectFrom('outbox_delay').select('subject').where('until_ms', '>', nowMs);
    const rows = await this.db
      .selectFrom('outbox')
      .selectAll()
      .where('subject', 'not in', heldBack)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ seq: row.seq, message: outboxMessageOf(row.message) }));
  }

  delays(): Promise<readonly Delay[]> {
    return delays(this.db);
  }

  deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return deadLetters(this.db, limit);
  }

  strangers(run: Run, table: SelectableTable, source: number, ids: readonly RowId[]): Promise<ReadonlySet<RowId>> {
    return this.bulk.strangers(this.db, run.generation, table, source, ids);
  }

  async previousHashes(
    run: Run,
    table: SelectableTable,
    ids: readonly RowId[],
  ): Promise<ReadonlyMap<RowId, Uint8Array>> {
    const current = await this.currentGeneration(run.dataSyncId);
    // Other columns make other content: nothing can be unchanged against them.
    if (current?.columns !== JSON.stringify(run.columns)) return nothing;
    return this.bulk.hashes(this.db, current.generation, table, ids);
  }

  storedHashes(run: Run, table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Uint8Array>> {
    return this.bulk.hashes(this.db, run.base?.generation ?? run.generation, table, ids);
  }

  sampleMembers(run: Run, table: SelectableTable, source: number, size: number): Promise<readonly RowId[]> {
    return sample(this.db, run.generation, { table, source }, size);
  }

  membersOnLists(run: Run, lists: readonly number[]): Promise<number> {
    return countMembersOnLists(this.db, run.generation, lists);
  }

  memberCountOf(run: Run, source: number): Promise<number> {
    return countMembersOfSource(this.db, run.generation, source);
  }

  unsettledMembers(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]> {
    return unsettled(this.db, run, { table, after, limit });
  }

  profileCount(run: Run, table: SelectableTable): Promise<number> {
    return countProfiles(this.db, run.base?.generation ?? run.generation, table);
  }

  async storedSet(run: Run, table: SelectableTable): Promise<StoredSet> {
    const profiles = await this.profileCount(run, table);
    const { generation } = run.base ?? run;
    const digest = run.base === null ? await this.#written(run, table) : null;
    return { profiles, digest: digest ?? (await this.bulk.storedDigest(this.db, generation, table)) };
  }

  /** What the chunks of a full run wrote, told apart from what the store holds. */
  async #written(run: Run, table: SelectableTable): Promise<string> {
    const rows = await this.db
      .selectFrom('chunk_count')
      .select('digest')
      .where('run_id', '=', run.runId)
      .where('member_table', '=', table)
      .where('digest', 'is not', null)
      .execute();
    return rows.reduce((sum, { digest }) => sum.addText(digest ?? emptyDigest), new DigestSum()).text;
  }

  joinerCount(run: Run, generation: number): Promise<number> {
    return countJoiners(this.db, run, generation);
  }

  async sharedLeavers(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly RowId[]> {
    const current = await this.currentGeneration(run.dataSyncId);
    if (current === null || (await this.#sameMembers(run, current.runId))) return [];
    const others = await this.db
      .selectFrom('current_generation')
      .select('generation')
      .where('data_sync_id', '!=', run.dataSyncId)
      .execute();
    const held = others.map(({ generation }) => generation);
    return sharedLeavers(this.db, { run, stored: current.generation, others: held }, { table, after, limit });
  }

  /** Whether two runs found the same members on the same lists. */
  async #sameMembers(run: Run, other: SyncRunId): Promise<boolean> {
    const before = await this.run(other);
    const lists = (of: Run | null): string => JSON.stringify(of?.order?.lists.map(({ id }) => id));
    if (lists(before) !== lists(run)) return false;
    return JSON.stringify(await this.listMembers(other)) === JSON.stringify(await this.listMembers(run.runId));
  }

  async leaverCount(run: Run): Promise<number> {
    const current = await this.currentGeneration(run.dataSyncId);
    return current === null ? 0 : countLeavers(this.db, current.generation, run.generation);
  }
}
