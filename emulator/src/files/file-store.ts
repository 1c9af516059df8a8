import { randomUUID } from 'node:crypto';
import type { Store } from '../data/store.js';
import { DataverseError, noSuchRow } from '../model/dataverse-error.js';
import type { Column } from '../model/column.js';
import type { Table } from '../model/table.js';

/** A file of a column. Bytes are kept in memory: they do not outlive the process, as rows in a data folder do. */
export interface StoredFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
}

/** Which column of which row. */
export interface FilePlace {
  readonly table: Table;
  readonly id: string;
  readonly column: Column;
}

interface Upload extends FilePlace {
  readonly name: string;
  readonly userId: string;
  readonly blocks: Map<string, Buffer>;
}

interface Download {
  readonly fileId: string;
  readonly userId: string;
}

/** What file columns hold, and uploads and downloads by blocks that are under way. */
class FileStore {
  readonly files = new Map<string, StoredFile>();
  readonly #uploads = new Map<string, Upload>();
  readonly #downloads = new Map<string, Download>();

  beginUpload(upload: Omit<Upload, 'blocks'>): string {
    const token = randomUUID();
    this.#uploads.set(token, { ...upload, blocks: new Map() });
    return token;
  }

  /** @throws DataverseError for a token that is none of the caller's. */
  upload(token: string, userId: string): Upload {
    return ofCaller(this.#uploads.get(token), userId);
  }

  endUpload(token: string): void {
    this.#uploads.delete(token);
  }

  beginDownload(download: Download): string {
    const token = randomUUID();
    this.#downloads.set(token, download);
    return token;
  }

  download(token: string, userId: string): StoredFile {
    const { fileId } = ofCaller(this.#downloads.get(token), userId);
    const file = this.files.get(fileId);
    if (file === undefined) throw noSuchRow('fileattachment', fileId);
    return file;
  }
}

function ofCaller<Session extends { readonly userId: string }>(session: Session | undefined, userId: string): Session {
  if (session?.userId === userId) return session;
  throw new DataverseError(400, '0x80040203', 'The FileContinuationToken is invalid or has expired.');
}

const stores = new WeakMap<Store, FileStore>();

export function filesOf(store: Store): FileStore {
  const known = stores.get(store) ?? new FileStore();
  stores.set(store, known);
  return known;
}

/** Kilobytes that a file column takes where its definition does not say. */
const usualMaxSizeInKB = 32_768;

/** @throws DataverseError 400 `0x80044a02` where a file is larger than its column takes. */
export function assertFits({ column }: FilePlace, bytes: number): void {
  if (bytes <= (column.maxValue ?? usualMaxSizeInKB) * 1024) return;
  throw new DataverseError(400, '0x80044a02', 'Attachment file size is too big.');
}
