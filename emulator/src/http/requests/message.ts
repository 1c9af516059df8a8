/** Header names are lower case; a header sent several times is joined by commas, as HTTP reads it. */
export type Headers = ReadonlyMap<string, string>;

/** One request to the Web API, from the wire or from a part of a `$batch`. */
export interface ApiRequest {
  readonly method: string;
  /** Below the service root, still percent-encoded, without a leading slash: `contacts(…)/ownerid`. */
  readonly path: string;
  /** What stands after `?`, still encoded; empty when there is none. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Absolute, with a slash at the end: `http://127.0.0.1:4610/api/data/v9.2/`. */
  readonly serviceRoot: string;
  readonly inBatch: boolean;
}

export interface ApiResponse {
  readonly status: number;
  /** Written in the platform's spelling. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

export const jsonType = 'application/json; odata.metadata=minimal';

/** 200 (or another success) with a JSON text that somebody else has already written. */
export function jsonText(text: string | Buffer, status = 200, headers: Record<string, string> = {}): ApiResponse {
  return { status, headers: { 'Content-Type': jsonType, 'OData-Version': '4.0', ...headers }, body: text };
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): ApiResponse {
  return jsonText(JSON.stringify(value), status, headers);
}

export function noContent(headers: Record<string, string> = {}): ApiResponse {
  return { status: 204, headers: { 'OData-Version': '4.0', ...headers }, body: null };
}

/** The same answer with more headers. */
export function withHeaders(response: ApiResponse, headers: Readonly<Record<string, string>>): ApiResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}
