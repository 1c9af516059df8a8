import type { SyncNow } from '@pmds/bridge/domain/run/list-changes';
import type { Run } from '@pmds/bridge/domain/run/run';

/** The sync of a run as it was when the run was claimed. */
export function unchangedSync({ order }: Pick<Run, 'order'>): SyncNow {
  const lists = (order?.lists ?? []).map(({ id, name, query, ...list }) => ({
    id,
    name,
    query,
    memberCount: list.kind === 'static' ? (list.memberCount ?? null) : null,
  }));
  return { fields: order?.fields ?? null, lists };
}
