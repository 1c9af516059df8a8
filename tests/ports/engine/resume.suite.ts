import type { SuiteStore } from './suite-store';
import { troubledWorld } from './troubled-world';

/** Dying anywhere and going on. */
export function resumeSuite(store: SuiteStore): void {
  it('N16 says Waiting on the row when it is taken over, and goes on to its end', async () => {
    const world = troubledWorld(store.backend);
    const stop = new AbortController();
    world.source.beforePage = (page) => {
      if (page === 5) stop.abort(new Error('killed'));
    };
    await world.run(1, stop.signal);
    const before = await world.outcome(1);
    world.source.beforePage = () => undefined;
    await world.run(1);
    const told = (await world.outcome(1)).messages.slice(before.messages.length);
    const statuses = told.flatMap((message) => (message.kind === 'sync-row' ? [message.patch.status] : []));
    expect([before.status, statuses[0], statuses.at(-1)]).toEqual(['in-progress', 'waiting', 'completed-with-errors']);
  });

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
