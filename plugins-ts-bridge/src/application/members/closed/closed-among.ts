import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { ClosedReason } from '@pmds/contracts/run/outcomes';
import type { ConsentRule } from '../../../domain/member/consent/rule.js';
import { MemberReading } from '../../../domain/member/member-reading.js';
import { closedBy } from '../../../domain/member/settled-outcome.js';
import type { MemberReads, SourceCall } from '../../../ports/recipient-source.js';
import { readMembers } from '../read-members.js';

/** What Dataverse says now of some members. Who cannot be read, or has no address, is neither closed nor open. */
interface ClosedAmong {
  readonly closed: ReadonlyMap<RowId, ClosedReason>;
  readonly open: readonly RowId[];
}

/** Asks after members, at most `maxIdsPerCall`: who is gone, inactive or opted out. One call, and one more for the missing. */
export async function closedAmong(
  source: Pick<MemberReads, 'membersById' | 'presence'>,
  rules: readonly ConsentRule[],
  table: SelectableTable,
  ids: readonly RowId[],
  call: SourceCall,
): Promise<ClosedAmong> {
  const reading = new MemberReading(table, [], rules);
  const page = await readMembers(reading, (take) => source.membersById(ids, reading.layout, take, call), call.signal);
  const closed = new Map<RowId, ClosedReason>();
  const open: RowId[] = [];
  const found = new Set<RowId>();
  for (const { id, value } of page.rows) {
    found.add(id);
    const reason = value.kind === 'skipped' ? closedBy(value.outcome) : null;
    if (reason !== null) closed.set(id, reason);
    else if (value.kind === 'profile') open.push(id);
  }
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return { closed, open };
  for (const [id, presence] of await source.presence(table, missing, call)) {
    if (presence === 'gone') closed.set(id, 'deleted');
  }
  return { closed, open };
}
