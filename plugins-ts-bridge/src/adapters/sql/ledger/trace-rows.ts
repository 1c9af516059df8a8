import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { FailureCode } from '../../../domain/failures.js';
import type { Run } from '../../../domain/run/run.js';
import type { MemberTrace } from '../../../domain/run/trace.js';
import type { Db } from '../staging/bulk.js';

/** A statement holds a limited number of values. */
const idsPerStatement = 500;

/** Which of these Trace rows say of a member of the run why it failed. */
export async function tracesOfMembers(db: Db, runId: string, ids: readonly string[]): Promise<readonly MemberTrace[]> {
  const found: MemberTrace[] = [];
  for (const some of inParts(ids)) {
    const rows = await db
      .selectFrom('trace')
      .selectAll()
      .where('trace_id', 'in', some)
      .where('run_id', '=', runId)
      .where('severity', '=', 'error')
      .execute();
    for (const { trace_id, member_table, member_id, code } of rows) {
      if (member_table === null || member_id === null) continue;
      const member = { table: member_table as SelectableTable, id: member_id };
      found.push({ id: trace_id, code: code as FailureCode, member });
    }
  }
  return found;
}

/** Trace rows of earlier runs of the same sync, at most `limit`. */
export async function earlierTraces(db: Db, run: Run, limit: number): Promise<readonly RowId[]> {
  const rows = await db
    .selectFrom('trace')
    .innerJoin('run', 'run.run_id', 'trace.run_id')
    .select('trace.trace_id')
    .where('run.data_sync_id', '=', run.dataSyncId)
    .where('run.run_id', '!=', run.runId)
    .limit(limit)
    .execute();
  return rows.map((row) => row.trace_id as RowId);
}

/** Trace rows of one run become those of another; of some codes only, where they are named. @returns their ids. */
export async function adoptTraces(
  db: Db,
  from: string,
  to: string,
  codes?: readonly FailureCode[],
): Promise<readonly string[]> {
  let update = db.updateTable('trace').set({ run_id: to }).where('run_id', '=', from);
  if (codes !== undefined) update = update.where('code', 'in', codes);
  return (await update.returning('trace_id').execute()).map((row) => row.trace_id);
}

export async function forgetTraces(db: Db, ids: readonly string[]): Promise<void> {
  for (const some of inParts(ids)) await db.deleteFrom('trace').where('trace_id', 'in', some).execute();
}

function inParts(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / idsPerStatement) }, (_, part) =>
    ids.slice(part * idsPerStatement, (part + 1) * idsPerStatement),
  );
}
