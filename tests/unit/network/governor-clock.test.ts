import fc from 'fast-check';
import { Governor } from '@pmds/bridge/adapters/dataverse/http/governor';
import type { Clock } from '@pmds/bridge/ports/clock';

/** A clock that moves at every look at it. Sleepers wake when the test says so. */
class MovingClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 1);
  readonly #steps: readonly number[];
  #looks = 0;
  readonly slept: number[] = [];
  #wake: (() => void)[] = [];

  constructor(steps: readonly number[]) {
    this.#steps = steps;
  }

  now(): Date {
    this.#looks += 1;
    this.#nowMs += this.#steps[this.#looks % this.#steps.length] ?? 1;
    return new Date(this.#nowMs);
  }

  steadyMs(): number {
    return this.now().getTime();
  }

  sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  async wakeAll(ms: number): Promise<void> {
    this.#nowMs += ms;
    const waking = this.#wake;
    this.#wake = [];
    for (const wake of waking) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const action = fc.oneof(
  fc.record({
    kind: fc.constant('throttled' as const),
    ms: fc.constantFrom(null, 0, 1, 999, 1_000, 1_001, 5_000, 3_600_000),
  }),
  fc.record({ kind: fc.constant('enter' as const), ms: fc.constant(0) }),
  fc.record({ kind: fc.constant('leave' as const), ms: fc.constant(0) }),
  fc.record({ kind: fc.constant('adopt' as const), ms: fc.constantFrom(0, 1, 2_000, 3_600_000) }),
  fc.record({ kind: fc.constant('look' as const), ms: fc.constant(0) }),
  fc.record({ kind: fc.constant('wake' as const), ms: fc.nat(20_000) }),
);

describe('the governor', () => {
  it('S2 throws nothing and lets everybody in at last, however the clock moves between two looks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2_500), { minLength: 1, maxLength: 8 }),
        fc.array(action, { maxLength: 60 }),
        async (steps, actions) => {
          const clock = new MovingClock(steps.map((step) => step + 1));
          const governor = new Governor({ clock, longestPauseMs: 60_000 });
          const inside: (() => void)[] = [];
          let asked = 0;
          let entered = 0;
          for (const { kind, ms } of actions) {
            if (kind === 'throttled') governor.throttled(ms, 'Slow down.');
            if (kind === 'adopt') {
              const pause = { untilMs: clock.now().getTime() + ms, reason: 'Told elsewhere.' };
              governor.adopt({ hint: 4, cut: null, pause }, null);
            }
            if (kind === 'look') expect(governor.pause?.untilMs).not.toBeNaN();
            if (kind === 'leave') inside.pop()?.();
            if (kind === 'wake') await clock.wakeAll(ms);
            if (kind === 'enter') {
              asked += 1;
              void governor.enter({ flow: 'run' }).then((leave) => {
                entered += 1;
                inside.push(leave);
              });
            }
          }
          for (let round = 0; round < 200 && entered < asked; round += 1) {
            await clock.wakeAll(61_000);
            inside.pop()?.();
          }
          expect(entered).toBe(asked);
          expect(clock.slept.every((ms) => ms > 0 && ms <= 60_000 + 2_501)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('S3 asks again after the longest pause, though others noted a longer one, and hears what it is told then', async () => {
    const clock = new MovingClock([0]);
    const governor = new Governor({ clock, longestPauseMs: 20_000, random: () => 0 });
    const noted = { untilMs: clock.now().getTime() + 3_600_000, reason: 'An hour.' };
    const known = { hint: 4, cut: null, pause: noted };
    governor.adopt(known, null);
    expect(governor.pause?.untilMs).toBe(clock.now().getTime() + 20_000);
    await clock.wakeAll(10_000);
    governor.adopt(known, null);
    await clock.wakeAll(10_001);
    governor.adopt(known, null);
    expect(governor.pause).toBeNull();
    governor.throttled(5_000, 'Five seconds.');
    governor.adopt(known, null);
    expect(governor.pause?.reason).toBe('Five seconds.');
  });
});
