import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { FailureCode } from '../../../domain/failures.js';
import { aboutRun } from '../../../domain/outbox/subject.js';
import type { Run } from '../../../domain/run/run.js';
import type { MemberTrace, OpenTrace, TraceRow } from '../../../domain/run/trace.js';
import type { OutboxWriter } from '../../../ports/store/ledger/outbox.js';
import type { TraceReader, TraceWriter } from '../../../ports/store/ledger/traces.js';
import type { Db } from '../staging/bulk.js';
import { inParts } from '../statement-parts.js';

/** Ids in one message to Dataverse. */
const idsPerMessage = 1_000;

export class SqlTraceReader implements TraceReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async errorCount(runId: SyncRunId): Promise<number> {
    const row = await this.#db
      .selectFrom('trace')
      .select((eb) => eb.fn.countAll<number | string>().as('n'))
      .where('run_id', '=', runId)
      .where('severity', '=', 'error')
      .executeTakeFirstOrThrow();
    return Number(row.n);
  }

  async ofMembers(runId: SyncRunId, ids: readonly RowId[]): Promise<readonly MemberTrace[]> {
    return tracesOfMembers(this.#db, runId, ids);
  }

  async open(runId: SyncRunId, after: string | null, limit: number): Promise<readonly OpenTrace[]> {
    const rows = await this.#db
      .selectFrom('trace')
      .select(['trace_id', 'code', 'member_table', 'member_id', 'list_id'])
      .where('run_id', '=', runId)
      .where('trace_id', '>', after ?? '')
      .orderBy('trace_id')
      .limit(limit)
      .execute();
    return rows.map(({ trace_id, code, member_table: table, member_id: id, list_id }) => ({
      id: trace_id,
      code: code as FailureCode,
      member: table === null || id === null ? null : { table: table as SelectableTable, id },
      list: list_id as RowId | null,
    }));
  }

  async isTraced(runId: SyncRunId, code: FailureCode, memberId: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('trace')
      .select('trace_id')
      .where('run_id', '=', runId)
      .where('code', '=', code)
      .where('member_id', '=', memberId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async earlier(run: Run, limit: number): Promise<readonly RowId[]> {
    const rows = await this.#db
      .selectFrom('trace')
      .innerJoin('run', 'run.run_id', 'trace.run_id')
      .select('trace.trace_id')
      .where('run.data_sync_id', '=', run.dataSyncId)
      .where('run.run_id', '!=', run.runId)
      .limit(limit)
      .execute();
    return rows.map((row) => row.trace_id as RowId);
  }
}

export class SqlTraceWriter implements TraceWriter {
  readonly #db: Db;
  readonly #outbox: Pick<OutboxWriter, 'send'>;

  constructor(db: Db, outbox: Pick<OutboxWriter, 'send'>) {
    this.#db = db;
    this.#outbox = outbox;
  }

  async add(traces: readonly TraceRow[]): Promise<void> {
    for (const trace of traces) {
      const added = await this.#db
        .insertInto('trace')
        .values({
          trace_id: trace.id,
          run_id: trace.runId,
          severity: trace.severity,
          member_table: trace.member?.table ?? null,
          member_id: trace.member?.id ?? null,
          code: trace.code,
          list_id: trace.list ?? null,
        })
        .onConflict((conflict) => conflict.column('trace_id').doNothing())
        .executeTakeFirst();
      if ((added.numInsertedOrUpdatedRows ?? 0n) === 0n) continue;
      await this.#outbox.send([{ kind: 'trace', subject: aboutRun(trace), trace }]);
    }
  }

  async adopt(run: Run, from: Run, codes?: readonly FailureCode[]): Promise<void> {
    let update = this.#db.updateTable('trace').set({ run_id: run.runId }).where('run_id', '=', from.runId);
    if (codes !== undefined) update = update.where('code', 'in', codes);
    const ids = (await update.returning('trace_id').execute()).map((row) => row.trace_id);
    await this.#tellAdopted(run, ids);
  }

  async adoptSome(run: Run, ids: readonly string[]): Promise<void> {
    for (const some of inParts(ids)) {
      await this.#db.updateTable('trace').set({ run_id: run.runId }).where('trace_id', 'in', some).execute();
    }
    await this.#tellAdopted(run, ids);
  }

  async #tellAdopted(run: Run, ids: readonly string[]): Promise<void> {
    for (const some of inParts(ids, idsPerMessage)) {
      await this.#outbox.send([{ kind: 'adopt-traces', subject: aboutRun(run), ids: some }]);
    }
  }

  async close(run: Run, ids: readonly RowId[]): Promise<void> {
    for (const some of inParts(ids)) {
      await this.#db.deleteFrom('trace').where('trace_id', 'in', some).execute();
    }
    if (ids.length > 0) await this.#outbox.send([{ kind: 'close-traces', subject: aboutRun(run), ids }]);
  }
}

/** Which of these Trace rows say of a member of the run why it failed. */
export async function tracesOfMembers(db: Db, runId: string, ids: readonly string[]): Promise<readonly MemberTrace[]> {
  const found: MemberTrace[] = [];
  for (const some of inParts(ids)) {
    const rows = await db
      .selectFrom('trace')
      .selectAll()
      .where('trace_id', 'in', some)
      .where('run_id', '=', runId)
      .where('severity', '=', 'error')
      .execute();
    for (const { trace_id, member_table, member_id, code } of rows) {
      if (member_table === null || member_id === null) continue;
      const member = { table: member_table as SelectableTable, id: member_id };
      found.push({ id: trace_id, code: code as FailureCode, member });
    }
  }
  return found;
}
