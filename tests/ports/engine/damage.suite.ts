import type { SuiteStore } from './suite-store';
import { troubledWorld } from './troubled-world';
import { aPerson, FakeDataverse } from './fake-dataverse';
import { range, rowId, runIdOf, World } from './world';

/** What is stored of one run is not what was written. */
export function damageSuite(store: SuiteStore): void {
  describe('of which a part is damaged in the store', () => {
    it.each([
      ['range', 'pivots', '{"from":', 'is not JSON'],
      ['range', 'pivots', '[1,"secret"]', 'at 1'],
      ['run', 'sync_order', '{"name":"secret"}', 'at notificationEmails'],
      ['run', 'columns', '[]', 'does not have the expected form'],
      ['run', 'parameters', '{"listIds":"secret"}', 'at listIds'],
    ])('ends with the place in %s.%s that holds %s, and another sync goes on', async (table, column, damage, place) => {
      const world = troubledWorld(store.backend);
      const stop = new AbortController();
      world.source.beforePage = (page) => {
        if (page === 2) stop.abort(new Error('killed'));
      };
      expect(await world.run(1, stop.signal)).toBe('stopped');
      expect(await store.backend.execute(`update ${table} set ${column} = ? where run_id = ?`, [damage, runIdOf(1)]))
        // Each range of the run, or the run itself.
        .toBeGreaterThan(0);

      const other = new World(store.backend, { source: new FakeDataverse(), dataSyncId: rowId(2) });
      other.source.add(
        'contact',
        range(0, 12).map((number) => aPerson('contact', number)),
      );
      other.enlist(1, 'contact', range(0, 12));
      expect(await other.run(2)).toBe('ended');
      expect(await other.outcome(2)).toMatchObject({ status: 'completed', failure: null });

      world.source.beforePage = () => undefined;
      expect(await world.run(1)).toBe('ended');
      const { status, failure, messages } = await world.outcome(1);
      expect({ status, failure }).toEqual({ status: 'failed', failure: 'STORE_DAMAGED' });
      const said = messages.flatMap((message) => (message.kind === 'sync-row' ? [message.patch.message ?? ''] : []));
      expect(said.at(-1)).toContain(`Run ${runIdOf(1)} cannot be read from the store: column "${column}"`);
      expect(said.at(-1)).toContain(place);
      expect(said.at(-1)).not.toContain('secret');
    });
  });
}
