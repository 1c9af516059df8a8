import type { SelectableTable } from './fields/field-selection.js';

/**
 * Answer of `GET /v1/prefill`: the selected columns of the token's own record and nothing else.
 * A choice comes as its number with the label beside it in `labels`; a column that is empty in Dataverse is `null`.
 * Keys are logical names of columns, so they are looked up as own properties only.
 */
export interface PrefillResponse {
  readonly table: SelectableTable;
  readonly values: Readonly<Record<string, PrefillValue>>;
  /** Labels of choices and lookups, by column, where there is one. */
  readonly labels: Readonly<Record<string, string>>;
  /** What kind of value each column of `values` holds. */
  readonly columns: Readonly<Record<string, PrefillColumn>>;
}

export type PrefillValue = string | number | boolean | null;

/** What kind of value a column holds, so that an input shows it without guessing. */
export type PrefillColumn =
  | { readonly kind: 'text' }
  /** The column's own words for yes and for no, in every language that is known. */
  | { readonly kind: 'yes-no'; readonly yes: readonly string[]; readonly no: readonly string[] }
  /** A choice is a number, several choices are text such as `1,2`, a lookup is the id of a row. People see the label. */
  | { readonly kind: 'choice' | 'choices' | 'lookup' }
  /** Exact digits as text, with `.` before the fraction and no exponent: a double would lose some. */
  | { readonly kind: 'number' }
  /** The day, `YYYY-MM-DD`, whatever the time zone. */
  | { readonly kind: 'date' }
  /** `YYYY-MM-DDTHH:mm:ss`, already in the time zone that counts. */
  | { readonly kind: 'date-time' };

/** Why a prefill is refused. The text never says whether a person exists. */
export type PrefillRefusal =
  'token-missing' | 'token-invalid' | 'token-expired' | 'origin-not-allowed' | 'not-found' | 'too-many-requests';

export interface PrefillRefused {
  readonly error: { readonly code: PrefillRefusal; readonly message: string };
}
