import { allowed, heard, nothingSaid, pauseAt, placesOf, type Said } from '@pmds/bridge/domain/user-limit';

const refusal = (untilMs: number): Said => ({ kind: 'refusal', pause: { untilMs, reason: 'Slow down.' } });
const hinted = (hint: number, nowMs = 0) => heard(nothingSaid, { kind: 'hint', hint }, nowMs);

describe('what Dataverse said of an application user', () => {
  it('is nothing new when the hint is the same, so that no page writes anything', () => {
    const known = hinted(8);
    expect(heard(known, { kind: 'hint', hint: 8 }, 5_000)).toBe(known);
  });

  it('halves what is allowed once for a burst, whoever was refused, and grows back by the time alone', () => {
    const known = heard(heard(hinted(8), refusal(3_000), 0), refusal(3_500), 20);
    expect(pauseAt(known, 3_499)?.untilMs).toBe(3_500);
    expect(pauseAt(known, 3_500)).toBeNull();
    expect([0, 13_499, 13_500, 23_500, 1_000_000].map((nowMs) => allowed(known, nowMs))).toEqual([4, 4, 5, 6, 8]);
  });

  it('halves again for a refusal after the pause', () => {
    const known = heard(heard(hinted(8), refusal(1_000), 0), refusal(3_000), 2_000);
    expect(allowed(known, 3_000)).toBe(2);
  });

  it('keeps the longer pause', () => {
    const known = heard(hinted(8), refusal(9_000), 0);
    expect(heard(known, refusal(4_000), 100)).toBe(known);
  });
});

interface Process {
  has: number;
  busy: number;
}

/** What one of the processes gets when it looks, at requests that are all busy or none. */
function look(all: number, processes: readonly Process[], rank: number, busy: boolean): void {
  const own = processes[rank];
  if (own === undefined) return;
  const others = processes.reduce((sum, { has }, at) => (at === rank ? sum : sum + has), 0);
  own.has = placesOf(all, { rank, processes: processes.length, has: own.has, busy: own.busy, others });
  own.busy = busy ? own.has : 0;
}

const held = (processes: readonly Process[]): number => processes.reduce((sum, { has }) => sum + has, 0);

describe('the places of processes that sign in as one user', () => {
  it('are all for a process alone', () => {
    expect(placesOf(16, { rank: 0, processes: 1, has: 0, busy: 0, others: 0 })).toBe(16);
  });

  it('are never more than all together, in whatever order they look, and equal in the end', () => {
    for (const all of [2, 3, 5, 16, 52]) {
      const processes: Process[] = [{ has: 0, busy: 0 }];
      look(all, processes, 0, true);
      // Another one comes while the first is busy in all its places.
      processes.push({ has: 0, busy: 0 });
      for (const [rank, busy] of [
        [1, true],
        [0, true],
        [1, true],
        [0, false],
        [0, true],
        [1, true],
      ] as const) {
        look(all, processes, rank, busy);
        expect(held(processes)).toBeLessThanOrEqual(all);
      }
      expect(processes.map(({ has }) => has)).toEqual([Math.ceil(all / 2), Math.floor(all / 2)]);
    }
  });

  it('are given back only as requests end', () => {
    expect(placesOf(8, { rank: 0, processes: 2, has: 8, busy: 7, others: 0 })).toBe(7);
    expect(placesOf(8, { rank: 0, processes: 2, has: 7, busy: 2, others: 1 })).toBe(4);
  });

  it('are one each where there are more processes than requests, since nobody may wait for ever', () => {
    expect(placesOf(1, { rank: 1, processes: 2, has: 0, busy: 0, others: 1 })).toBe(1);
  });

  it('shrink for everybody after a refusal', () => {
    expect(placesOf(4, { rank: 1, processes: 2, has: 4, busy: 0, others: 4 })).toBe(2);
  });
});
