import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { Run } from '../../domain/run/run.js';
import type { MembershipRow } from '../recipient-source.js';
import type { StoreReader } from './storage.js';

export interface StoredRow {
  readonly id: RowId;
  /** JSON array of the values, as it is stored. */
  readonly cells: string;
  /** What the hash of id and values was when the row was written. */
  readonly hash: Uint8Array;
}

/** Members of a table that are not where they should be: how many, and the first few. */
export interface Strays {
  readonly count: number;
  readonly first: readonly RowId[];
}

/** Looks at what a completed run left in the store, beside a service that may be at work. */
export interface ProofReader {
  readonly ledger: Pick<StoreReader, 'runs' | 'counts' | 'traces'>;
  /** Stored profiles in the order of their ids, from the one after `after`. */
  storedRows(run: Run, table: SelectableTable, after: RowId | null, limit: number): Promise<readonly StoredRow[]>;
  /** Members of the run that are neither stored nor have an outcome that says why not. */
  missing(run: Run, table: SelectableTable, limit: number): Promise<Strays>;
  /** Stored profiles of people who are no members of the run. */
  extra(run: Run, table: SelectableTable, limit: number): Promise<Strays>;
  /** Distinct memberships in the order of list and id, from the one after `after`. */
  memberships(run: Run, after: MembershipRow | null, limit: number): Promise<readonly MembershipRow[]>;
  [Symbol.asyncDispose](): Promise<void>;
}
