/**
 * How many of the idle chains a range may be cut for. The ranges that come next have as much left: each hands on its share,
 * or the first would be cut to single pages and the others stay long.
 * @param open Ranges that are not done, at least one.
 */
export function idleChainsFor(idle: number, open: number): number {
  return Math.ceil(idle / Math.max(open, 1));
}
