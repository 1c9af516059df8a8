import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { zoneOf } from '../../../domain/values/column-zone.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { Openings } from '../../../ports/store/links/openings.js';
import type { Profiles, StoredProfile } from '../../../ports/store/profiles.js';
import type { Db } from '../staging/bulk.js';
import { findClosed } from '../staging/closed/closed-members.js';
import { currentGenerations } from './current-generations.js';

type Columns = Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;

export class SqlProfiles implements Profiles {
  readonly #db: Db;
  readonly #openings: Openings;

  constructor(db: Db, openings: Openings) {
    this.#db = db;
    this.#openings = openings;
  }

  async find(table: SelectableTable, id: RowId): Promise<StoredProfile | null> {
    const nobody = { runId: null, form: null, kid: '', issuedAt: new Date(0) };
    const { closed, profile } = await this.#openings.open({ ...nobody, table, id });
    return closed === null ? profile : null;
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
