export interface Pause {
  readonly untilMs: number;
  readonly reason: string;
}

/**
 * What Dataverse said of an application user, by which everybody who signs in as it goes. Times in milliseconds of one
 * clock. It changes only when Dataverse says something new: growing back after a refusal follows from the time alone.
 */
export interface UserLimit {
  /** `x-ms-dop-hint`: requests that it recommends to have under way; `null` before the first answer. */
  readonly hint: number | null;
  /** What the last 429 left, and from when on it grows again. */
  readonly cut: { readonly to: number; readonly sinceMs: number } | null;
  /** The last `Retry-After`, also when it is over. */
  readonly pause: Pause | null;
}

/** A sentence of Dataverse's, from a header or a refusal. */
export type Said =
  { readonly kind: 'hint'; readonly hint: number } | { readonly kind: 'refusal'; readonly pause: Pause };

export interface LimitRules {
  /** Concurrency before the first hint. */
  readonly initial: number;
  /** Above this no hint leads; Dataverse refuses the 53rd concurrent request. */
  readonly ceiling: number;
  /** Without a 429 for so long, one more request at a time is tried, up to the hint. */
  readonly cleanIntervalMs: number;
}

export const nothingSaid: UserLimit = { hint: null, cut: null, pause: null };
export const usualRules: LimitRules = { initial: 4, ceiling: 52, cleanIntervalMs: 10_000 };

/** Requests that may be under way now, in all processes together. */
export function allowed({ hint, cut }: UserLimit, nowMs: number, rules: LimitRules = usualRules): number {
  const most = hint ?? rules.initial;
  if (cut === null) return most;
  return Math.min(most, cut.to + Math.max(0, Math.floor((nowMs - cut.sinceMs) / rules.cleanIntervalMs)));
}

/** The pause that is not over yet. */
export function pauseAt({ pause }: UserLimit, nowMs: number): Pause | null {
  return pause !== null && pause.untilMs > nowMs ? pause : null;
}

/** @returns the same object when it says nothing new. */
export function heard(limit: UserLimit, said: Said, nowMs: number, rules: LimitRules = usualRules): UserLimit {
  if (said.kind === 'hint') {
    const hint = Math.max(1, Math.min(Math.trunc(said.hint), rules.ceiling));
    return hint === limit.hint ? limit : { ...limit, hint };
  }
  const { pause } = said;
  const before = pauseAt(limit, nowMs);
  if (before !== null && before.untilMs >= pause.untilMs) return limit;
  // One burst of refusals is one event: those that were under way together, here or elsewhere, do not halve again.
  const to = before === null ? Math.max(1, Math.floor(allowed(limit, nowMs, rules) / 2)) : (limit.cut?.to ?? 1);
  const sinceMs = Math.max(limit.cut?.sinceMs ?? nowMs, pause.untilMs);
  return { ...limit, cut: { to, sinceMs }, pause };
}

/** Requests of one process among those that sign in as the same user. */
interface ProcessPlaces {
  /** Position of the process among all that live, in an order that all see alike. */
  readonly rank: number;
  readonly processes: number;
  /** Places that it has, and how many of them are taken by requests under way. */
  readonly has: number;
  readonly busy: number;
  /** Places that the others have. */
  readonly others: number;
}

/**
 * Places for a process: an equal share of all. It gives back what it has too many as its requests end, and takes only
 * what others have given back, so that together they never have more than all. Each has at least one: with more processes
 * than the hint allows requests, somebody would wait for ever.
 */
export function placesOf(all: number, { rank, processes, has, busy, others }: ProcessPlaces): number {
  const equal = Math.floor(all / processes) + (rank < all % processes ? 1 : 0);
  const share = Math.max(1, equal);
  if (share <= has) return Math.max(share, Math.min(has, busy));
  return Math.min(share, Math.max(has, all - others, processes > all ? 1 : 0));
}
