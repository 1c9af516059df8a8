import { Tables } from '@pmds/contracts/generated/tables';
import type { ServiceRequest } from '../../../domain/requests/request.js';
import type { AnswerFile } from '../../../ports/requests.js';
import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { asObject, textOf } from '../reporting/json.js';

const { logicalName, entitySetName, primaryKey } = Tables.request;

/**
 * Puts a file into a column of a request, by blocks; one that is there is replaced.
 * https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data
 * @returns the version of the row afterwards, `null` where it is gone.
 */
export async function uploadFile(
  client: DataverseClient,
  place: { readonly request: ServiceRequest; readonly column: string },
  { name, mimeType, blocks }: AnswerFile,
  signal: AbortSignal,
): Promise<string | null> {
  const { request, column } = place;
  const act = async (path: string, body: object) =>
    asObject((await client.request({ method: 'POST', path, body, ...call, idempotent: true, signal })).json);
  try {
    const begun = await act('InitializeFileBlocksUpload', {
      Target: { '@odata.type': `Microsoft.Dynamics.CRM.${logicalName}`, [primaryKey]: request.id },
      FileAttributeName: column,
      FileName: name,
    });
    const token = { FileContinuationToken: textOf(begun['FileContinuationToken']) ?? '' };
    const ids: string[] = [];
    for await (const block of blocks) {
      const id = Buffer.from(String(ids.length).padStart(8, '0')).toString('base64');
      await act('UploadBlock', { BlockId: id, BlockData: Buffer.from(block).toString('base64'), ...token });
      ids.push(id);
    }
    await act('CommitFileBlocksUpload', { BlockList: ids, FileName: name, MimeType: mimeType, ...token });
    const row = await client.get(`${entitySetName}(${request.id})?$select=${primaryKey}`, { ...call, signal });
    return textOf(asObject(row)['@odata.etag']);
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'not-found') return null;
    throw error;
  }
}

const call = { purpose: 'report', flow: 'requests' } as const;
