import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { MappedRow } from '../../domain/member/mapped-row.js';
import { MemberReading } from '../../domain/member/member-reading.js';
import { optOutFlagsOf, type ClaimedRun } from '../../domain/run/run.js';
import type { MemberPage, TakeRecord } from '../../ports/recipient-source.js';
import type { ReadingContext } from '../run/run-context.js';

/** How a run reads the members of a table, by the rules of its order. */
export function readingOf(
  { rulesOf }: Pick<ReadingContext, 'rulesOf'>,
  { columns, order }: Pick<ClaimedRun, 'columns' | 'order'>,
  table: SelectableTable,
): MemberReading {
  return new MemberReading(table, columns[table], rulesOf(optOutFlagsOf(order)));
}

/**
 * Reads a page of members and says of each what becomes of it: decided by the consent rules, then mapped. A page of a run, a
 * member looked for by id and a member read on demand go through here alike.
 * @param ask Asks the source for the page.
 */
export async function readMembers(
  reading: MemberReading,
  ask: (take: TakeRecord<MappedRow>) => Promise<MemberPage<MappedRow>>,
  signal: AbortSignal,
): Promise<MemberPage<MappedRow>> {
  const decision = reading.beginPage();
  const page = await ask((record) => reading.read(record, decision));
  const against = await decision.answers(signal);
  if (against.size === 0) return page;
  const rows = page.rows.map((row) => {
    const outcome = against.get(row.id);
    return outcome === undefined ? row : { id: row.id, value: { kind: 'skipped', outcome } as const };
  });
  return { ...page, rows };
}
