import type { SkippedOutcome } from './settled-outcome.js';

/** What became of a row by its own content. Deleted and unreadable members have no row. */
export type MappedRow =
  | { readonly kind: 'skipped'; readonly outcome: SkippedOutcome }
  | { readonly kind: 'failed'; readonly column: string; readonly expected: string }
  /**
   * `cells` is a JSON array in the order of the columns: values, for lookups with a label `[id, label]`, and the digits
   * of a number as text, so that nobody who parses it loses one.
   */
  | { readonly kind: 'profile'; readonly cells: string };
