/** What the policy has to know about a failed attempt. */
interface FailedAttempt {
  /** `null` when trying again cannot help; `afterMs` is the server's wish, 0 for none. */
  readonly retry: { readonly afterMs: number } | null;
}

/** Waits that double with each attempt, in milliseconds. */
interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Every wait between attempts of the service at the same thing. */
export const backOffs = {
  /** A call to Dataverse or its token endpoint that failed. */
  call: { firstMs: 500, longestMs: 30_000 },
  /** A call that was refused as one too many, by a server that names no time. Dataverse asks for five seconds or more. */
  throttled: { firstMs: 5_000, longestMs: 60_000 },
  /** Reports that could not be delivered: they are tried until they are. */
  reports: { firstMs: 1_000, longestMs: 60_000 },
  /** A run that waits for Dataverse, between two looks. */
  run: { firstMs: 15_000, longestMs: 15_000 },
  /** A store that does not answer. */
  store: { firstMs: 5_000, longestMs: 5_000 },
  /** A mail that a server put off; the first pause is a setting (`PMDS_MAIL_RETRY_SECONDS`). */
  mail: { firstMs: 5 * 60_000, longestMs: 60 * 60_000 },
  /** The worker's thread after it died of a bug. */
  restart: { firstMs: 1_000, longestMs: 30_000 },
} as const satisfies Readonly<Record<string, BackOff>>;

/** How long somebody waits for a call before he is told that it failed. */
export interface Patience {
  /** Attempts in all; waits that a server asked for are not counted. */
  readonly attempts: number;
  /** The longest wait that a server may ask for; beyond it the call fails at once. */
  readonly longestWaitMs: number;
  /** Once the attempts have taken so long together there is no further one; waits that a server asked for are not counted. */
  readonly wholeMs: number;
  /** How long one sign-in may take. */
  readonly signInMs: number;
}

/** Whose patience a call has. */
export const patiences = {
  /** A run and its reports: about two minutes of trouble, and whatever Dataverse asks for. */
  run: { attempts: 9, longestWaitMs: Infinity, wholeMs: Infinity, signInMs: 30_000 },
  /** Somebody at a terminal, who wants to know the cause within seconds. */
  command: { attempts: 3, longestWaitMs: Infinity, wholeMs: 10_000, signInMs: 15_000 },
  /** Somebody in front of a form that is filled in. */
  person: { attempts: 3, longestWaitMs: 1_000, wholeMs: 10_000, signInMs: 30_000 },
} as const satisfies Readonly<Record<string, Patience>>;

/** The longest wait that a server's wish leads to, unless set otherwise; then it is asked again. */
export const usualLongestPauseMs = 10 * 60_000;

/** After so many refusals in a row a server that asks for short waits is not believed any more. */
const refusalsBelieved = 5;
/** Retry-After is given in whole seconds; less is no wish. */
const shortestWishMs = 1_000;

/**
 * The longest wait after the `attempt`-th attempt, in milliseconds; for what nobody else waits for at the same time.
 * @param attempt 1 for the first try.
 */
export function doubledMs(attempt: number, { firstMs, longestMs }: BackOff): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(30, attempt - 1));
}

/**
 * The wait before the attempt after the `attempt`-th one: the upper half of a doubling range, so that it has a floor and
 * processes that failed together do not come back together.
 * @param attempt 1 for the first try.
 * @param random 0 (inclusive) to 1.
 */
export function backOffMs(attempt: number, backOff: BackOff, random: () => number): number {
  return Math.round((doubledMs(attempt, backOff) * (1 + random())) / 2);
}

/**
 * The wait before something is tried again for as long as it takes: a server's wish counts up to the longest wait.
 * @param attempt 1 for the first try.
 * @param wishMs What was asked for, in milliseconds; 0 for nothing.
 */
export function againMs(attempt: number, backOff: BackOff, wishMs: number, random: () => number): number {
  return Math.max(Math.min(wishOf(wishMs) ?? 0, backOff.longestMs), backOffMs(attempt, backOff, random));
}

/**
 * Decides whether a failed attempt is worth another.
 * @param attempt 1 for the first try; throttled attempts are not counted, they have `pauseMs`.
 * @returns Milliseconds to wait (the server's wish is a floor, `longestPauseMs` the end), or `null` to give up.
 */
export function nextDelayMs(
  attempt: number,
  failure: FailedAttempt,
  random: () => number,
  { attempts }: Patience = patiences.run,
  longestPauseMs = usualLongestPauseMs,
): number | null {
  if (failure.retry === null || attempt >= attempts) return null;
  return Math.min(
    longestPauseMs,
    Math.max(wishOf(failure.retry.afterMs) ?? 0, backOffMs(attempt, backOffs.call, random)),
  );
}

/**
 * How long everybody waits after a refusal for too many requests. A wish of nothing, of a time that is over or of a text
 * that cannot be read counts as none: then the wait is five seconds or more and doubles with each refusal in a row. A
 * server that asks for a moment again and again is not believed for ever either.
 * @param wishMs `null` where the server named no time.
 * @param refusals Refusals in a row, this one included.
 */
export function pauseMs(
  wishMs: number | null,
  refusals: number,
  random: () => number,
  longestPauseMs = usualLongestPauseMs,
): number {
  const wish = wishOf(wishMs);
  const spread = (count: number): number => Math.round(doubledMs(count, backOffs.throttled) * (1 + random() / 2));
  if (wish === null) return Math.min(longestPauseMs, spread(refusals));
  const doubted = refusals > refusalsBelieved ? spread(refusals - refusalsBelieved) : 0;
  return Math.min(longestPauseMs, Math.max(wish, doubted));
}

function wishOf(ms: number | null): number | null {
  return ms !== null && Number.isFinite(ms) && ms >= shortestWishMs ? ms : null;
}
