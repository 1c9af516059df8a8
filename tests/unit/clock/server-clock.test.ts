import { DataverseClock } from '@pmds/bridge/adapters/dataverse/http/server-clock';
import { skewSentence } from '@pmds/bridge/domain/clock-skew';

const noon = Date.UTC(2026, 5, 1, 12);

/** A machine whose time of day is set at will, a network that takes its time, and the clock of Dataverse. */
function aWorld(machineAheadMs: number) {
  let steadyMs = 1_000;
  let wallOffsetMs = noon - steadyMs + machineAheadMs;
  let serverOffsetMs = noon - steadyMs;
  const clock = new DataverseClock(
    () => steadyMs,
    () => steadyMs + wallOffsetMs,
  );
  return {
    clock,
    serverMs: () => steadyMs + serverOffsetMs,
    pass: (ms: number) => void (steadyMs += ms),
    setMachine: (byMs: number) => void (wallOffsetMs += byMs),
    setServer: (byMs: number) => void (serverOffsetMs += byMs),
    /** One answer; its time is taken in the middle. */
    answer(tripMs: number) {
      const left = clock.leaving();
      steadyMs += tripMs / 2;
      const date = new Date(steadyMs + serverOffsetMs).toUTCString();
      steadyMs += tripMs / 2;
      clock.heard(date, left);
    },
  };
}

describe('K1 the clock of Dataverse', () => {
  it.each([15 * 60_000, -15 * 60_000, 3 * 60_000, 0])(
    'is told by its answers on a machine that is %d ms ahead',
    (ahead) => {
      const world = aWorld(ahead);
      for (const trip of [400, 20, 90, 61, 130]) {
        world.answer(trip);
        world.pass(333);
      }
      const behind = world.serverMs() - world.clock.now().getTime();
      expect(behind).toBeGreaterThanOrEqual(0);
      expect(behind).toBeLessThanOrEqual(1_400);
      expect(Math.abs((world.clock.skewMs ?? NaN) - ahead)).toBeLessThan(1_400);
    },
  );

  it('is never later than it is there, however slow an answer was', () => {
    const world = aWorld(0);
    world.answer(60_000);
    expect(world.clock.now().getTime()).toBeLessThanOrEqual(world.serverMs());
    world.answer(10);
    expect(world.serverMs() - world.clock.now().getTime()).toBeLessThan(1_100);
  });

  it('goes on evenly while the clock of the machine is set back, and says by how much that one is off', () => {
    const world = aWorld(0);
    world.answer(10);
    const before = world.clock.now().getTime();
    world.setMachine(-3_600_000);
    world.pass(5_000);
    expect(world.clock.now().getTime() - before).toBe(5_000);
    expect(Math.round((world.clock.skewMs ?? 0) / 10_000)).toBe(-360);
  });

  it('follows a clock that is set over there', () => {
    const world = aWorld(0);
    world.answer(10);
    world.setServer(-900_000);
    world.answer(10);
    expect(world.clock.now().getTime()).toBeLessThanOrEqual(world.serverMs());
    expect(Math.round((world.clock.skewMs ?? 0) / 10_000)).toBe(90);
  });

  it('is that of the machine before an answer, and after one that tells no time', () => {
    const world = aWorld(0);
    world.clock.heard(undefined, 0);
    world.clock.heard('soon', 0);
    expect(world.clock.now().getTime()).toBe(noon);
    expect(world.clock.skewMs).toBeNull();
  });

  it('is worth a sentence from five seconds on, either way', () => {
    expect(skewSentence(null)).toBeNull();
    expect(skewSentence(4_999)).toBeNull();
    expect(skewSentence(900_000)).toContain('900 s ahead of the clock of Dataverse');
    expect(skewSentence(-5_000)).toContain('5 s behind the clock of Dataverse');
  });
});
