import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { Kysely } from 'kysely';
import type { MembershipRow } from '../../../ports/recipient-source.js';
import type { ProfileRow, SettledRow } from '../../../ports/store/staging.js';
import type { Schema } from '../schema.js';

export type Db = Kysely<Schema>;

/** What differs between the databases where rows are many: everything else is written once, in `bulk-tables.ts`. */
export interface BulkDriver {
  readonly dialect: 'sqlite' | 'postgres';
  appendMembership(db: Db, generation: number, rows: readonly MembershipRow[]): Promise<void>;
  appendProfiles(db: Db, generation: number, table: SelectableTable, rows: readonly ProfileRow[]): Promise<void>;
  appendSettled(db: Db, generation: number, table: SelectableTable, rows: readonly SettledRow[]): Promise<void>;
  /** Which of the ids are not members owned by the source; hardly ever one. */
  strangers(
    db: Db,
    generation: number,
    table: SelectableTable,
    source: number,
    ids: readonly RowId[],
  ): Promise<ReadonlySet<RowId>>;
  /** Hashes of those ids that the generation holds. */
  hashes(
    db: Db,
    generation: number,
    table: SelectableTable,
    ids: readonly RowId[],
  ): Promise<ReadonlyMap<RowId, Uint8Array>>;
  /** Digest of the hashes that a generation holds (`DigestSum`), without having them all in memory. */
  storedDigest(db: Db, generation: number, table: SelectableTable): Promise<string>;
}
