import type { SubmissionChange } from '@pmds/contracts/web-form/submission';
import { folded } from '@pmds/contracts/web-form/yes-no';

/** Columns of contacts and leads that hold an e-mail address of the person. */
const addresses: ReadonlySet<string> = new Set(['emailaddress1', 'emailaddress2', 'emailaddress3']);
const names: ReadonlySet<string> = new Set(['firstname', 'lastname']);

/**
 * Whether a submit makes another person of the record: an e-mail address that was there becomes another, together with a
 * first or last name that was there. A new address alone, or a new name alone, is what people have forms for. What stays as
 * it was, whatever the form says, changes nobody.
 */
export function changesIdentity(changes: readonly SubmissionChange[]): boolean {
  return changesOneOf(changes, addresses) && changesOneOf(changes, names);
}

/** Addresses that would be new in the record. */
export function newAddresses(changes: readonly SubmissionChange[]): readonly string[] {
  return changes.flatMap(({ column, outcome, to }) =>
    addresses.has(column) && outcome !== 'left' && typeof to === 'string' ? [to] : [],
  );
}

function changesOneOf(changes: readonly SubmissionChange[], columns: ReadonlySet<string>): boolean {
  return changes.some(
    ({ column, outcome, old, new: wanted }) =>
      columns.has(column) && outcome !== 'left' && old !== null && folded(old) !== folded(wanted ?? ''),
  );
}
