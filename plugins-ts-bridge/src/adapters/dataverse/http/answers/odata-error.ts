/** What Dataverse says of a refusal. */
export interface ODataError {
  /** For example `0x80040217`; empty where it names none. */
  readonly code: string;
  readonly message: string;
}

/** A reply as far as its classification looks at it. */
export interface Reply {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where it is there, `body` is only made of it when it is asked for. */
  readonly bytes?: Buffer;
  /** The outbound proxy by which it came, as `host:port`, where one was in between. */
  readonly proxy?: string | undefined;
}

/**
 * Headers that Dataverse sends and others do not.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors
 */
const ownHeaders = [
  'odata-version',
  'odata-entityid',
  'req_id',
  'x-ms-service-request-id',
  'x-ms-ratelimit-time-remaining-xrm-requests',
];

export function hasOwnHeader({ headers }: Pick<Reply, 'headers'>): boolean {
  return ownHeaders.some((name) => headers[name] !== undefined);
}

/**
 * The error of a reply, `null` where it is not one of Dataverse's: gateways answer with JSON of the same shape, but
 * neither with a code of Dataverse's nor with its headers.
 */
export function odataErrorOf(reply: Reply): ODataError | null {
  const error = errorIn(reply.body);
  if (error === null) return null;
  return /^0x[0-9a-f]{8}$/i.test(error.code) || hasOwnHeader(reply) ? error : null;
}

function errorIn(body: string): ODataError | null {
  if (!/^\s*\{/.test(body)) return null;
  try {
    const { error } = JSON.parse(body) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } };
    if (typeof error !== 'object' || typeof error.message !== 'string') return null;
    return { code: typeof error.code === 'string' ? error.code : '', message: error.message };
  } catch {
    return null;
  }
}
