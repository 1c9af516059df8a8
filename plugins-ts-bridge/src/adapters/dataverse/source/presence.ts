import { memberSets } from '@pmds/contracts/fields/member-table';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { Presence, SourceCall } from '../../../ports/recipient-source.js';
import { batchGet, type BatchAnswer } from '../http/batch.js';
import type { DataverseClient } from '../http/client.js';

/**
 * Tells members that are gone from members that may not be read. Queries leave out both without notice; a retrieve by id
 * answers 404 for the one and 403 for the other, so they are asked together in one `$batch`.
 */
export async function presenceOf(
  client: DataverseClient,
  table: SelectableTable,
  ids: readonly RowId[],
  call: SourceCall,
): Promise<ReadonlyMap<RowId, Presence>> {
  const paths = ids.map((id) => `${memberSets[table]}(${id})?$select=${table}id`);
  const answers = await batchGet(client, paths, { purpose: 'verify', ...call });
  return new Map(
    ids.map((id, index) => {
      const answer = answers[index];
      if (answer === undefined) throw new Error('A $batch was answered with fewer parts than it has.');
      return [id, presence(answer)] as const;
    }),
  );
}

/** Dataverse's own word that there is no such row; a 404 of anybody else does not come this far. */
const noSuchRow = '0x80040217';

function presence({ refusal }: BatchAnswer): Presence {
  if (refusal === null) return 'readable';
  if (refusal.code === 'forbidden') return 'unreadable';
  if (refusal.code === 'not-found' && refusal.platformCode.toLowerCase() === noSuchRow) return 'gone';
  throw refusal;
}
