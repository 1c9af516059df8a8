import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { decodeCells } from '../../../domain/member/profile-cells.js';
import { zoneOf } from '../../../domain/values/column-zone.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { Profiles, StoredProfile } from '../../../ports/store/profiles.js';
import { keptFetchedProfile } from '../intake/intake-codec.js';
import type { Db } from '../staging/bulk.js';
import { findCells } from '../staging/bulk-tables.js';
import { findClosed } from '../staging/closed/closed-members.js';
import { currentGenerations } from './current-generations.js';

type Columns = Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;

export class SqlProfiles implements Profiles {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(table: SelectableTable, id: RowId): Promise<StoredProfile | null> {
    // One snapshot for pointer and profile: a generation may be dropped right after its successor became current.
    return this.#db.transaction().execute(async (snapshot) => {
      if ((await findClosed(snapshot, table, id)) !== null) return null;
      for (const current of await currentGenerations(snapshot)) {
        const cells = await findCells(snapshot, current.generation, table, id);
        if (cells === null) continue;
        const columns = (JSON.parse(current.columns) as Columns)[table];
        const storedAt = new Date(current.switched_at);
        return { table, id, ...decodeCells(cells, columns), runId: current.run_id as SyncRunId, storedAt };
      }
      return fetched(snapshot, table, id);
    });
  }

  closed(table: SelectableTable, id: RowId): Promise<ClosedMember | null> {
    return findClosed(this.#db, table, id);
  }

  async selectedColumns(table: SelectableTable): Promise<readonly string[]> {
    const names = (await currentGenerations(this.#db)).flatMap((current) =>
      (JSON.parse(current.columns) as Columns)[table].map((column) => column.logicalName),
    );
    return [...new Set(names)];
  }

  async timeZone(): Promise<string | null> {
    for (const current of await currentGenerations(this.#db)) {
      const { contact, lead } = JSON.parse(current.columns) as Columns;
      const zone = zoneOf([...contact, ...lead]);
      if (zone !== null) return zone;
    }
    return null;
  }
}

async function fetched(db: Db, table: SelectableTable, id: RowId): Promise<StoredProfile | null> {
  const row = await db
    .selectFrom('fetched_profile')
    .select(['profile', 'fetched_at'])
    .where('member_table', '=', table)
    .where('member_id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const profile = keptFetchedProfile(row.profile);
  if (profile === null) return null;
  const { values, labels, columns } = profile;
  return { table, id, values, labels, columns, runId: null, storedAt: new Date(row.fetched_at) };
}
