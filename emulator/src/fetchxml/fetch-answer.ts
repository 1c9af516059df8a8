import { jsonMediaType, type ReadAnswer } from '../odata/answer.js';

/** What a fetch answers. Its body was written as bytes, and whoever sends it should take those. */
export class FetchAnswer implements ReadAnswer {
  readonly status = 200;
  readonly contentType = jsonMediaType;
  readonly bytes: Buffer;
  readonly preferenceApplied: readonly string[];

  constructor(bytes: Buffer, preferenceApplied: readonly string[]) {
    this.bytes = bytes;
    this.preferenceApplied = preferenceApplied;
  }

  get body(): string {
    return this.bytes.toString();
  }
}
