import { memberNouns } from '@pmds/contracts/fields/member-table';
import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { canonicalText, type RunManifest } from '../../../domain/run/manifest.js';
import type { Run } from '../../../domain/run/run.js';
import type { Hashing } from '../../../ports/hashing.js';
import type { ProofReader } from '../../../ports/store/proof.js';

/** Digest of how stored cells are read, 32 hexadecimal digits: who changes a name or a label changes it. */
export function descriptionDigest(columns: readonly ColumnPlan[], hashing: Hashing): string {
  return Buffer.from(hashing.contentHash(canonicalText(columns))).toString('hex');
}

/** What differs between the description that forms are filled by and the one that the run wrote. */
export async function descriptionFindings(
  { proof, hashing }: { readonly proof: ProofReader; readonly hashing: Hashing },
  run: Run,
  manifest: RunManifest,
): Promise<readonly string[]> {
  const current = await proof.ledger.runs.currentGeneration(run.dataSyncId);
  const columns = JSON.parse(current?.columns ?? '{}') as Partial<Record<SelectableTable, readonly ColumnPlan[]>>;
  return selectableTables.flatMap((table) => {
    const own = columns[table] ?? [];
    const names = JSON.stringify(own.map(({ logicalName }) => logicalName));
    const said = manifest.description?.[table];
    const same = names === JSON.stringify(manifest.columns[table]);
    if (same && (said === undefined || said === descriptionDigest(own, hashing))) return [];
    return [
      `The description of the stored ${memberNouns[table]} was changed: names, kinds or labels of columns are not the run's.`,
    ];
  });
}
