import { fewNames } from '../../shared/few-names';
import type { Texts } from '../../shared/texts';

/** A text about some lists: `{0}` are their names, `{1}` is how many they are, `{2}` is the reason where there is one. */
export function aboutLists(
  texts: Texts,
  key: string,
  lists: readonly { readonly name: string }[],
  reason?: string,
): string {
  const names = lists.map((list) => list.name);
  return texts(key, fewNames(names, texts), names.length, reason);
}
