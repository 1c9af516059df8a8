import type { ColumnValue, SubmissionChange } from '@pmds/contracts/web-form/submission';
import { shownValue } from './shown-value.js';
import { sameValue, type CurrentValue, type WritableColumn } from './writable-column.js';

/** What became of a person's *Apply*. */
type ReviewDecision =
  /** The record is not what the review showed: nothing may be written before somebody has seen it as it is. */
  | {
      readonly kind: 'record-changed';
      readonly changes: readonly SubmissionChange[];
      readonly columns: readonly string[];
    }
  /** `left`: columns for which there is nothing that could be written. */
  | { readonly kind: 'apply'; readonly changes: readonly SubmissionChange[]; readonly left: readonly string[] }
  | { readonly kind: 'nothing'; readonly left: readonly string[] };

/**
 * Applies what waits for a decision, if the record still holds what was shown beside it.
 * @param changes As the row keeps them.
 */
export function decideReview(
  changes: readonly SubmissionChange[],
  columns: ReadonlyMap<string, WritableColumn>,
  record: ReadonlyMap<string, CurrentValue>,
  zone: string | null,
): ReviewDecision {
  const differing: string[] = [];
  const left: string[] = [];
  let applied = 0;
  const shownAnew: SubmissionChange[] = [];
  const decided = changes.map((change): SubmissionChange => {
    const column = columns.get(change.column);
    const current = record.get(change.column);
    if (change.outcome !== 'review') {
      shownAnew.push(change);
      return change;
    }
    if (column === undefined || current === undefined || !column.writable || change.to === undefined) {
      left.push(change.label);
      shownAnew.push(change);
      return { ...change, outcome: 'left' };
    }
    if (!sameValue(column, current.raw, change.from) && !sameValue(column, current.raw, change.to)) {
      differing.push(change.label);
      const old = shownValue(column, current.raw, zone, current.name);
      shownAnew.push({ ...change, old, from: current.raw });
      return change;
    }
    shownAnew.push(change);
    applied += 1;
    return { ...change, outcome: 'written' };
  });
  if (differing.length > 0) return { kind: 'record-changed', changes: shownAnew, columns: differing };
  return applied === 0 ? { kind: 'nothing', left } : { kind: 'apply', changes: decided, left };
}

/**
 * The columns that changes write, by logical name.
 * @param before What was written already, so that it is not written again.
 */
export function valuesToWrite(
  changes: readonly SubmissionChange[],
  before: readonly SubmissionChange[] = [],
): Readonly<Record<string, ColumnValue>> {
  const done = new Set(before.filter(({ outcome }) => outcome === 'written').map(({ column }) => column));
  return Object.fromEntries(
    changes.flatMap(({ column, outcome, to }) =>
      outcome === 'written' && to !== undefined && !done.has(column) ? [[column, to]] : [],
    ),
  );
}
