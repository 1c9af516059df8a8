import type { BrakeFinding } from '@pmds/contracts/start/brake';
import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import type { FailureCode } from '../../../domain/failures.js';
import type { Delay, RefusedReport } from '../../../domain/outbox/dead-letter.js';
import type { OutboxMessage } from '../../../domain/outbox/outbox.js';
import type { ReportedFailure } from '../../../domain/reported-failure.js';
import type { Revocation } from '../../../domain/revocation.js';
import type { Run, RunBase, RunPhase, RunRequest, SyncOrder } from '../../../domain/run/run.js';
import type { MemberTrace, TraceRow } from '../../../domain/run/trace.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { FetchedProfile } from '../../../ports/store/intake.js';
import type {
  Chunk,
  LedgerWriter,
  NewRange,
  Range,
  RangeCut,
  RunEnding,
  ScanChunk,
  StoreIdentity,
} from '../../../ports/store/storage.js';
import type { UpdateObject } from 'kysely';
import { applyToBase, carriedOutcomes, forgetRead, keepFailed, type CarriedOutcome } from '../staging/base-tables.js';
import { copyMembers, countMembers, createTables, indexProfiles, sealMembers } from '../staging/bulk-tables.js';
import { forgetBefore, keepClosed, reopen, settleClosed } from '../staging/closed/closed-members.js';
import { noSend, runOf } from './codec.js';
import { SqlDeliveryWriter } from './deliveries/sql-deliveries.js';
import { SqlLedgerReader } from './ledger-reader.js';
import { countsOf, membersByList } from './chunk-counts.js';
import { advanceRange, changeInPlace, insertRanges } from './range-rows.js';
import { keepRevocation } from './revocations.js';
import { endRun } from './run-ending.js';
import { keepStoreIdentity, storeIdentity } from './store-identity.js';
import {
  addMessages,
  bury,
  delayReports,
  dropLetter,
  endDelay,
  resendLetter,
  type Resent,
} from './outbox/outbox-rows.js';
import type { Schema } from '../schema.js';
import { adoptTraces, earlierTraces, forgetTraces } from './trace-rows.js';

export type CommittedPage = Pick<Chunk, 'range' | 'next'>;

/** Writing half of the ledger; made anew for each transaction and useless after it. */
export class SqlLedgerWriter extends SqlLedgerReader implements LedgerWriter {
  override readonly deliveries = new SqlDeliveryWriter(this.db, (run, page) => this.pageCommitted(run, page));

  /** Called in the transaction of each page that moved its range. */
  protected pageCommitted(_run: Run, _page: CommittedPage): Promise<void> {
    return Promise.resolve();
  }

