import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RunBase, SealedRun } from '../../../domain/run/run.js';
import type { SourceCall } from '../../../ports/recipient-source.js';
import { isScoped } from '../../../domain/run/scope.js';
import { everybody, readsEverybody } from '../../run/run-base.js';
import type { RunContext } from '../../run/run-context.js';
import type { RunSource } from '../run-sources.js';

interface FreshBase {
  readonly base: RunBase | null;
  /** Tables of which members have to be read again for a name that is not theirs. */
  readonly relabelled: readonly SelectableTable[];
}

/**
 * A member's row stays as it is when the account that it names is called something else. Before an incremental run each
 * table with selected lookups is asked, in one call, whether a row that a lookup names changed; where that cannot be known
 * everybody is read. Labels of choices are in the plan of the columns: where they differ there is no base at all.
 */
export async function withFreshLabels(
  { source }: Pick<RunContext, 'source'>,
  run: SealedRun,
  base: RunBase | null,
  sources: readonly RunSource[],
  call: SourceCall,
): Promise<FreshBase> {
  if (base === null || readsEverybody(base)) return { base, relabelled: [] };
  const relabelled: SelectableTable[] = [];
  for (const table of selectableTables) {
    if (run.members[table] === 0) continue;
    const own = sources.map(({ from }) => from).filter((one) => one.table === table);
    if (own.length === 0) continue;
    const changed = await source.members.labelsChanged(own, run.columns[table], base.changedSince, call);
    if (changed === null) return { base: isScoped(run.order) ? everybody(base.generation) : null, relabelled: [] };
    if (changed) relabelled.push(table);
  }
  return { base, relabelled };
}
