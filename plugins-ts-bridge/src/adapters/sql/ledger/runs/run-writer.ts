import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { SyncRunId } from '@pmds/contracts/ids';
import { statusesBefore, type SyncStatus } from '@pmds/contracts/run/sync-status';
import type { UpdateObject } from 'kysely';
import type { ColumnPlan } from '../../../../domain/member/columns.js';
import type { ReportedFailure } from '../../../../domain/reported-failure.js';
import type { Run, RunBase, RunPhase, SyncOrder } from '../../../../domain/run/run.js';
import type { RunEnding, RunWriter } from '../../../../ports/store/ledger/runs.js';
import type { BulkDriver, Db } from '../../staging/bulk.js';
import { noSend, runOf } from '../codec.js';
import type { Schema } from '../../schema.js';
import { endRun } from './run-ending.js';

export class SqlRunWriter implements RunWriter {
  readonly #db: Db;
  readonly #dialect: BulkDriver['dialect'];

  constructor(db: Db, dialect: BulkDriver['dialect']) {
    this.#db = db;
    this.#dialect = dialect;
  }

  async hold(runId: SyncRunId): Promise<Run | null> {
    const query = this.#db.selectFrom('run').selectAll().where('run_id', '=', runId);
    // SQLite has one transaction at a time.
    const row = await (this.#dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
    return row === undefined ? null : runOf(row);
  }

  async keepStartedAt(runId: SyncRunId, startedAt: Date): Promise<Date> {
    const row = await this.#db
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
  }

  async keepPlannedSend(runId: SyncRunId, plannedSend: Date | null): Promise<void> {
    await this.#set(runId, { planned_send_at: plannedSend?.toISOString() ?? noSend });
  }

  async keepMembers(runId: SyncRunId, members: Readonly<Record<SelectableTable, number>>): Promise<void> {
    await this.#set(runId, { members: JSON.stringify(members) });
  }

  async keepBase(runId: SyncRunId, base: RunBase | null, type: 'incremental' | 'retry' = 'incremental'): Promise<void> {
    await this.#set(runId, {
      base_generation: base?.generation ?? null,
      changed_since: base?.changedSince.toISOString() ?? null,
      run_type: base === null ? 'full' : type,
    });
  }

  async keepBrake(runId: SyncRunId, findings: readonly BrakeFinding[]): Promise<void> {
    await this.#set(runId, { brake: JSON.stringify(findings) });
  }

  async setPhase(runId: SyncRunId, phase: RunPhase): Promise<void> {
    await this.#set(runId, { phase });
  }

  async setStatus(runId: SyncRunId, status: SyncStatus): Promise<void> {
    const before = statusesBefore(status);
    // No run goes there; PostgreSQL refuses an empty list.
    if (before.length === 0) return;
    await this.#db
      .updateTable('run')
      .set({ status })
      .where('run_id', '=', runId)
      // A sync goes on from an ended state by another run; the run that has ended does not.
      .where('phase', '!=', 'ended')
      .where('status', 'in', before)
      .execute();
  }

  async reportFailure(runId: SyncRunId, failure: ReportedFailure | null): Promise<void> {
    await this.#set(runId, { reported_failure: failure === null ? null : JSON.stringify(failure) });
  }

  async addApiCalls(runId: SyncRunId, calls: number): Promise<void> {
    if (calls === 0) return;
    await this.#db
      .updateTable('run')
      .set((eb) => ({ api_calls: eb('api_calls', '+', calls) }))
      .where('run_id', '=', runId)
      .execute();
  }

  end(run: Run, ending: RunEnding): Promise<void> {
    return endRun(this.#db, run, ending);
  }

  async #set(runId: SyncRunId, values: UpdateObject<Schema, 'run'>): Promise<void> {
    await this.#db.updateTable('run').set(values).where('run_id', '=', runId).execute();
  }
}
