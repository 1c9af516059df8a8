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
  /** What a described form is told beside; absent for links to forms that nobody described. */
  readonly form?: PrefillForm;
}

/** Of a described form: which input is filled from which column, and what stands in for values that stay in the service. */
export interface PrefillForm {
  /** Column by the name of the input. Inputs that stay empty are left out. */
  readonly inputs: Readonly<Record<string, string>>;
  /** By column: what people may see of a value that stays in the service, such as `j•••@example.com`. Never a value to submit. */
  readonly masked: Readonly<Record<string, string>>;
  /** Columns whose values come after a code that was mailed to the person: `POST /v1/prefill/code`, then `/v1/prefill/verify`. */
  readonly verified: readonly string[];
  /** LCID in which labels are; `null` for that of the organisation. */
  readonly language: number | null;
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

/**
 * Why a prefill is refused. The text never says whether a person exists, nor why a link opens nothing: changed, expired,
 * revoked, used up, suspended and made for something else are one and the same. `token-expired` is what `prefill.js` says by
 * itself, by the date in the token; the service never does.
 */
export type PrefillRefusal =
  | 'token-missing'
  | 'token-invalid'
  | 'token-expired'
  | 'origin-not-allowed'
  | 'not-found'
  | 'too-many-requests'
  | 'code-invalid'
  | 'code-not-sent'
  | 'body-invalid';

/** A refusal as problem details, RFC 9457: `application/problem+json`. */
export interface PrefillProblem {
  /** Address that names the kind of problem; `urn:pmds:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** One sentence for people, with the remedy. */
  readonly detail: string;
  readonly code: PrefillRefusal;
  /** The header, parameter or member of the body at fault, where there is one. */
  readonly field?: string;
}
