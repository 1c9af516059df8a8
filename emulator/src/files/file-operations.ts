import { randomUUID } from 'node:crypto';
import { DataverseError, noSuchRow } from '../model/dataverse-error.js';
import { parameterError, type Operation, type OperationCall } from '../messages/operation.js';
import { rowParameter } from '../messages/row-parameter.js';
import { textOf } from '../write/input/json-body.js';
import { assertFits, filesOf, type FilePlace } from './file-store.js';
import { assertRowRight, fileColumn, putFile } from './place.js';

/** https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data */
const largestBlock = 4 * 1024 * 1024;

const initializeUpload: Operation = {
  name: 'InitializeFileBlocksUpload',
  kind: 'action',
  binding: null,
  parameters: ['Target', 'FileAttributeName', 'FileName'],
  summary: 'Begins to upload a file into a column, by blocks.',
  run(call) {
    const place = placeOf(call);
    assertRowRight(call.caller, 'Write', place);
    const name = required(call, 'FileName');
    const token = filesOf(call.store).beginUpload({ ...place, name, userId: call.caller.userId });
    return { FileContinuationToken: token };
  },
};

const uploadBlock: Operation = {
  name: 'UploadBlock',
  kind: 'action',
  binding: null,
  parameters: ['BlockId', 'BlockData', 'FileContinuationToken'],
  summary: 'Adds a block of at most 4 MB to an upload; one of the same id takes the place of the one before.',
  run(call) {
    const upload = filesOf(call.store).upload(required(call, 'FileContinuationToken'), call.caller.userId);
    const id = required(call, 'BlockId');
    const data = Buffer.from(required(call, 'BlockData'), 'base64');
    if (data.length > largestBlock) {
      throw new DataverseError(400, '0x80044a02', 'The block is larger than the 4 MB that a block may have.');
    }
    upload.blocks.set(id, data);
    return null;
  },
};

const commitUpload: Operation = {
  name: 'CommitFileBlocksUpload',
  kind: 'action',
  binding: null,
  parameters: ['BlockList', 'FileContinuationToken', 'FileName', 'MimeType'],
  summary:
    'Puts the blocks of an upload together, in the order of their ids in BlockList, and the file into its column.',
  run(call) {
    const files = filesOf(call.store);
    const token = required(call, 'FileContinuationToken');
    const upload = files.upload(token, call.caller.userId);
    const list = call.parameters['BlockList'];
    if (!Array.isArray(list)) throw parameterError('BlockList', 'Collection(Edm.String)', list);
    const blocks = list.map((id) => {
      const block = upload.blocks.get(String(id));
      if (block === undefined) throw new DataverseError(400, '0x80040203', `The block ${String(id)} was not uploaded.`);
      return block;
    });
    const bytes = Buffer.concat(blocks);
    assertFits(upload, bytes.length);
    const fileId = randomUUID();
    putFile(call.unit, upload, fileId, {
      name: required(call, 'FileName'),
      mimeType: required(call, 'MimeType'),
      bytes,
    });
    files.endUpload(token);
    return { FileId: fileId, FileSizeInBytes: bytes.length };
  },
};

const initializeDownload: Operation = {
  name: 'InitializeFileBlocksDownload',
  kind: 'action',
  binding: null,
  parameters: ['Target', 'FileAttributeName'],
  summary: 'Begins to download the file of a column, by blocks.',
  run(call) {
    const place = placeOf(call);
    assertRowRight(call.caller, 'Read', place);
    const fileId = String(call.store.get(place.table.logicalName, place.id)?.[place.column.logicalName] ?? '');
    const file = filesOf(call.store).files.get(fileId);
    if (file === undefined) throw noSuchRow('fileattachment', fileId);
    const token = filesOf(call.store).beginDownload({ fileId, userId: call.caller.userId });
    const { name, bytes } = file;
    return {
      FileContinuationToken: token,
      FileSizeInBytes: bytes.length,
      FileName: name,
      IsChunkingSupported: true,
    };
  },
};

const downloadBlock: Operation = {
  name: 'DownloadBlock',
  kind: 'action',
  binding: null,
  parameters: ['Offset', 'BlockLength', 'FileContinuationToken'],
  summary: 'A block of a file, from an offset.',
  run(call) {
    const file = filesOf(call.store).download(required(call, 'FileContinuationToken'), call.caller.userId);
    const { Offset: offset, BlockLength: length } = call.parameters;
    if (!isCount(offset)) throw parameterError('Offset', 'Edm.Int64', offset);
    if (!isCount(length) || length > largestBlock) throw parameterError('BlockLength', 'Edm.Int64', length);
    return { Data: file.bytes.subarray(offset, offset + length).toString('base64') };
  },
};

function placeOf(call: OperationCall): FilePlace {
  const target = rowParameter(call.unit, 'Target', call.parameters['Target']);
  const table = call.store.model.table(target.table);
  if (call.store.rows(target.table).find(target.id) === undefined) throw noSuchRow(target.table, target.id);
  return { table, id: target.id, column: fileColumn(table, required(call, 'FileAttributeName')) };
}

function required({ parameters }: OperationCall, name: string): string {
  const value = textOf(parameters, name);
  if (value === '') throw parameterError(name, 'Edm.String', parameters[name]);
  return value;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

export const fileOperations: readonly Operation[] = [
  initializeUpload,
  uploadBlock,
  commitUpload,
  initializeDownload,
  downloadBlock,
];
