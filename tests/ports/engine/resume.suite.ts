import type { SuiteStore } from './suite-store';
import { troubledWorld } from './troubled-world';

/** Dying anywhere and going on. */
export function resumeSuite(store: SuiteStore): void {
  it('N4 ends with the same counts and Trace rows wherever it is stopped', async () => {
    const undisturbed = troubledWorld(store.backend);
    await undisturbed.run(1);
    const reference = await undisturbed.outcome(1);
    for (let stopAt = 1; stopAt <= 31; stopAt += 6) {
      await store.renew();
      const world = troubledWorld(store.backend);
      const before = world.source.beforePage;
      const stop = new AbortController();
      world.source.beforePage = async (page) => {
        await before(page);
        if (page === stopAt) stop.abort(new Error('killed'));
      };
      await world.run(1, stop.signal);
      expect(await world.run(1)).toBe('ended');
      const outcome = await world.outcome(1);
      expect(outcome.counts).toEqual(reference.counts);
      expect(outcome.traces).toEqual(reference.traces);
    }
  });
}
