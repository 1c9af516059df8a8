import { randomUUID } from 'node:crypto';
import { noContent, type ApiRequest, type ApiResponse } from '../http/requests/message.js';
import { parseSegments } from '../http/requests/segments.js';
import type { UserCaller } from '../identity/user-caller.js';
import { DataverseError, noSuchRow, NotImplemented } from '../model/dataverse-error.js';
import type { Store } from '../data/store.js';
import { findByKey, parseKey } from '../odata/reference.js';
import { rowIdOf } from '../write/units/upsert-row.js';
import type { Unit } from '../write/units/unit.js';
import { assertFits, filesOf, type FilePlace } from './file-store.js';
import { assertRowRight, putFile } from './place.js';

/** `rows(id)/filecolumn`, with what follows; `null` for every other path. */
function fileColumnAt(store: Store, path: string) {
  const [first, second, ...more] = parseSegments(path);
  if (first?.key === undefined || first.key === null || second === undefined) return null;
  const table = store.model.findTableOfSet(first.name);
  const column = table?.columns.get(second.name);
  if (table === undefined || column?.type !== 'file') return null;
  return { table, column, keyText: first.key, more };
}

/**
 * The bytes of a file: `GET rows(id)/filecolumn/$value`, all of it or the `Range` that is asked for; 204 where there is none.
 * https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data#download-files
 */
export function readFile(store: Store, caller: UserCaller, request: ApiRequest): ApiResponse | null {
  if (!request.path.endsWith('/$value') && !request.path.endsWith('/%24value')) return null;
  const found = fileColumnAt(store, request.path);
  if (found === null) return null;
  const { table, column, keyText } = found;
  const id = findByKey(store, table, parseKey(table, keyText));
  if (id === undefined || store.rows(table.logicalName).find(id) === undefined)
    throw noSuchRow(table.logicalName, keyText);
  assertRowRight(caller, 'Read', { table, id, column });
  const file = filesOf(store).files.get(String(store.get(table.logicalName, id)?.[column.logicalName] ?? ''));
  if (file === undefined) return noContent();
  const { bytes, name } = file;
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${encodeURIComponent(name)}"`,
    'x-ms-file-name': name,
    'x-ms-file-size': String(bytes.length),
    mimetype: file.mimeType,
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range')?.trim() ?? '');
  if (range === null) return { status: 200, headers, body: bytes };
  const from = Number(range[1]);
  const to = Math.min(range[2] === '' ? Infinity : Number(range[2]), bytes.length - 1);
  if (from > to) throw new DataverseError(416, '', 'Requested Range Not Satisfiable');
  const part = { ...headers, 'Content-Range': `bytes ${from}-${to}/${bytes.length}` };
  return { status: 206, headers: part, body: bytes.subarray(from, to + 1) };
}

/**
 * `PATCH rows(id)/filecolumn` with the bytes of a file of up to 128 MB, and `DELETE` of it; `null` for every other path.
 * https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data#upload-files
 */
export function writeFile(unit: Unit, request: ApiRequest): ApiResponse | null {
  const found = fileColumnAt(unit.store, request.path);
  if (found === null || found.more.length > 0) return null;
  const { table, column, keyText } = found;
  const place: FilePlace = { table, column, id: rowIdOf(unit, table, keyText) };
  if (request.method === 'DELETE') {
    putFile(unit, place, '', null);
    return noContent();
  }
  if (request.method !== 'PATCH') return null;
  if (request.headers.get('x-ms-transfer-mode') !== undefined)
    throw new NotImplemented('the upload of a file in chunks by PATCH; use InitializeFileBlocksUpload');
  const name = request.headers.get('x-ms-file-name') ?? '';
  if (name === '') throw new DataverseError(400, '0x80040203', 'The header x-ms-file-name is missing.');
  assertFits(place, request.body.length);
  putFile(unit, place, randomUUID(), { name, mimeType: 'application/octet-stream', bytes: request.body });
  return noContent();
}
