import { fewNames } from '../../shared/few-names';
import type { Texts } from '../../shared/texts';
import type { LinkOutcome } from './relation';

/** What the user is told after something was done. */
export interface Notice {
  readonly intent: 'success' | 'warning' | 'error';
  readonly lines: readonly string[];
  /** Turns back what was done. */
  readonly undo?: () => Promise<Notice | null>;
}

const named = (lists: readonly { readonly name: string }[], texts: Texts) =>
  fewNames(
    lists.map((list) => list.name),
    texts,
  );

/** One line per kind of outcome; lists that were refused for one reason share a line. */
export function noticeOf(did: 'Added' | 'Removed', outcome: LinkOutcome, texts: Texts): Notice {
  const lines: string[] = [];
  if (outcome.done.length > 0) lines.push(texts(did, outcome.done.length, named(outcome.done, texts)));
  if (outcome.duplicates.length > 0) lines.push(texts('Duplicates', named(outcome.duplicates, texts)));
  for (const reason of new Set(outcome.refused.map((refused) => refused.reason))) {
    const lists = outcome.refused.flatMap((refused) => (refused.reason === reason ? [refused.list] : []));
    lines.push(texts(`Not${did}`, named(lists, texts), reason));
  }
  const intent = outcome.refused.length > 0 ? 'error' : outcome.duplicates.length > 0 ? 'warning' : 'success';
  return { intent, lines };
}

export function troubleOf(cause: unknown, texts: Texts): Notice {
  return { intent: 'error', lines: [texts('Trouble', cause instanceof Error ? cause.message : String(cause))] };
}
