import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { closedBy } from '../../../domain/member/settled-outcome.js';
import { mapRow } from '../../../domain/member/recipient-mapping.js';
import { shapeOf, type Run } from '../../../domain/run/run.js';
import type { ClosedReason } from '@pmds/contracts/run/outcomes';
import type { SourceCall } from '../../../ports/recipient-source.js';
import type { ReadingContext } from '../../run/run-context.js';

/** Leavers that a run asks after, at most: each batch is a call, and their other syncs ask themselves. */
const mostAsked = 5_000;

/**
 * Whoever was deleted or deactivated has often left the lists of a sync by that alone, and would stay readable by another
 * sync that stores him. Leavers whom another sync stores are asked after; where nobody left, nothing is asked.
 */
export async function closeLeavers(context: ReadingContext, run: Run, call: SourceCall): Promise<void> {
  const { storage, source } = context;
  for (const table of selectableTables) {
    let after: RowId | null = null;
    for (let asked = 0; asked < mostAsked; asked += source.maxIdsPerCall) {
      const ids: readonly RowId[] = await storage.read.members.sharedLeavers(run, table, after, source.maxIdsPerCall);
      if (ids.length === 0) break;
      const since = context.clock.now();
      const closed = await closedAmong(context, run, table, ids, call);
      await storage.transaction(async (unit) => {
        for (const [id, reason] of closed) await unit.closed.close({ table, id, reason, since });
        await unit.runs.addApiCalls(run.runId, context.calls.drain(run.runId));
      });
      if (ids.length < source.maxIdsPerCall) break;
      after = ids.at(-1) ?? null;
    }
  }
}

async function closedAmong(
  { source }: ReadingContext,
  run: Run,
  table: SelectableTable,
  ids: readonly RowId[],
  call: SourceCall,
): Promise<ReadonlyMap<RowId, ClosedReason>> {
  const shape = { ...shapeOf(run, table), columns: [] };
  const page = await source.membersById(table, ids, shape, (row) => mapRow(row, shape), call);
  const closed = new Map<RowId, ClosedReason>();
  const found = new Set<RowId>();
  for (const { id, value } of page.rows) {
    found.add(id);
    const reason = value.kind === 'skipped' ? closedBy(value.outcome) : null;
    if (reason !== null) closed.set(id, reason);
  }
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return closed;
  for (const [id, presence] of await source.presence(table, missing, call)) {
    if (presence === 'gone') closed.set(id, 'deleted');
  }
  return closed;
}
