import type { Said, UserLimit } from '../../domain/user-limit.js';

export interface UserStanding {
  readonly limit: UserLimit;
  /** Requests that this process may have under way; `null` where no other signs in as the same user. */
  readonly places: number | null;
}

/**
 * What Dataverse said of application users, kept for every process that signs in as one of them and for the next start.
 * Times are those of the caller's clock, `nowMs` among them; the clocks of two machines may differ.
 */
export interface UserLimits {
  /** Keeps what was said, on top of what others were told meanwhile. */
  note(user: string, said: readonly Said[], nowMs: number): Promise<void>;
  /** Writes only when the share of this process changes. @param busy Requests of this process under way. */
  look(user: string, busy: number, nowMs: number): Promise<UserStanding>;
  /** @param changed Called when another process noted something, where the store can tell. */
  onChange(changed: () => void): void;
}
