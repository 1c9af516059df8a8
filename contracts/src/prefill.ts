import type { components } from './generated/prefill-api.js';

/** Shapes of the API that pages ask; they stand in `prefill-openapi.ts`, and these types are made of it. */
type Schemas = components['schemas'];

/**
 * Answer of `GET /v1/prefill`: what the link may show of the token's own record, and nothing else.
 * A choice comes as its number with the label beside it in `labels`; a column that is empty in Dataverse is `null`.
 * Keys are logical names of columns, so they are looked up as own properties only.
 */
export type PrefillResponse = Schemas['PrefillResponse'];

export type PrefillValue = Schemas['PrefillValue'];

/** What kind of value a column holds, so that an input shows it without guessing. */
export type PrefillColumn = Schemas['PrefillColumn'];

/** What a described form is told beside: which input is filled from which column, and what stands in for values that stay in the service. */
export type PrefillForm = Schemas['PrefillForm'];

/** A refusal as problem details, RFC 9457: `application/problem+json`. */
export type PrefillProblem = Schemas['PrefillProblem'];

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
