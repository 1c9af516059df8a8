import { Governor, type TurnKind } from '@pmds/bridge/adapters/dataverse/http/governor';
import { ManualClock } from './engine-fakes/manual-clock';

function aGovernor(clock: ManualClock, initial = 4): Governor {
  return new Governor({ clock, initial });
}

/** Asks for a turn; tells whether it was given. */
function ask(
  governor: Governor,
  flow = 'run',
  kind: TurnKind = 'page',
): { readonly given: () => boolean; readonly leave: () => void } {
  let leave: (() => void) | null = null;
  void governor.enter({ flow, kind }).then((give) => (leave = give));
  return { given: () => leave !== null, leave: () => leave?.() };
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the governor of an application user', () => {
  it('lets in as many requests as the first hint recommends, and one more only when one leaves', async () => {
    const governor = aGovernor(new ManualClock());
    governor.hinted(2);
    const turns = [ask(governor), ask(governor), ask(governor)];
    await settle();
    expect(turns.map((turn) => turn.given())).toEqual([true, true, false]);
    turns[0]?.leave();
    await settle();
    expect(turns[2]?.given()).toBe(true);
  });

  it('E9 lets one short request in beside the pages, and never more than one', async () => {
    const governor = aGovernor(new ManualClock());
    governor.hinted(2);
    const pages = [ask(governor), ask(governor), ask(governor)];
    const short = [ask(governor, 'small', 'short'), ask(governor, 'other', 'short')];
    await settle();
    expect(pages.map((turn) => turn.given())).toEqual([true, true, false]);
    expect(short.map((turn) => turn.given())).toEqual([true, false]);
    short[0]?.leave();
    await settle();
    expect(short[1]?.given()).toBe(true);
    expect(pages[2]?.given()).toBe(false);
  });

  it('lets no short request in as the 53rd', async () => {
    const governor = aGovernor(new ManualClock());
    governor.hinted(52);
    const pages = Array.from({ length: 52 }, () => ask(governor));
    const short = ask(governor, 'small', 'short');
    await settle();
    expect(pages.every((turn) => turn.given())).toBe(true);
    expect(short.given()).toBe(false);
    pages[0]?.leave();
    await settle();
    expect(short.given()).toBe(true);
  });

  it('never goes above 52, whatever the hint', () => {
    const governor = aGovernor(new ManualClock());
    governor.hinted(500);
    expect(governor.limit).toBe(52);
  });

  it('halves once for a burst of refusals and makes everybody wait for Retry-After', async () => {
    const clock = new ManualClock();
    const governor = aGovernor(clock);
    governor.hinted(16);
    governor.throttled(5_000, 'Number of requests exceeded the limit.');
    governor.throttled(7_000, 'Number of requests exceeded the limit.');
    expect(governor.limit).toBe(8);
    const turn = ask(governor);
    await clock.advance(6_999);
    expect(turn.given()).toBe(false);
    await clock.advance(1);
    expect(turn.given()).toBe(true);
  });

  it('N17 says what it waits for, and nothing when the wait is over', async () => {
    const clock = new ManualClock();
    const governor = aGovernor(clock);
    governor.throttled(2_000, 'Number of concurrent requests exceeded the limit of 52.');
    expect(governor.pause?.reason).toBe('Number of concurrent requests exceeded the limit of 52.');
    await clock.advance(2_000);
    expect(governor.pause).toBeNull();
  });

  it('grows by one per clean interval, back to the hint and not beyond', async () => {
    const clock = new ManualClock();
    const governor = new Governor({ clock, initial: 4, cleanIntervalMs: 1_000 });
    governor.hinted(4);
    governor.throttled(1_000, 'slow down');
    const limits: number[] = [];
    for (let step = 0; step < 5; step += 1) {
      await clock.advance(1_100);
      const leave = await governor.enter({ flow: 'run' });
      leave();
      limits.push(governor.limit);
    }
    expect(limits).toEqual([2, 3, 4, 4, 4]);
  });

  it('N26 gives the next turn to the flow with the fewest requests under way', async () => {
    const governor = aGovernor(new ManualClock());
    governor.hinted(3);
    const large = [ask(governor, 'large'), ask(governor, 'large'), ask(governor, 'large'), ask(governor, 'large')];
    const small = ask(governor, 'small');
    await settle();
    large[0]?.leave();
    await settle();
    expect(small.given()).toBe(true);
    expect(large[3]?.given()).toBe(false);
  });

  it('N15 gives three of four turns to the run whose mail is planned, and the fourth to the other', async () => {
    const governor = aGovernor(new ManualClock());
    governor.hinted(2);
    const served: string[] = [];
    const queue = (flow: string, plannedSend: Date | null): void => {
      void governor.enter({ flow, plannedSend }).then((leave) => {
        served.push(flow);
        leaving.push(leave);
      });
    };
    const leaving: (() => void)[] = [];
    for (let page = 0; page < 20; page += 1) queue('other', null);
    for (let page = 0; page < 20; page += 1) queue('planned', new Date('2026-03-01T09:00:00Z'));
    await settle();
    while (leaving.length > 0) {
      leaving.shift()?.();
      await settle();
    }
    // The first two were there before the planned ones came.
    expect(served.slice(0, 10).join(' ')).toBe(
      'other other planned planned planned other planned planned planned other',
    );
    expect(served.lastIndexOf('planned') + 1).toBe(2 + 20 + 6);
    expect(served).toHaveLength(40);
  });

  it('goes by what other processes were told, and has no more than its share of the places', async () => {
    const clock = new ManualClock();
    const governor = aGovernor(clock);
    governor.hinted(8);
    const pause = { untilMs: clock.now().getTime() + 3_000, reason: 'Said to another process.' };
    governor.adopt({ hint: 8, cut: null, pause }, 2);
    const turns = [ask(governor), ask(governor), ask(governor)];
    await clock.advance(2_999);
    expect(turns.map((turn) => turn.given())).toEqual([false, false, false]);
    await clock.advance(1);
    expect(turns.map((turn) => turn.given())).toEqual([true, true, false]);
  });

  it('keeps a pause of its own that the others have not heard of yet', () => {
    const governor = aGovernor(new ManualClock());
    governor.throttled(5_000, 'Just now.');
    governor.adopt({ hint: 8, cut: null, pause: null }, null);
    expect(governor.pause?.reason).toBe('Just now.');
  });

  it('says what is new and nothing twice', () => {
    const said: unknown[] = [];
    const governor = new Governor({ clock: new ManualClock(), onSaid: (one) => said.push(one) });
    governor.hinted(8);
    governor.hinted(8);
    governor.throttled(5_000, 'Slow down.');
    governor.throttled(1_000, 'Slow down.');
    expect(said).toHaveLength(2);
  });

  it('gives no turn to a request that was aborted while it waited', async () => {
    const governor = aGovernor(new ManualClock());
    governor.hinted(1);
    const first = ask(governor);
    const stop = new AbortController();
    const waiting = governor.enter({ flow: 'run', signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first.leave();
    const next = ask(governor);
    await settle();
    expect(next.given()).toBe(true);
  });
});
