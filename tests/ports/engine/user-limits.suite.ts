import { allowed, pauseAt, type Said } from '@pmds/bridge/domain/user-limit';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import type { SuiteStore } from './suite-store';

const hint = (value: number): Said => ({ kind: 'hint', hint: value });
const refused = (untilMs: number): Said => ({ kind: 'refusal', pause: { untilMs, reason: 'Too many requests.' } });

/** What Dataverse said of an application user, kept for whoever opens the store. */
export function userLimitsSuite(store: SuiteStore): void {
  describe('beside what Dataverse said of its application user', () => {
    async function opened<Value>(use: (storage: Storage) => Promise<Value>): Promise<Value> {
      const storage = await store.backend.open();
      try {
        return await use(storage);
      } finally {
        await storage[Symbol.asyncDispose]();
      }
    }

    it('knows nothing of a user of whom nothing was said', async () => {
      const { limit } = await opened((storage) => storage.userLimits.look('somebody', 0, Date.now()));
      expect(limit).toEqual({ hint: null, cut: null, pause: null });
    });

    it('N17 keeps a Retry-After and the hint for the next start, each user its own', async () => {
      const now = Date.now();
      await opened((storage) => storage.userLimits.note('first', [hint(16), refused(now + 3_600_000)], now));
      await opened(async ({ userLimits }) => {
        const { limit } = await userLimits.look('first', 0, Date.now());
        expect(limit.hint).toBe(16);
        expect(pauseAt(limit, now + 3_000_000)?.reason).toBe('Too many requests.');
        expect(pauseAt(limit, now + 4_200_000)).toBeNull();
        expect(allowed(limit, now)).toBe(8);
        expect((await userLimits.look('second', 0, Date.now())).limit.pause).toBeNull();
      });
    });

    it('takes the refusals of two processes in one burst for one', async () => {
      const now = Date.now();
      await opened(async ({ userLimits }) => {
        await userLimits.note('first', [hint(16)], now);
        await Promise.all([
          userLimits.note('first', [refused(now + 600_000)], now),
          userLimits.note('first', [refused(now + 601_000)], now),
        ]);
        const { limit } = await userLimits.look('first', 0, now);
        expect(allowed(limit, now)).toBe(8);
        expect(pauseAt(limit, now + 500_000)).not.toBeNull();
      });
    });

    it('counts times by the clock of whoever asks', async () => {
      const behind = Date.now() - 7_200_000;
      await opened(async ({ userLimits }) => {
        await userLimits.note('first', [refused(behind + 1_800_000)], behind);
        const { limit } = await userLimits.look('first', 0, behind);
        expect(pauseAt(limit, behind + 1_000_000)).not.toBeNull();
        expect(pauseAt(limit, behind + 2_600_000)).toBeNull();
      });
    });
  });
}
