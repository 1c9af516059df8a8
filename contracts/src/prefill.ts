import type { SelectableTable } from './field-selection.js';

/**
 * Answer of `GET /v1/prefill`: the selected columns of the token's own record and nothing else.
 * A choice comes as its number with the label beside it in `labels`; a column that is empty in Dataverse is `null`.
 */
export interface PrefillResponse {
  readonly table: SelectableTable;
  readonly values: Readonly<Record<string, PrefillValue>>;
  /** Labels of choices and lookups, by column, where there is one. */
  readonly labels: Readonly<Record<string, string>>;
}

export type PrefillValue = string | number | boolean | null;

/** Why a prefill is refused. The text never says whether a person exists. */
export type PrefillRefusal = 'token-missing' | 'token-invalid' | 'token-expired' | 'origin-not-allowed' | 'not-found';

export interface PrefillRefused {
  readonly error: { readonly code: PrefillRefusal; readonly message: string };
}