  async addRun(request: RunRequest): Promise<boolean> {
    // Refused by the key where the run id is known, and by the index of active runs where the row has one on its way.
    const added = await this.db
      .insertInto('run')
      .values({
        run_id: request.runId,
        data_sync_id: request.dataSyncId,
        run_type: request.runType,
        trigger: request.trigger,
        status: 'queued',
        phase: 'claim',
        requested_at: request.requestedAt.toISOString(),
        trace_ids: request.traceIds === undefined ? null : JSON.stringify(request.traceIds),
        correlation_id: request.correlationId ?? null,
        refusal: request.refusal === undefined ? null : JSON.stringify(request.refusal),
        parameters: request.parameters === undefined ? null : JSON.stringify(request.parameters),
        api_calls: 0,
        cancel_requested: 0,
        lease_until_ms: 0,
        leftover: 'none',
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async requestCancel(runId: SyncRunId): Promise<void> {
    await this.#set(runId, { cancel_requested: 1 });
  }

  async keepStartedAt(runId: SyncRunId, startedAt: Date): Promise<Date> {
    const row = await this.db
      .selectFrom('run')
      .select('started_at')
      .where('run_id', '=', runId)
      .executeTakeFirstOrThrow();
    if (row.started_at !== null) return new Date(row.started_at);
    await this.#set(runId, { started_at: startedAt.toISOString(), server_time: 1 });
    return startedAt;
  }

  async keepOrder(
    runId: SyncRunId,
    order: SyncOrder,
    columns: Readonly<Record<SelectableTable, readonly ColumnPlan[]>>,
  ): Promise<void> {
    await this.#set(runId, {
      sync_order: JSON.stringify(order),
      columns: JSON.stringify(columns),
      status: 'in-progress',
      phase: 'scan',
      leftover: 'all',
    });
    const row = await this.db.selectFrom('run').selectAll().where('run_id', '=', runId).executeTakeFirstOrThrow();
    await createTables(this.db, runOf(row).generation, this.bulk.dialect);
  }

  async keepPlannedSend(runId: SyncRunId, plannedSend: Date | null): Promise<void> {
    await this.#set(runId, { planned_send_at: plannedSend?.toISOString() ?? noSend });
  }

  async holdRun(runId: SyncRunId): Promise<Run | null> {
    const query = this.db.selectFrom('run').selectAll().where('run_id', '=', runId);
    // SQLite has one transaction at a time.
    const row = await (this.bulk.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
    return row === undefined ? null : runOf(row);
  }

  async setPhase(runId: SyncRunId, phase: RunPhase): Promise<void> {
    await this.#set(runId, { phase });
  }

  async setStatus(runId: SyncRunId, status: SyncStatus): Promise<void> {
    await this.#set(runId, { status });
  }

  addRanges(runId: SyncRunId, ranges: readonly NewRange[]): Promise<readonly Range[]> {
    return insertRanges(this.db, runId, ranges);
  }

  async splitRange(range: Range, cut: RangeCut): Promise<readonly Range[]> {
    const kept = { slice_to: cut.to, pivots: JSON.stringify(cut.pivots), rows_expected: cut.rowsExpected };
    return (await changeInPlace(this.db, range, kept)) ? this.addRanges(range.runId, cut.others) : [];
  }

  async commitScan(run: Run, chunk: ScanChunk): Promise<boolean> {
    const { range, rows, traces } = chunk;
    if (!(await advanceRange(this.db, range, chunk, rows.length))) return false;
    await this.bulk.appendMembership(this.db, run.generation, rows);
    const counts = membersByList(rows);
    if (counts.length > 0) {
      const key = { run_id: run.runId, range_number: range.number, page: (range.at?.page ?? 0) + 1 };
      await this.db
        .insertInto('list_count')
        .values(counts.map((count) => ({ ...key, ...count })))
        .execute();
    }
    await this.addTraces(traces);
    await this.pageCommitted(run, chunk);
    return true;
  }

  async commitChunk(run: Run, chunk: Chunk): Promise<boolean> {
    const { range, table } = chunk;
    if (!(await advanceRange(this.db, range, chunk, chunk.rowsRead))) return false;
    await this.bulk.appendProfiles(this.db, run.generation, table, chunk.profiles);
    await this.bulk.appendSettled(this.db, run.generation, table, chunk.settled);
    const counts = countsOf(chunk);
    if (counts.length > 0) {
      const key = { run_id: run.runId, range_number: range.number, page: (range.at?.page ?? 0) + 1 };
      await this.db
        .insertInto('chunk_count')
        .values(counts.map((count) => ({ ...key, member_table: table, ...count })))
        .execute();
    }
    await this.addTraces(chunk.traces);
    await this.pageCommitted(run, chunk);
    return true;
  }

  async sealScan(run: Run, sourceOfList: readonly number[]): Promise<Readonly<Record<SelectableTable, number>>> {
    const lists = (run.order?.lists ?? []).map((list, index) => ({
      table: list.table,
      source: sourceOfList[index] ?? 0,
    }));
    await sealMembers(this.db, run.generation, lists, this.bulk.dialect);
    return this.#keepMembers(run);
  }

  async takeMembers(run: Run, from: Run): Promise<Readonly<Record<SelectableTable, number>>> {
    await copyMembers(this.db, from.generation, run.generation, this.bulk.dialect);
    const counts = await this.db.selectFrom('list_count').selectAll().where('run_id', '=', from.runId).execute();
    await this.db.deleteFrom('list_count').where('run_id', '=', run.runId).execute();
    const rows = counts.map((row) => ({ ...row, run_id: run.runId }));
    // A statement holds a limited number of values.
    for (let at = 0; at < rows.length; at += 500) {
      await this.db
        .insertInto('list_count')
        .values(rows.slice(at, at + 500))
        .execute();
    }
    return this.#keepMembers(run);
  }

  async keepBrake(runId: SyncRunId, findings: readonly BrakeFinding[]): Promise<void> {
    await this.#set(runId, { brake: JSON.stringify(findings) });
  }

  async keepBase(runId: SyncRunId, base: RunBase | null, type: 'incremental' | 'retry' = 'incremental'): Promise<void> {
    await this.#set(runId, {
      base_generation: base?.generation ?? null,
      changed_since: base?.changedSince.toISOString() ?? null,
      run_type: base === null ? 'full' : type,
    });
  }

