/** Draws the next number of a stream: 0 <= n < 1. */
export type Random = () => number;

/** Spreads 32 bits over 32 bits without loss (the finaliser of MurmurHash3), so that different inputs stay different. */
function scramble(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units: turns the name of a stream into a number. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/**
 * A stream of its own for every seed, name and index: any row can be made again alone and in any order, so nothing has
 * to be remembered between loading a million rows and checking one of them. The generator is mulberry32.
 */
export function randomOf(seed: number, stream: string, index: number): Random {
  let state = scramble(scramble(seed ^ hashOf(stream)) + Math.imul(index, 0x9e3779b1));
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An integer from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of `items`, which must not be empty. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

/**
 * The id of row `index` of a stream. Its first eight digits are the index, scrambled without loss, so that no two rows
 * of a stream share an id, however many there are.
 */
export function rowIdOf(seed: number, stream: string, index: number): string {
  const random = randomOf(seed, `id of ${stream}`, index);
  const draw = () => hex(Math.floor(random() * 4_294_967_296));
  const [middle, end, last] = [draw(), draw(), draw()];
  const variant = '89ab'.charAt(Number.parseInt(end.charAt(0), 16) & 3);
  return `${hex(scramble(index ^ hashOf(stream)))}-${middle.slice(0, 4)}-4${middle.slice(5)}-${variant}${end.slice(1, 4)}-${end.slice(4)}${last}`;
}
