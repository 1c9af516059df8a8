import { clientUrl } from './client-url';

/** Dataverse answered with something else than success, or did not answer (`status` 0). */
export class WebApiError extends Error {
  readonly status: number;
  /** Code of the platform such as `0x80040220`, where the body had one. */
  readonly code: string | null;

  constructor(status: number, code: string | null, message: string) {
    super(message);
    this.name = 'WebApiError';
    this.status = status;
    this.code = code;
  }
}

const root = '/api/data/v9.2/';
const headers = {
  Accept: 'application/json',
  'Content-Type': 'application/json; charset=utf-8',
  'OData-MaxVersion': '4.0',
  'OData-Version': '4.0',
};

/** Absolute address of something in the Web API, as `@odata.id` wants it. */
export function webApiUrl(path: string): string {
  return clientUrl() + root + path;
}

/**
 * Calls the Web API with the user's own session; for what `context.webAPI` lacks: definitions and N:N references.
 * @param path Below `/api/data/v9.2/`, or the absolute address of a next page.
 * @returns The parsed body, `null` where there is none (204).
 * @throws {WebApiError} for every answer but success; an aborted call rejects with the signal's reason.
 */
export async function callWebApi(path: string, init: RequestInit = {}): Promise<unknown> {
  const url = path.startsWith('http') ? path : webApiUrl(path);
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers, credentials: 'same-origin' });
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new WebApiError(0, null, cause instanceof Error ? cause.message : String(cause));
  }
  const body = await bodyOf(response);
  if (response.ok) return body;
  const { code, message } = platformError(body);
  throw new WebApiError(response.status, code, message ?? `HTTP ${String(response.status)}`);
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's error page; a success in any other form than JSON is not from Dataverse either.
    if (response.ok) throw new WebApiError(response.status, null, 'The answer is not JSON.');
    return null;
  }
}

function platformError(body: unknown): { readonly code: string | null; readonly message: string | null } {
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return { code: typeof code === 'string' ? code : null, message: typeof message === 'string' ? message : null };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
