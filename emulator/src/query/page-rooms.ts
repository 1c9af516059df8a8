/** Shorter texts are not worth keeping room for. */
const smallestBytes = 64 * 1024;
/** As many pages as may be on their way at a time, and a few more. */
const keptPerSize = 64;

/** Rooms that nobody uses, by their size, a power of two. */
const free = new Map<number, SharedArrayBuffer[]>();
/** Rooms that somebody uses. */
const lent = new WeakSet<ArrayBufferLike>();

/**
 * A copy of a page's text in room that is used again once it has been sent. Memory of its own for each page of megabytes
 * makes the engine collect garbage every dozen pages, through all rows of the store: a second each with a million. Shared
 * memory is not counted as a reason to, so that neither are the first pages of many that are on their way at a time.
 */
export function copyToRoom(text: Uint8Array): Buffer {
  if (text.length < smallestBytes) return Buffer.from(text);
  const size = 2 ** Math.ceil(Math.log2(text.length));
  const room = free.get(size)?.pop() ?? new SharedArrayBuffer(size);
  lent.add(room);
  const bytes = Buffer.from(room, 0, text.length);
  bytes.set(text);
  return bytes;
}

/** To be called when a text has been handed to the system; of other texts than `copyToRoom`'s nothing is kept. */
export function giveRoomBack({ buffer }: Uint8Array): void {
  if (!(buffer instanceof SharedArrayBuffer) || !lent.delete(buffer)) return;
  const rooms = free.get(buffer.byteLength) ?? [];
  if (rooms.length < keptPerSize) rooms.push(buffer);
  free.set(buffer.byteLength, rooms);
}
