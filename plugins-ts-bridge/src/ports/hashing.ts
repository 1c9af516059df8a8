/** Hashes of content and names of rows; deterministic, so the same input gives the same id on every machine. */
export interface Hashing {
  /** 16 bytes of what a profile holds; equal for equal content. */
  contentHash(text: string): Uint8Array;
  /** Name-based UUID (version 5) in the product's own namespace. */
  nameBasedId(...parts: readonly string[]): string;
}
