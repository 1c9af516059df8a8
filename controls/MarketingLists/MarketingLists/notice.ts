import type { Texts } from '../../shared/texts';
import { aboutLists } from './about-lists';
import type { LinkOutcome } from './relation';

/** What the user is told after something was done. */
export interface Notice {
  readonly intent: 'success' | 'warning' | 'error';
  readonly lines: readonly string[];
  /** Turns back what was done. */
  readonly undo?: () => Promise<Notice | null>;
}

/** One line per kind of outcome; lists that were refused for one reason share a line. */
export function noticeOf(did: 'Added' | 'Removed', outcome: LinkOutcome, texts: Texts): Notice {
  const lines: string[] = [];
  if (outcome.done.length > 0) lines.push(aboutLists(texts, did, outcome.done));
  if (outcome.duplicates.length > 0) lines.push(aboutLists(texts, 'Duplicates', outcome.duplicates));
  for (const reason of new Set(outcome.refused.map((refused) => refused.reason))) {
    const lists = outcome.refused.flatMap((refused) => (refused.reason === reason ? [refused.list] : []));
    lines.push(aboutLists(texts, `Not${did}`, lists, reason));
  }
  const intent = outcome.refused.length > 0 ? 'error' : outcome.duplicates.length > 0 ? 'warning' : 'success';
  return { intent, lines };
}

export function troubleOf(cause: unknown, texts: Texts): Notice {
  return { intent: 'error', lines: [texts('Trouble', cause instanceof Error ? cause.message : String(cause))] };
}
