import { readFileSync } from 'node:fs';

/** A column as the snapshot writes it: logical name, schema name, type, label, marks separated by spaces. */
export type ColumnLine = readonly [name: string, schema: string, type: string, label: string, marks?: string];

/** Value, label, and the other side: for a state its default status reason, for a status reason its state. */
export type StateLine = readonly [value: string, label: string, other: string];

export interface SnapshotTable {
  readonly name: string;
  readonly schema: string;
  readonly set: string;
  readonly code: number;
  readonly label: string;
  readonly plural: string;
  readonly id: string;
  readonly nameColumn: string | null;
  /** Which columns every such table has besides its own. */
  readonly standard: 'user' | 'organization' | 'business' | 'none';
  readonly columns: readonly ColumnLine[];
  readonly state?: readonly StateLine[];
  readonly status?: readonly StateLine[];
  readonly currency?: boolean;
  readonly tracking?: boolean;
  readonly intersect?: boolean;
  readonly activity?: boolean;
}

export interface Snapshot {
  readonly source: string;
  readonly tables: readonly SnapshotTable[];
  /** Options by choice, label by value. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of relationships that do not follow from table and column. */
  readonly relationships: Readonly<Record<string, string>>;
  /** Names of navigation properties that do not follow from table and column: Microsoft's own custom tables use schema names. */
  readonly navigations: Readonly<Record<string, string>>;
  /** Relationship and navigation name, intersect table, then each side's table and column. */
  readonly manyToMany: readonly (readonly [string, string, string, string, string, string])[];
}

/** Microsoft's tables as documented; kept as data so that a reader can compare it with the documentation line by line. */
export function readSnapshot(): Snapshot {
  return JSON.parse(readFileSync(new URL('../../data/standard-tables.json', import.meta.url), 'utf8')) as Snapshot;
}
