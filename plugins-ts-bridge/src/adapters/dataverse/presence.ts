import type { SelectableTable } from '@pmds/contracts/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { Presence, SourceCall } from '../../ports/recipient-source.js';
import { batchGet } from './http/batch.js';
import type { DataverseClient } from './http/client.js';
import { DataverseError } from './http/errors.js';

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
  const paths = ids.map((id) => `${table}s(${id})?$select=${table}id`);
  const answers = await batchGet(client, paths, { purpose: 'verify', ...call });
  return new Map(ids.map((id, index) => [id, presence(answers[index]?.status ?? 0)] as const));
}

function presence(status: number): Presence {
  if (status === 200) return 'readable';
  if (status === 403) return 'unreadable';
  if (status === 404) return 'gone';
  throw new DataverseError(`A part of a $batch was answered with ${status}.`, {
    code: 'unavailable',
    status,
    retry: { afterMs: 0 },
  });
}
