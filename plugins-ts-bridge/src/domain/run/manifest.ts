import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { NewerInCrm, ScopeTally } from '@pmds/contracts/run/run-tally';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { z } from 'zod';
import type { OptOutCounts } from '../member/settled-outcome.js';
import type { RunTrigger, RunType, TableCounts } from './run.js';

/** What a completed run says it read and wrote, so that it can be proved or refuted later. Holds no value of a member. */
export interface RunManifest {
  readonly format: 1;
  readonly serviceVersion: string;
  readonly run: {
    readonly id: SyncRunId;
    readonly dataSyncId: RowId;
    readonly name: string;
    readonly type: RunType;
    readonly trigger: RunTrigger;
    readonly requestedAt: string;
    readonly startedAt: string | null;
    readonly endedAt: string;
  };
  /** The marketing lists as they were at the id scan. */
  readonly lists: readonly ManifestList[];
  readonly columns: Readonly<Record<SelectableTable, readonly string[]>>;
  /** Digest of how each table's columns are read: names, kinds, labels. Absent in manifests of before it was kept. */
  readonly description?: Readonly<Record<SelectableTable, string>>;
  readonly members: Readonly<Record<SelectableTable, number>>;
  /** Members by outcome. */
  readonly counts: TableCounts;
  /** Of those who opted out, how many by which flag. */
  readonly optOuts: OptOutCounts;
  readonly errors: number;
  /** Stored before and not any more. */
  readonly removed: number;
  /** How much of the sync the run covered; absent where that was all. The other lists are as an earlier run found them. */
  readonly covered?: ScopeTally;
  /** Stored, and changed in Dataverse after it was read; absent where that was not asked. */
  readonly newer?: NewerInCrm;
  /** What the store holds for prefill since the run. */
  readonly stored: Readonly<Record<SelectableTable, StoredSet>>;
}

interface ManifestList extends MemberSet {
  readonly id: RowId;
  readonly name: string;
  readonly table: SelectableTable;
  readonly kind: 'static' | 'dynamic';
}

/** Distinct members of a list, with the digest of their ids. */
export interface MemberSet {
  readonly members: number;
  readonly digest: string;
}

/** Profiles of a table, with the digest of ids and values. */
export interface StoredSet {
  readonly profiles: number;
  readonly digest: string;
}

/** Who vouches for a manifest. */
export interface ManifestSignature {
  readonly algorithm: 'Ed25519';
  readonly kid: string;
  /** base64url */
  readonly value: string;
}

/** The text of `pmds_manifest`. `signature` is `null` where the service that ended the run had no key. */
export interface SignedManifest {
  readonly manifest: RunManifest;
  readonly signature: ManifestSignature | null;
}

/** What is signed: JSON with sorted keys and no white space (RFC 8785), so that nobody's editor can spoil a signature. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}

const byTable = <Value extends z.ZodType>(value: Value) => z.looseObject({ contact: value, lead: value });
const count = z.number().int().min(0);
const stored = z.looseObject({ profiles: count, digest: z.string() });

/**
 * What is read of a manifest. Loose: a later version may say more, and the signature is over all of it. Outcomes by any
 * name, since a manifest of before has fewer.
 */
const signedManifest = z.object({
  manifest: z.looseObject({
    format: z.literal(1),
    run: z.looseObject({ id: z.string(), dataSyncId: z.string() }),
    lists: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        table: z.enum(selectableTables),
        members: count,
        digest: z.string(),
      }),
    ),
    columns: byTable(z.array(z.string())),
    description: byTable(z.string()).optional(),
    members: byTable(count),
    counts: byTable(z.record(z.string(), count)),
    errors: count,
    stored: byTable(stored),
  }),
  signature: z
    .object({ algorithm: z.literal('Ed25519'), kid: z.string(), value: z.string() })
    .nullish()
    .transform((signature) => signature ?? null),
});

/** Reads the text of `pmds_manifest`; what it says is only worth what its signature is. `null` for anything else. */
export function parseSignedManifest(text: string): SignedManifest | null {
  try {
    const parsed = signedManifest.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as unknown as SignedManifest) : null;
  } catch {
    return null;
  }
}
