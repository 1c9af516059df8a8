import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { Run } from '../../domain/run/run.js';
import type { MappedRow } from '../../domain/member/mapped-row.js';
import type { TraceRow } from '../../domain/run/trace.js';
import type { Hashing } from '../../ports/hashing.js';
import type { MemberPage } from '../../ports/recipient-source.js';
import type { ProfileRow, SettledRow, StagedPage } from '../../ports/store/staging.js';
import { traceOf } from '../run/run-traces.js';

interface PageToSettle {
  readonly run: Run;
  readonly table: SelectableTable;
  readonly stage: 'read' | 'verify';
  readonly page: MemberPage<MappedRow>;
  /** Ids of the page that are not to be settled here: they joined after the scan or belong to another source. */
  readonly strangers: ReadonlySet<RowId>;
  /** Settled with the page before. */
  readonly lastId: RowId | null;
  readonly previousHashes: ReadonlyMap<RowId, Uint8Array>;
  readonly hashing: Hashing;
  readonly now: Date;
}

/** What a page brings to the run's generation, and the traces of what it does not bring. */
export interface SettledPage extends StagedPage {
  readonly traces: readonly TraceRow[];
}

/** Gives each member of a page its outcome. A bad row never stops a run. */
export function settlePage(input: PageToSettle): SettledPage {
  const { run, table, stage, page, strangers, hashing } = input;
  const seen = new Set<RowId | null>([input.lastId]);
  const profiles: ProfileRow[] = [];
  const settled: SettledRow[] = [];
  const traces: TraceRow[] = page.invalidIds.map((id) => traceOfInvalidId(run, table, stage, id, input));
  for (const { id, value: mapped } of page.rows) {
    // A dynamic query without `distinct` repeats a row for each linked row.
    if (seen.has(id) || strangers.has(id)) continue;
    seen.add(id);
    if (mapped.kind === 'skipped') {
      settled.push({ id, outcome: mapped.outcome });
    } else if (mapped.kind === 'failed') {
      settled.push({ id, outcome: 'failed-value' });
      const { column } = mapped;
      const message = `The field "${column}" of this ${table} holds a value that is not ${mapped.expected}.`;
      const member = { table, id, exists: true };
      traces.push(traceOf(run, { stage, code: 'VALUE_NOT_ALLOWED', message, column, member }, input));
    } else {
      // With the id, so that a digest of hashes notices values that changed places.
      const hash = hashing.contentHash(profileText(id, mapped.cells));
      const outcome = sameBytes(input.previousHashes.get(id), hash) ? 'unchanged' : 'synced';
      // What an incremental run finds as it was stays where it is, and is counted with all that was not read.
      if (run.base === null || outcome === 'synced') profiles.push({ id, cells: mapped.cells, hash, outcome });
    }
  }
  return { profiles, settled, traces };
}

/** What a profile's hash is made of. */
export function profileText(id: RowId, cells: string): string {
  return `${id} ${cells}`;
}

/** Says that an id is none; the same trace whether the scan or a page met it. */
export function traceOfInvalidId(
  run: Run,
  table: SelectableTable,
  stage: 'scan' | 'read' | 'verify',
  id: string,
  by: { readonly hashing: Hashing; readonly now: Date },
): TraceRow {
  const message = `Dataverse returned "${id}" as the id of a ${table}, which is not a GUID.`;
  return traceOf(run, { stage, code: 'MEMBER_ID_INVALID', message, member: { table, id, exists: false } }, by);
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a?.length === b.length && a.every((byte, index) => byte === b[index]);
}
