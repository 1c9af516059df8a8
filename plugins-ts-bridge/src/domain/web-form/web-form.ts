import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { WebFormField } from '@pmds/contracts/web-form/definition';

/** Whether links to a form open anything. */
type LinkState = 'active' | 'suspended';

/** A described web form, as its record says it. */
export interface WebForm {
  readonly id: RowId;
  /** Short text that names it in links: their audience. */
  readonly key: string;
  readonly name: string;
  /** Where it is, absolute. */
  readonly addresses: readonly string[];
  /** Pages that may ask for values, as browsers write origins. */
  readonly origins: readonly string[];
  /** LCID in which values are shown; `null`: the organisation's. */
  readonly language: number | null;
  /** People who opted out open it as well. */
  readonly isPreference: boolean;
  /** `null`: they cannot be read, so nothing may be shown. */
  readonly fields: readonly WebFormField[] | null;
  /** Text column in which the run writes each member's link, by table. */
  readonly linkColumns: Readonly<Record<SelectableTable, string | null>>;
  /** For how many days a link works after the planned end of the send, else after it was made. */
  readonly linkDays: number;
  /** How many times a link opens the form; `null`: unbounded. */
  readonly maximumUses: number | null;
  readonly linkState: LinkState;
  readonly modifiedOn: Date;
  /** Dataverse's version of the row, as it writes it in `@odata.etag`. */
  readonly version: string;
}

/** Days where the record does not say. */
export const usualLinkDays = 30;

/** The columns of a table that a form shows in any way. What is never shown is not even read. */
export function shownColumns({ fields }: Pick<WebForm, 'fields'>, table: SelectableTable): ReadonlySet<string> {
  return new Set((fields ?? []).flatMap((field) => (field.exposure === 'never' ? [] : (field[table] ?? []))));
}
