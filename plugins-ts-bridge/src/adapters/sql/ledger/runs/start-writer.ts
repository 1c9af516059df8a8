import type { SyncRunId } from '@pmds/contracts/ids';
import type { RunRequest } from '../../../../domain/run/run.js';
import type { StartWriter } from '../../../../ports/store/ledger/runs.js';
import type { Db } from '../../staging/bulk.js';
import { inParts } from '../../statement-parts.js';

export class SqlStartWriter implements StartWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async add(request: RunRequest): Promise<boolean> {
    // Refused by the key where the run id is known, and by the index of active runs where the row has one on its way.
    const added = await this.#db
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
    await this.#db.updateTable('run').set({ cancel_requested: 1 }).where('run_id', '=', runId).execute();
  }

  async endUnclaimed(runIds: readonly SyncRunId[], endedAt: Date): Promise<void> {
    for (const some of inParts(runIds)) {
      await this.#db
        .updateTable('run')
        .set({ phase: 'ended', status: 'failed', ended_at: endedAt.toISOString() })
        .where('run_id', 'in', some)
        .where('phase', '=', 'claim')
        .where('lease_owner', 'is', null)
        .execute();
    }
  }
}
