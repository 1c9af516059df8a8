import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { NewerInCrm, ScopeTally } from '@pmds/contracts/run/run-tally';
import {
  canonicalText,
  parseSignedManifest,
  type RunManifest,
  type SignedManifest,
  type StoredSet,
} from '../../domain/run/manifest.js';
import type { Run, SealedRun, TableCounts } from '../../domain/run/run.js';
import type { Hashing } from '../../ports/hashing.js';
import { descriptionDigest } from '../members/values/description.js';
import type { Signing } from '../../ports/signing.js';
import type { StoreReader } from '../../ports/store/storage.js';

type Ledger = Pick<StoreReader, 'runs' | 'counts' | 'staging'>;

interface Completed {
  readonly endedAt: Date;
  readonly counts: TableCounts;
  readonly errors: number;
  readonly removed: number;
  readonly newer: NewerInCrm | null;
  readonly covered: ScopeTally | null;
}

/** What a run that is about to be completed read and wrote. Asked within its last transaction. */
export async function manifestOf(
  read: Ledger,
  run: SealedRun,
  { endedAt, counts, errors, removed, newer, covered }: Completed,
  { version, hashing }: { readonly version: string; readonly hashing: Hashing },
): Promise<RunManifest> {
  const order = run.order;
  const found = await read.counts.lists(run.runId);
  const namesOf = (table: 'contact' | 'lead'): readonly string[] =>
    run.columns[table].map((column) => column.logicalName);
  return {
    format: 1,
    serviceVersion: version,
    run: {
      id: run.runId,
      dataSyncId: run.dataSyncId,
      name: order.name,
      type: run.runType,
      trigger: run.trigger,
      requestedAt: run.requestedAt.toISOString(),
      startedAt: run.startedAt?.toISOString() ?? null,
      endedAt: endedAt.toISOString(),
    },
    lists: order.lists.map(({ id, name, table, kind }, at) => {
      return { id, name, table, kind, ...(found[at] ?? { members: 0, digest: '' }) };
    }),
    columns: { contact: namesOf('contact'), lead: namesOf('lead') },
    description: {
      contact: descriptionDigest(run.columns.contact, hashing),
      lead: descriptionDigest(run.columns.lead, hashing),
    },
    members: run.members,
    counts,
    optOuts: await read.counts.optOuts(run.runId),
    errors,
    removed,
    ...(covered === null ? {} : { covered }),
    ...(newer === null ? {} : { newer }),
    stored: (await storedBefore(read, run, counts, removed)) ?? {
      contact: await storedSet(read, run, 'contact'),
      lead: await storedSet(read, run, 'lead'),
    },
  };
}

/** Counted in the store itself; of a full run, with the digest of what its pages wrote. */
async function storedSet({ counts, staging }: Ledger, run: Run, table: SelectableTable): Promise<StoredSet> {
  const profiles = await staging.profileCount(run, table);
  const digest = run.base === null ? counts.writtenDigest(run.runId, table) : staging.digest(run, table);
  return { profiles, digest: await digest };
}

/** An incremental run that changed nothing stored leaves the digest as it was; a million rows need not be read for it. */
async function storedBefore(
  read: Ledger,
  run: Run,
  counts: TableCounts,
  removed: number,
): Promise<RunManifest['stored'] | null> {
  if (run.base === null || removed > 0 || counts.contact.synced + counts.lead.synced > 0) return null;
  const current = await read.runs.currentGeneration(run.dataSyncId);
  const text = current === null ? null : await read.runs.manifest(current.runId);
  return text === null ? null : (parseSignedManifest(text)?.manifest.stored ?? null);
}

/** The text of `pmds_manifest`. */
export function signedManifest({ signing }: { readonly signing: Signing }, manifest: RunManifest): string {
  const signed: SignedManifest = { manifest, signature: signing.sign(canonicalText(manifest)) };
  return JSON.stringify(signed);
}
