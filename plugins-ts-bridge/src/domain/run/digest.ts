/**
 * A digest of a set that does not depend on the order of its elements, so that pages add up in any order, in several
 * processes, and without sorting a million rows. Each element is 16 bytes; the digest is the sum of their four 32-bit
 * lanes. It finds every accident and every change by somebody who cannot choose hashes at will; who may write to the
 * store *and* can craft sets with equal sums is not stopped by it, which is why single rows are checked as well.
 */
export class DigestSum {
  readonly #lanes = new Uint32Array(4);

  /** @param bytes 16 bytes that look random: a hash. */
  add(bytes: Uint8Array): this {
    const lanes = this.#lanes;
    for (let lane = 0; lane < 4; lane += 1) lanes[lane] = (lanes[lane] ?? 0) + laneOf(bytes, lane);
    return this;
  }

  /** @param id 16 bytes that may differ from others in a few bits only: a GUID. */
  addId(id: Uint8Array): this {
    const lanes = this.#lanes;
    const mixed = mix(id);
    for (let lane = 0; lane < 4; lane += 1) lanes[lane] = (lanes[lane] ?? 0) + (mixed[lane] ?? 0);
    return this;
  }

  /** @param digest 32 hexadecimal digits, as `text` makes them. */
  addText(digest: string): this {
    for (let lane = 0; lane < 4; lane += 1) {
      this.#lanes[lane] = (this.#lanes[lane] ?? 0) + Number.parseInt(digest.slice(lane * 8, lane * 8 + 8), 16);
    }
    return this;
  }

  get text(): string {
    return Array.from(this.#lanes, (lane) => lane.toString(16).padStart(8, '0')).join('');
  }
}

/** Digest of nothing. */
export const emptyDigest = new DigestSum().text;

/** Lanes of the id that is being mixed; nothing waits between writing and reading them. */
const mixedLanes = new Uint32Array(4);

/**
 * Spreads the bytes of an id over all lanes: ids made in a row differ in a few bits only, and their plain sums would meet.
 * The finisher of MurmurHash3, chained; a twentieth of the time of a cryptographic hash.
 */
function mix(id: Uint8Array): Uint32Array {
  let carried = 0x9747b28c;
  for (let round = 0; round < 8; round += 1) {
    const lane = round & 3;
    let value = laneOf(id, lane) ^ carried;
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    carried = (value ^ (value >>> 16)) >>> 0;
    // The second time round each lane has met all the others.
    mixedLanes[lane] = carried;
  }
  return mixedLanes;
}

function laneOf(bytes: Uint8Array, lane: number): number {
  const at = lane * 4;
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}
