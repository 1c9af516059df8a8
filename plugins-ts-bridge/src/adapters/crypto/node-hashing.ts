import { hash } from 'node:crypto';
import { v5 as nameBased } from 'uuid';
import type { Hashing } from '../../ports/hashing.js';

/** Namespace of the product's name-based UUIDs; never changes, or rows written before would be written twice. */
const namespace = Buffer.from('6f6d1b6c0c5e5f0f9a5b742100000001', 'hex');

export const nodeHashing: Hashing = {
  // Compared with our own earlier output only, so speed matters and collisions would have to be made by the data's owner.
  // As text first: a buffer from outside the heap for each of a million rows takes twice as long, and more to clear away.
  contentHash: (text) => Buffer.from(hash('sha1', text, 'binary').slice(0, 16), 'latin1'),
  nameBasedId: (...parts) => nameBased(JSON.stringify(parts), namespace),
};
