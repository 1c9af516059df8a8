import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { SyncRunId } from '@pmds/contracts/ids';
import type { PlannedForm } from './planned-form.js';

/**
 * Links to a form that were written into a column of people alike. A new set begins where the links of the one before no longer hold:
 * another key, form, address or column, a revocation, or too little time left.
 */
export interface LinkSet {
  readonly form: PlannedForm;
  readonly table: SelectableTable;
  readonly column: string;
  /** The key that signs. */
  readonly kid: string;
  /** The run that wrote the first of them; they are revoked with it. */
  readonly runId: SyncRunId;
  /** ISO text, to the second. */
  readonly issuedOn: string;
}

/** A set as it is kept. Numbers are counted by the store. */
export interface KeptLinkSet extends LinkSet {
  readonly number: number;
}

/** What was written of a member: of which set, and when the link says that it was made. */
export interface WrittenLink {
  readonly set: number;
  readonly issuedAt: Date;
}

/** Whether links of a set are still what links made now would be, but for the time that they have left. */
export function serves(set: LinkSet, wanted: LinkSet, now: Date): boolean {
  const same =
    set.kid === wanted.kid &&
    set.column === wanted.column &&
    set.form.key === wanted.form.key &&
    set.form.address === wanted.form.address &&
    set.form.maximumUses === wanted.form.maximumUses;
  if (!same) return false;
  const left = Date.parse(set.form.expiresOn) - now.getTime();
  const due = Date.parse(wanted.form.expiresOn) - now.getTime();
  // Without a planned send they would have to last a little longer at each run.
  return wanted.form.sendPlanned ? left >= due : left >= due / 2;
}
