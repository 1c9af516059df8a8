import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { optOutFlagsOf, type ClaimedRun } from '../../../domain/run/run.js';
import type { SourceCall } from '../../../ports/recipient-source.js';
import type { ReadingContext } from '../../run/run-context.js';
import { closedAmong } from './closed-among.js';

/** Leavers that a run asks after, at most: each batch is a call, and their other syncs ask themselves. */
const mostAsked = 5_000;

/**
 * Whoever was deleted or deactivated has often left the lists of a sync by that alone, and would stay readable by another
 * sync that stores him. Leavers whom another sync stores are asked after; where nobody left, nothing is asked.
 */
export async function closeLeavers(context: ReadingContext, run: ClaimedRun, call: SourceCall): Promise<void> {
  const { storage, source } = context;
  const rules = context.rulesOf(optOutFlagsOf(run.order));
  for (const table of selectableTables) {
    let after: RowId | null = null;
    for (let asked = 0; asked < mostAsked; asked += source.members.maxIdsPerCall) {
      const ids: readonly RowId[] = await storage.read.members.sharedLeavers(
        run,
        table,
        after,
        source.members.maxIdsPerCall,
      );
      if (ids.length === 0) break;
      const since = context.clock.now();
      const { closed } = await closedAmong(source.members, rules, table, ids, call);
      await storage.transaction(async (unit) => {
        for (const [id, reason] of closed) await unit.closed.close({ table, id, reason, since });
        await unit.runs.addApiCalls(run.runId, context.calls.drain(run.runId));
      });
      if (ids.length < source.members.maxIdsPerCall) break;
      after = ids.at(-1) ?? null;
    }
  }
}
