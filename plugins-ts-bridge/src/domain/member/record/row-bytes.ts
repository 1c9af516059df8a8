import { ExactNumber } from '../../values/exact-number.js';
import type { RowBytes } from './record.js';

/**
 * The bytes of a row that was parsed already: for single reads, and for pages that are not built as Dataverse builds them.
 * @param slots Slot of each property.
 */
export function rowBytes(
  properties: Readonly<Record<string, unknown>>,
  slots: Iterable<readonly [property: string, slot: number]>,
  size: number,
): RowBytes {
  const [starts, ends, plain] = [new Int32Array(size).fill(-1), new Int32Array(size), new Uint8Array(size)];
  const parts: Buffer[] = [];
  let end = 0;
  for (const [property, slot] of slots) {
    const value = Object.hasOwn(properties, property) ? properties[property] : undefined;
    if (value === undefined) continue;
    const part = Buffer.from(value instanceof ExactNumber ? value.text : JSON.stringify(value));
    starts[slot] = end;
    end += part.length;
    ends[slot] = end;
    plain[slot] = typeof value === 'string' && !part.includes(backslash) ? 1 : 0;
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts), starts, ends, plain };
}

const backslash = 0x5c;
