import type { Texts } from './texts';

/** More names than these nobody reads in a sentence. */
const most = 5;

/** Names in a row: all of a few, of many the first ones and how many there are besides. */
export function fewNames(names: readonly string[], texts: Texts, separator = ', '): string {
  if (names.length <= most + 1) return names.join(separator);
  return texts('AndMore', names.slice(0, most).join(separator), names.length - most);
}
