import type { Texts } from '../../shared/texts';
import type { LinkOutcome } from './relation';

/** What the user is told after something was done. */
export interface Notice {
  readonly intent: 'success' | 'warning' | 'error';
  readonly lines: readonly string[];
}

const named = (lists: readonly { readonly name: string }[]) => lists.map((list) => list.name).join(', ');

/** One line per kind of outcome; what did not work is named list by list. */
export function noticeOf(did: 'Added' | 'Removed', outcome: LinkOutcome, texts: Texts): Notice {
  const lines: string[] = [];
  if (outcome.done.length > 0) lines.push(texts(did, outcome.done.length, named(outcome.done)));
  if (outcome.duplicates.length > 0) lines.push(texts('Duplicates', named(outcome.duplicates)));
  for (const { list, reason } of outcome.refused) lines.push(texts(`Not${did}`, list.name, reason));
  const intent = outcome.refused.length > 0 ? 'error' : outcome.duplicates.length > 0 ? 'warning' : 'success';
  return { intent, lines };
}

export function troubleOf(cause: unknown, texts: Texts): Notice {
  return { intent: 'error', lines: [texts('Trouble', cause instanceof Error ? cause.message : String(cause))] };
}