  async keepFailed(run: Run, except: readonly MemberTrace['member'][]): Promise<void> {
    if (run.base !== null) await this.#count(run, await keepFailed(this.db, run, run.base.generation, except));
  }

  async carryOver(run: Run): Promise<void> {
    if (run.base !== null) await this.#count(run, await carriedOutcomes(this.db, run, run.base.generation));
  }

  async applyToBase(run: Run): Promise<number> {
    return run.base === null ? 0 : applyToBase(this.db, run.generation, run.base.generation);
  }

  async fallBackToFull(run: Run): Promise<void> {
    await forgetRead(this.db, run.generation);
    await this.db.deleteFrom('chunk_count').where('run_id', '=', run.runId).execute();
    await this.db.deleteFrom('range').where('run_id', '=', run.runId).where('stage', '!=', 'scan').execute();
    await this.deliveries.forget(run.runId);
    await this.keepBase(run.runId, null);
  }

  async indexProfiles(run: Run): Promise<void> {
    await indexProfiles(this.db, run.generation, this.bulk.dialect);
  }

  async addTraces(traces: readonly TraceRow[]): Promise<void> {
    for (const trace of traces) {
      const added = await this.db
        .insertInto('trace')
        .values({
          trace_id: trace.id,
          run_id: trace.runId,
          severity: trace.severity,
          member_table: trace.member?.table ?? null,
          member_id: trace.member?.id ?? null,
          code: trace.code,
        })
        .onConflict((conflict) => conflict.column('trace_id').doNothing())
        .executeTakeFirst();
      if ((added.numInsertedOrUpdatedRows ?? 0n) === 0n) continue;
      await this.send([{ kind: 'trace', runId: trace.runId, dataSyncId: trace.dataSyncId, trace }]);
    }
  }

  earlierTraces(run: Run, limit: number): Promise<readonly RowId[]> {
    return earlierTraces(this.db, run, limit);
  }

  async adoptTraces(run: Run, from: Run, codes?: readonly FailureCode[]): Promise<void> {
    const ids = await adoptTraces(this.db, from.runId, run.runId, codes);
    const { runId, dataSyncId } = run;
    for (let at = 0; at < ids.length; at += 1_000) {
      await this.send([{ kind: 'adopt-traces', runId, dataSyncId, ids: ids.slice(at, at + 1_000) }]);
    }
  }

  async closeTraces({ runId, dataSyncId }: Run, ids: readonly RowId[]): Promise<void> {
    await forgetTraces(this.db, ids);
    if (ids.length > 0) await this.send([{ kind: 'close-traces', runId, dataSyncId, ids }]);
  }

  async reportFailure(runId: SyncRunId, failure: ReportedFailure | null): Promise<void> {
    await this.#set(runId, { reported_failure: failure === null ? null : JSON.stringify(failure) });
  }

