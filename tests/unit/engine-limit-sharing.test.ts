import { Governor } from '@pmds/bridge/adapters/dataverse/http/governor';
import { LimitSharing } from '@pmds/bridge/adapters/dataverse/http/limit-sharing';
import { heard, nothingSaid, type Said, type UserLimit } from '@pmds/bridge/domain/user-limit';
import type { UserLimits } from '@pmds/bridge/ports/store/user-limits';
import { ManualClock } from './engine-fakes/manual-clock';

/** What several processes know, in memory. */
class KnownLimits implements UserLimits {
  readonly #known = new Map<string, UserLimit>();
  readonly #told: (() => void)[] = [];
  notes = 0;
  broken = false;

  note(user: string, said: readonly Said[], nowMs: number): Promise<void> {
    if (this.broken) return Promise.reject(new Error('The store is away.'));
    this.notes += 1;
    const before = this.#known.get(user) ?? nothingSaid;
    this.#known.set(
      user,
      said.reduce((limit, next) => heard(limit, next, nowMs), before),
    );
    for (const told of this.#told) told();
    return Promise.resolve();
  }

  look(user: string) {
    if (this.broken) return Promise.reject(new Error('The store is away.'));
    return Promise.resolve({ limit: this.#known.get(user) ?? nothingSaid, places: null });
  }

  onChange(changed: () => void): void {
    this.#told.push(changed);
  }
}

describe('processes that sign in as one application user', () => {
  const stop = new AbortController();
  afterAll(() => stop.abort());

  async function aProcess(limits: UserLimits, clock: ManualClock) {
    const troubles: unknown[] = [];
    const sharing = new LimitSharing({ limits, clock, onTrouble: (error) => troubles.push(error) });
    const governor = new Governor({ clock, onSaid: (said) => sharing.said('user', said) });
    await sharing.begin([{ user: 'user', governor }]);
    void sharing.exchange(stop.signal);
    return { governor, troubles };
  }

  it('N17 wait when one of them is told to, before their next look', async () => {
    const [limits, clock] = [new KnownLimits(), new ManualClock()];
    const [one, other] = [await aProcess(limits, clock), await aProcess(limits, clock)];
    one.governor.throttled(3_000, 'Slow down.');
    await clock.advance(0);
    expect(other.governor.pause?.reason).toBe('Slow down.');
    await clock.advance(3_000);
    expect(other.governor.pause).toBeNull();
  });

  it('N17 begin with what was said before they started', async () => {
    const [limits, clock] = [new KnownLimits(), new ManualClock()];
    const one = await aProcess(limits, clock);
    one.governor.hinted(16);
    one.governor.throttled(60_000, 'Slow down.');
    await clock.advance(0);
    const later = await aProcess(limits, clock);
    expect([later.governor.pause?.reason, later.governor.limit]).toEqual(['Slow down.', 8]);
  });

  it('write nothing while Dataverse says nothing new', async () => {
    const [limits, clock] = [new KnownLimits(), new ManualClock()];
    const { governor } = await aProcess(limits, clock);
    governor.hinted(16);
    await clock.advance(0);
    for (let answer = 0; answer < 50; answer += 1) governor.hinted(16);
    await clock.advance(5_000);
    expect(limits.notes).toBe(1);
  });

  it('go by what they were told themselves while the store is away, and say it when it is back', async () => {
    const [limits, clock] = [new KnownLimits(), new ManualClock()];
    const [one, other] = [await aProcess(limits, clock), await aProcess(limits, clock)];
    limits.broken = true;
    one.governor.throttled(30_000, 'Slow down.');
    await clock.advance(2_000);
    expect([one.governor.pause?.reason, other.governor.pause]).toEqual(['Slow down.', null]);
    expect(one.troubles).not.toEqual([]);
    limits.broken = false;
    await clock.advance(6_000);
    expect(other.governor.pause?.reason).toBe('Slow down.');
  });
});
