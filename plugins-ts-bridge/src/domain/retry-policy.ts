/** What the policy has to know about a failed attempt. */
export interface FailedAttempt {
  /** `null` when trying again cannot help; `afterMs` is the server's wish, 0 for none. */
  readonly retry: { readonly afterMs: number } | null;
  /** Throttling is an order to wait, not a failure: it never uses up attempts. */
  readonly throttled: boolean;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** Attempts at something that fails without having been told to wait: about three minutes in all. */
export const maxAttempts = 9;

/**
 * Decides whether a failed attempt is worth another.
 * @param attempt 1 for the first try; throttled attempts are not counted.
 * @param random 0 (inclusive) to 1.
 * @returns Milliseconds to wait (full jitter, capped at 30 s; the server's Retry-After is a floor), or `null` to give up.
 */
export function nextDelayMs(attempt: number, failure: FailedAttempt, random: () => number): number | null {
  if (failure.retry === null) return null;
  if (failure.throttled) return failure.retry.afterMs;
  if (attempt >= maxAttempts) return null;
  const cap = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return Math.max(failure.retry.afterMs, Math.round(random() * cap));
}
