import { heard, type Said, type UserLimit } from '../../../domain/user-limit.js';
import { backOffMs, backOffs } from '../../../domain/retry-policy.js';
import type { Clock } from '../../../ports/clock.js';
import type { UserLimits } from '../../../ports/store/user-limits.js';
import { Bell } from '../../../application/bell.js';
import type { Governor } from './governor.js';

/** A lane's governor under the name that all processes have for its application user. */
export interface SharedUser {
  readonly user: string;
  readonly governor: Governor;
}

export interface LimitSharingOptions {
  readonly limits: UserLimits;
  readonly clock: Clock;
  /** Told what is known of a user whenever that was looked up. */
  readonly onKnown?: (user: string, limit: UserLimit) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Without a notice: news of other processes are seen so much later at most. */
const lookAgainMs = 1_000;

/**
 * Keeps governors in step with those of other processes that sign in as the same users. What Dataverse said here is
 * noted at once, what it said elsewhere is adopted as soon as it is known. While the store does not answer, each process
 * goes by what it was told itself.
 */
export class LimitSharing {
  readonly #options: LimitSharingOptions;
  readonly #said = new Map<string, Said[]>();
  readonly #news: Bell;
  #users: readonly SharedUser[] = [];

  constructor(options: LimitSharingOptions) {
    this.#options = options;
    this.#news = new Bell(options.clock);
    options.limits.onChange(() => this.#news.ring());
  }

  /** Takes what Dataverse said to a user; whoever calls does not wait. */
  said(user: string, said: Said): void {
    this.#said.set(user, [...(this.#said.get(user) ?? []), said]);
    this.#news.ring();
  }

  /** To be awaited before the first call: what was said to a process before this one still holds. */
  async begin(users: readonly SharedUser[]): Promise<void> {
    this.#users = users;
    await this.#look();
  }

  /** Tells the other processes what this one was told, and takes over what they were, until the signal. */
  async exchange(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { rings } = this.#news;
      const looked = await this.#look().then(
        () => true,
        (error: unknown) => {
          this.#options.onTrouble(error);
          return false;
        },
      );
      // A store that does not answer is not asked, nor complained of, as often.
      await this.#news.wait(rings, looked ? lookAgainMs : backOffMs(1, backOffs.store, Math.random), signal);
    }
  }

  async #look(): Promise<void> {
    const { limits, clock, onKnown } = this.#options;
    for (const { user, governor } of this.#users) {
      await this.#note(user);
      const { limit, places } = await limits.look(user, governor.active, clock.now().getTime());
      // What came in since is noted next.
      const known = (this.#said.get(user) ?? []).reduce((so, next) => heard(so, next, clock.now().getTime()), limit);
      governor.adopt(known, places);
      onKnown?.(user, known);
    }
  }

  async #note(user: string): Promise<void> {
    const said = this.#said.get(user) ?? [];
    if (said.length === 0) return;
    await this.#options.limits.note(user, said, this.#options.clock.now().getTime());
    this.#said.set(user, (this.#said.get(user) ?? []).slice(said.length));
  }
}