  async addApiCalls(runId: SyncRunId, calls: number): Promise<void> {
    if (calls === 0) return;
    await this.db
      .updateTable('run')
      .set((eb) => ({ api_calls: eb('api_calls', '+', calls) }))
      .where('run_id', '=', runId)
      .execute();
  }

  endRun(run: Run, ending: RunEnding): Promise<void> {
    return endRun(this.db, run, ending);
  }

  async endUnclaimed(runIds: readonly SyncRunId[], endedAt: Date): Promise<void> {
    // A statement holds a limited number of values.
    for (let at = 0; at < runIds.length; at += 500) {
      await this.db
        .updateTable('run')
        .set({ phase: 'ended', status: 'failed', ended_at: endedAt.toISOString() })
        .where('run_id', 'in', runIds.slice(at, at + 500))
        .where('phase', '=', 'claim')
        .where('lease_owner', 'is', null)
        .execute();
    }
  }

  send(messages: readonly OutboxMessage[]): Promise<void> {
    return addMessages(this.db, messages, Date.now());
  }

  storeIdentity(): Promise<StoreIdentity> {
    return storeIdentity(this.db);
  }

  keepStoreIdentity(identity: StoreIdentity): Promise<void> {
    return keepStoreIdentity(this.db, identity);
  }

  delayReports(delay: Delay): Promise<void> {
    return delayReports(this.db, delay);
  }

  endDelay(subject: string): Promise<void> {
    return endDelay(this.db, subject);
  }

  bury(reports: readonly RefusedReport[]): Promise<void> {
    return bury(this.db, reports, Date.now());
  }

  resendLetter(number: number): Promise<Resent> {
    return resendLetter(this.db, number, Date.now());
  }

  dropLetter(number: number): Promise<boolean> {
    return dropLetter(this.db, number);
  }

  async delivered(seqs: readonly number[]): Promise<void> {
    if (seqs.length === 0) return;
    await this.db.deleteFrom('outbox').where('seq', 'in', seqs).execute();
  }

  revoke(rule: Revocation): Promise<void> {
    return keepRevocation(this.db, rule);
  }

  keepClosed(closed: ClosedMember): Promise<void> {
    return keepClosed(this.db, closed);
  }

  settleClosed(run: Run, at: Date): Promise<void> {
    return settleClosed(this.db, run, at, this.bulk.dialect);
  }

  forgetBefore(time: Date): Promise<void> {
    return forgetBefore(this.db, time);
  }

  async keepFetchedProfile(profile: FetchedProfile): Promise<void> {
    if (!(await reopen(this.db, profile.table, profile.id, profile.fetchedAt))) return;
    const row = { profile: JSON.stringify(profile), fetched_at: profile.fetchedAt.toISOString() };
    await this.db
      .insertInto('fetched_profile')
      .values({ member_table: profile.table, member_id: profile.id, ...row })
      .onConflict((conflict) => conflict.columns(['member_table', 'member_id']).doUpdateSet(row))
      .execute();
  }

  async #count(run: Run, carried: readonly CarriedOutcome[]): Promise<void> {
    if (carried.length === 0) return;
    // Beside the chunks of ranges, whose numbers begin with one.
    const key = { run_id: run.runId, range_number: 0, page: 0 };
    await this.db
      .insertInto('chunk_count')
      .values(
        carried.map(({ table, outcome, members }) => ({ ...key, member_table: table, outcome, members, digest: null })),
      )
      .execute();
  }

  async #keepMembers(run: Run): Promise<Readonly<Record<SelectableTable, number>>> {
    const members = { contact: 0, lead: 0 };
    for (const table of selectableTables) members[table] = await countMembers(this.db, run.generation, table);
    await this.#set(run.runId, { members: JSON.stringify(members) });
    return members;
  }

  async #set(runId: SyncRunId, values: UpdateObject<Schema, 'run'>): Promise<void> {
    await this.db.updateTable('run').set(values).where('run_id', '=', runId).execute();
  }
}
