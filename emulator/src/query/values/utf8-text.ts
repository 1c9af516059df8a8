import { copyToRoom } from '../page-rooms.js';

/** A page of 5,000 rows of 20 columns is about 2 MB; a longer text makes the room grow once. */
const firstBytes = 4 * 1024 * 1024;

/** A character of JavaScript's (16 bits of UTF-16) takes at most so many bytes. */
const mostBytes = 3;

let room = Buffer.allocUnsafe(firstBytes);

/**
 * The pieces one after the other as UTF-8. Each is encoded while it is at hand: joined as text first, one name outside of Latin-1 would
 * make the engine copy the whole page at two bytes a character, and keep 5,000 unflattened rows alive until then. The room is kept
 * from call to call, because fresh memory costs a page fault every 4 KB; the result is the caller's own. Making a piece must not
 * call this function.
 */
export function utf8Of(pieces: Iterable<string>): Buffer {
  let length = 0;
  for (const piece of pieces) {
    const needed = length + piece.length * mostBytes;
    if (needed > room.length) room = Buffer.concat([room.subarray(0, length)], Math.max(needed, 2 * room.length));
    length += room.write(piece, length);
  }
  return copyToRoom(room.subarray(0, length));
}
