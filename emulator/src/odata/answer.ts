/** What a read gives the HTTP layer to send. */
export interface ReadAnswer {
  readonly status: 200 | 204;
  readonly contentType: 'application/json; odata.metadata=minimal' | 'text/plain' | 'application/xml';
  /** Complete body; empty with 204. */
  readonly body: string;
  /** For a single row: value of the `ETag` header. */
  readonly etag?: string;
  /** Preferences honoured by the query, for `Preference-Applied`. */
  readonly preferenceApplied: readonly string[];
}

export const jsonMediaType = 'application/json; odata.metadata=minimal';

export function jsonAnswer(body: string, more: Partial<ReadAnswer> = {}): ReadAnswer {
  return { status: 200, contentType: jsonMediaType, body, preferenceApplied: [], ...more };
}
