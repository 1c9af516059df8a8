import type { AnswerFile } from '../requests.js';

/** A file that was made and waits to be sent; it is deleted when it is disposed of. */
interface CollectedFile extends AnswerFile, AsyncDisposable {
  readonly bytes: number;
}

/**
 * Collects text into a file of the service's own.
 * @param most Bytes; a larger file is compressed, and its name says so.
 */
export type CollectFile = (texts: AsyncIterable<string>, name: string, most: number) => Promise<CollectedFile>;
