import type { SyncNow } from '@pmds/bridge/domain/run/list-changes';
import { keptOrder, type Run } from '@pmds/bridge/domain/run/run';

/** The sync of a run as it was when the run was claimed. */
export function unchangedSync(run: Run): SyncNow {
  const order = keptOrder(run);
  const lists = (order?.lists ?? []).map(({ id, name, query, ...list }) => ({
    id,
    name,
    query,
    memberCount: list.kind === 'static' ? (list.memberCount ?? null) : null,
  }));
  return { fields: order?.fields ?? null, lists };
}
