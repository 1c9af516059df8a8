import { nothingDelivered, type DestinationKind } from '@pmds/bridge/domain/delivery/delivery';
import type { Destination } from '@pmds/bridge/ports/destination';
import type { SuiteStore } from './suite-store';
import { troubledWorld } from './troubled-world';

/** All that a destination is: it keeps members by id, and says of those that come again that it has them. */
const memoryDestination = (kept: Map<string, string>): Destination => ({
  kind: 'memory' as DestinationKind,
  batchRows: 20,
  check: () => Promise.resolve([]),
  begin: (run) =>
    Promise.resolve({
      write: ({ rows }) => {
        const unchanged = rows.filter(({ id, cells }) => kept.get(id) === cells).length;
        for (const { id, cells } of rows) kept.set(id, cells);
        const counts = { ...nothingDelivered, written: rows.length - unchanged, unchanged };
        return Promise.resolve({ counts, state: {} });
      },
      finish: () => Promise.resolve({ at: run.runId }),
      abandon: async () => kept.clear(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
});

export function secondDestinationSuite(store: SuiteStore): void {
  it('delivers to a destination that it never heard of, every member accounted for', async () => {
    const [kept, world] = [new Map<string, string>(), troubledWorld(store.backend)];
    world.destinations = [memoryDestination(kept)];
    world.delivered = [{ kind: 'memory' as DestinationKind }];
    const said = ['129 rows written', '0 rows written, 129 unchanged'];
    for (const run of [1, 2]) {
      await world.run(run);
      const { messages } = await world.outcome(run);
      const row = messages.findLast((one) => one.kind === 'run-row');
      expect(row?.kind === 'run-row' ? row.patch.deliveries : '').toContain(`, ${said[run - 1]}.`);
      expect(kept.size).toBe(129);
    }
  });
}
