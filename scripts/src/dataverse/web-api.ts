/** A row as the Web API answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** What stands behind calls to a Dataverse: its service root and a bearer token. */
export interface WebApi {
  /** Ends in a slash. */
  readonly url: string;
  readonly token: string;
}

/** A call that Dataverse refused. */
class WebApiError extends Error {
  override readonly name = 'WebApiError';
  readonly status: number;
  readonly code: string;

  constructor(call: string, status: number, code: string, message: string) {
    super(`${call} was answered with ${String(status)} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

/**
 * One call, no retries: what talks to the local Dataverse here is the person at the keyboard, not the service.
 * @param path Relative to the service root.
 * @returns The parsed body, or `null` where there is none. @throws WebApiError
 */
export async function callWebApi(
  api: WebApi,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Row | null> {
  const response = await fetch(new URL(path, api.url), {
    method,
    headers: {
      Authorization: `Bearer ${api.token}`,
      Accept: 'application/json',
      'OData-Version': '4.0',
      'OData-MaxVersion': '4.0',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    const { code, message } = errorOf(text);
    throw new WebApiError(`${method} ${path.split('?')[0] ?? path}`, response.status, code, message);
  }
  return text === '' ? null : (JSON.parse(text) as Row);
}

function errorOf(text: string): { readonly code: string; readonly message: string } {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
    return { code: error?.code ?? '', message: error?.message ?? text.slice(0, 300) };
  } catch {
    return { code: '', message: text.slice(0, 300) };
  }
}

export async function readRow(api: WebApi, path: string): Promise<Row> {
  return (await callWebApi(api, 'GET', path)) ?? {};
}

/** The rows of one page. @param path A set with its options; what it finds fits on one page. */
export async function readRows(api: WebApi, path: string): Promise<readonly Row[]> {
  const answer = await readRow(api, path);
  return Array.isArray(answer['value']) ? (answer['value'] as readonly Row[]) : [];
}
