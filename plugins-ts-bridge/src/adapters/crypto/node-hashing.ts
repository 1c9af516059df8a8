import { createHash, hash } from 'node:crypto';
import type { Hashing } from '../../ports/hashing.js';

/** Namespace of the product's name-based UUIDs; never changes, or rows written before would be written twice. */
const namespace = Buffer.from('6f6d1b6c0c5e5f0f9a5b742100000001', 'hex');

export const nodeHashing: Hashing = {
  // Compared with our own earlier output only, so speed matters and collisions would have to be made by the data's owner.
  contentHash: (text) => hash('sha1', text, 'buffer').subarray(0, 16),
  nameBasedId: (...parts) => {
    const digest = createHash('sha1').update(namespace).update(JSON.stringify(parts)).digest();
    // Version 5 and the variant of RFC 9562, section 5.5.
    digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
    digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
    return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  },
};
