import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { Run } from '../../domain/run/run.js';
import type { Checkpoint, Range } from '../../ports/store/ledger/ranges.js';
import type { ReadingContext } from '../run/run-context.js';
import type { SettledPage } from './build-chunk.js';

/** A page of members with what became of each. */
interface CommittedPage extends SettledPage, Checkpoint {
  readonly range: Range;
  readonly table: SelectableTable;
}

/**
 * Commits a page as a whole: checkpoint, staged profiles, counts and traces in one transaction.
 * @returns false when it was committed before.
 */
export function commitPage(
  { storage, calls }: Pick<ReadingContext, 'storage' | 'calls'>,
  run: Run,
  page: CommittedPage,
): Promise<boolean> {
  const { range, table } = page;
  return storage.transaction(async (unit) => {
    const moved = await unit.ranges.advance(run, range, page);
    if (moved) {
      await unit.staging.append(run, table, page);
      await unit.counts.addOutcomes(range, table, page);
      await unit.traces.add(page.traces);
    }
    // Last: all pages of a run count on its row, and on PostgreSQL each waits for those that have counted and not ended.
    await unit.runs.addApiCalls(run.runId, calls.drain(run.runId));
    return moved;
  });
}
