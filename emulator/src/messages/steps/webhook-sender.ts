import type { RowObject } from '../../data/value.js';
import { authTypes, readSettings } from '../../write/rules/service-endpoint.js';

interface WebhookCall {
  readonly endpoint: RowObject;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** {@link webhookTimeoutMs} when left out. */
  readonly timeoutMs?: number;
}

/** How a call ended; `reason` is a sentence for the error or the system job. */
export type WebhookResult =
  | { readonly ok: true; readonly attempts: number }
  | { readonly ok: false; readonly attempts: number; readonly reason: string };

/** The platform gives a webhook this long. */
const webhookTimeoutMs = 60_000;

const worthAnotherTry = new Set([502, 503, 504]);

/**
 * Posts an execution context. Anything but 2xx is a failure; 502, 503 and 504 get exactly one more attempt.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks
 */
export async function sendWebhook(call: WebhookCall): Promise<WebhookResult> {
  const first = await attempt(call);
  if (first.ok) return { ok: true, attempts: 1 };
  if (first.status === null || !worthAnotherTry.has(first.status))
    return { ok: false, attempts: 1, reason: first.reason };
  const second = await attempt(call);
  return second.ok ? { ok: true, attempts: 2 } : { ok: false, attempts: 2, reason: second.reason };
}

type Attempt = { readonly ok: true } | { readonly ok: false; readonly status: number | null; readonly reason: string };

async function attempt({
  endpoint,
  body,
  headers,
  signal,
  timeoutMs = webhookTimeoutMs,
}: WebhookCall): Promise<Attempt> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    // Inside, because rows of the admin path may hold anything.
    const { url, authHeaders } = authenticated(endpoint);
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers, ...authHeaders },
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    await response.arrayBuffer();
    if (response.status >= 200 && response.status < 300) return { ok: true };
    return {
      ok: false,
      status: response.status,
      reason: `The webhook call failed because of invalid http status code ${response.status}.`,
    };
  } catch (error) {
    if (timeout.aborted)
      return {
        ok: false,
        status: null,
        reason: 'The webhook call failed because the http request timed out at client side.',
      };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    return {
      ok: false,
      status: null,
      reason: `The webhook call failed because the endpoint could not be reached${code}.`,
    };
  }
}

function authenticated(endpoint: RowObject): { readonly url: string; readonly authHeaders: Record<string, string> } {
  const url = new URL(String(endpoint['url']));
  const value = typeof endpoint['authvalue'] === 'string' ? endpoint['authvalue'] : '';
  if (endpoint['authtype'] === authTypes.httpHeader)
    return { url: url.href, authHeaders: Object.fromEntries(value === '' ? [] : readSettings(value)) };
  const pairs =
    endpoint['authtype'] === authTypes.webhookKey
      ? [['code', value] as const]
      : value === ''
        ? []
        : readSettings(value);
  for (const [name, text] of pairs) url.searchParams.set(name, text);
  return { url: url.href, authHeaders: {} };
}
