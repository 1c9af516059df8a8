import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { WebForm } from '../web-form/web-form.js';

/** A described web form as it was when links to it were planned: what a link says, and until when it works. */
export interface PlannedForm {
  readonly id: RowId;
  readonly key: string;
  readonly name: string;
  /** Where links lead. */
  readonly address: string;
  /** Text column that a run writes each member's link into, by table. */
  readonly linkColumns: Readonly<Record<SelectableTable, string | null>>;
  /** For how many days a link works without a planned send. */
  readonly linkDays: number;
  /** How often a link opens the form; `null`: as often as one likes. */
  readonly maximumUses: number | null;
  readonly isPreference: boolean;
  /** ISO text: it is kept with the order of a run. */
  readonly expiresOn: string;
  /** `expiresOn` is counted from the end of a send that is planned. */
  readonly sendPlanned: boolean;
}

const dayMs = 86_400_000;

/**
 * A form with an address, as links to it are made now. They work until the form's days are over, counted from the planned end of the
 * send, or from now where none is planned or it has passed.
 * @returns `null` for a form without an address: there is nowhere to lead to.
 */
export function plannedForm(form: WebForm, now: Date, plannedSendEnd: Date | null = null): PlannedForm | null {
  const { id, key, name, linkColumns, linkDays, maximumUses, isPreference, addresses } = form;
  const [address] = addresses;
  if (address === undefined) return null;
  const planned = plannedSendEnd !== null && plannedSendEnd > now;
  const expiresOn = new Date((planned ? plannedSendEnd : now).getTime() + linkDays * dayMs).toISOString();
  return { id, key, name, address, linkColumns, linkDays, maximumUses, isPreference, expiresOn, sendPlanned: planned };
}
