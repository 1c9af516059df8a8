import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { nothingDelivered, type DeliveryState, type Receipt } from '../../../domain/delivery/delivery.js';
import type { ClaimedRun } from '../../../domain/run/run.js';
import type { LinkMaker } from '../../../ports/links/link-maker.js';
import {
  DestinationFailure,
  type BatchResult,
  type Delivery,
  type DeliveryBatch,
  type Destination,
} from '../../../ports/destination.js';
import { headerRecord, recordsOf } from './csv-rows.js';

/** Records of a batch; a page of 20 columns is about a megabyte of text. */
const usualBatchRows = 5_000;

/**
 * One file per run in a folder of the service's, as RFC 4180 has it, in UTF-8. It grows under a name that ends in `.part` and
 * gets its own when it is complete. After a death it is cut to what was committed last, and goes on from there.
 * @param folder Where several services work together, one that all of them share.
 * @param links Makes the links of members; `null` where the service has no key to sign with.
 */
export function csvDestination(
  folder: string,
  batchRows = usualBatchRows,
  links: LinkMaker | null = null,
): Destination {
  return {
    kind: 'csv',
    batchRows,
    async check() {
      try {
        if (!(await stat(folder)).isDirectory()) return [`The folder for exports, ${folder}, is a file.`];
        await tryOut(folder);
        return [];
      } catch (error) {
        return [`The folder for exports, ${folder}, cannot be written to: ${reasonOf(error)}.`];
      }
    },
    begin: (run, state) => CsvDelivery.begin(folder, run, state, links),
  };
}

/** Writes a file and takes it away again: what a disk allows shows in nothing else, for root least of all. */
async function tryOut(folder: string): Promise<void> {
  const path = join(folder, `.pmds-${randomUUID()}.part`);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write('\uFEFF');
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

class CsvDelivery implements Delivery {
  readonly #run: ClaimedRun;
  readonly #part: FileHandle | null;
  readonly #paths: FilePaths;
  readonly #links: LinkMaker | null;
  #length: number;

  private constructor(
    run: ClaimedRun,
    part: FileHandle | null,
    paths: FilePaths,
    length: number,
    links: LinkMaker | null,
  ) {
    this.#run = run;
    this.#part = part;
    this.#paths = paths;
    this.#length = length;
    this.#links = links;
  }

  static async begin(
    folder: string,
    run: ClaimedRun,
    state: DeliveryState | null,
    links: LinkMaker | null,
  ): Promise<CsvDelivery> {
    const paths = filePaths(folder, run);
    const length = typeof state?.['bytes'] === 'number' ? state['bytes'] : 0;
    const part = await attempt(paths, () => openPart(paths, length));
    return new CsvDelivery(run, part, paths, length, links);
  }

  write({ table, rows }: DeliveryBatch): Promise<BatchResult> {
    return attempt(this.#paths, async () => {
      const text = (this.#length === 0 ? headerRecord(this.#run) : '') + recordsOf(this.#run, table, rows, this.#links);
      const bytes = Buffer.from(text, 'utf8');
      const part = this.#opened();
      for (let done = 0; done < bytes.length;) {
        // At a place of its own, not at the end: of two services that write the same batch neither doubles it.
        const { bytesWritten } = await part.write(bytes, done, bytes.length - done, this.#length + done);
        done += bytesWritten;
      }
      // Before the commit says that it is there.
      await part.datasync();
      this.#length += bytes.length;
      return { counts: { ...nothingDelivered, written: rows.length }, state: { bytes: this.#length } };
    });
  }

  finish(): Promise<Receipt> {
    return attempt(this.#paths, async () => {
      if (this.#part !== null) {
        await this.#part.sync();
        await rename(this.#paths.part, this.#paths.whole);
      }
      return { at: this.#paths.name };
    });
  }

  async abandon(): Promise<void> {
    await attempt(this.#paths, async () => {
      await rm(this.#paths.part, { force: true });
      await rm(this.#paths.whole, { force: true });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#part?.close();
  }

  #opened(): FileHandle {
    if (this.#part !== null) return this.#part;
    throw new DestinationFailure('DELIVERY_FAILED', `${this.#paths.name} is complete; nothing more is written to it.`);
  }
}

interface FilePaths {
  readonly name: string;
  readonly whole: string;
  readonly part: string;
}

function filePaths(folder: string, run: ClaimedRun): FilePaths {
  // A name for people; what a file system could take for a path is left out.
  const sync = run.order.name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const started = (run.startedAt ?? run.requestedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const name = `${[sync, `${started}Z`, run.runId].filter((part) => part !== '').join('_')}.csv`;
  return { name, whole: join(folder, name), part: join(folder, `${name}.part`) };
}

/** @returns `null` where the file has its own name already. */
async function openPart({ part, whole, name }: FilePaths, length: number): Promise<FileHandle | null> {
  const sizeOf = (path: string): Promise<number | null> =>
    stat(path).then(
      ({ size }) => size,
      () => null,
    );
  const written = await sizeOf(part);
  if (length > 0 && written === null && (await sizeOf(whole)) === length) return null;
  if (length > (written ?? 0)) {
    const detail = `${name}.part lost what was written to it. Where several services work together, the folder for exports has to be one that all of them share.`;
    throw new DestinationFailure('DELIVERY_FAILED', detail);
  }
  // Readable by the service's own user alone: it holds what the CRM knows of people.
  const file = await open(part, constants.O_RDWR | constants.O_CREAT, 0o600);
  if (written !== length) await file.truncate(length);
  return file;
}

async function attempt<Value>({ name }: FilePaths, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DestinationFailure) throw error;
    throw new DestinationFailure('DELIVERY_FAILED', `${name} could not be written: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a file stands where the folder should be',
  EACCES: 'the service may not write there',
  EPERM: 'the service may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file system does not take a file of this size',
  EIO: 'the disk does not answer',
};

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code === '' ? 'the file system refused' : `the file system says ${code}`);
}
