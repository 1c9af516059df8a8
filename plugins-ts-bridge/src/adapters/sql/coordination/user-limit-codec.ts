import type { UserLimit } from '../../../domain/user-limit.js';
import type { UserLimitTable } from '../schema.js';

type LimitRow = Omit<UserLimitTable, 'user_key'>;

export function limitOf(row: LimitRow): UserLimit {
  const { hint, cut_to: to, cut_since_ms: sinceMs, pause_until_ms: untilMs, pause_reason: reason } = row;
  return {
    hint,
    cut: to === null || sinceMs === null ? null : { to, sinceMs },
    pause: untilMs === null ? null : { untilMs, reason: reason ?? '' },
  };
}

export function rowOf({ hint, cut, pause }: UserLimit): LimitRow {
  return {
    hint,
    cut_to: cut?.to ?? null,
    cut_since_ms: cut?.sinceMs ?? null,
    pause_until_ms: pause?.untilMs ?? null,
    pause_reason: pause?.reason ?? null,
  };
}

/** The same by a clock that is so much ahead. */
export function shifted({ hint, cut, pause }: UserLimit, aheadMs: number): UserLimit {
  return {
    hint,
    cut: cut === null ? null : { ...cut, sinceMs: cut.sinceMs + aheadMs },
    pause: pause === null ? null : { ...pause, untilMs: pause.untilMs + aheadMs },
  };
}
