import { noOutcomes } from '@pmds/contracts/run/counts';
import { unwatchedSentence, type NewerInCrm } from '@pmds/contracts/run/run-tally';
import { parseSignedManifest } from '@pmds/bridge/domain/run/manifest';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { range, World, type Outcome } from './world';

/** What a run says of members that changed while it read. */
export function freshnessSuite(store: SuiteStore): void {
  describe('beside which members change', () => {
    const changed = (number: number, more: Readonly<Record<string, unknown>>) =>
      aPerson('contact', number, { modifiedon: new Date(), ...more });

    function aWorld(pageRows = 20): World {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows, concurrency: 1 }) });
      world.source.add(
        'contact',
        range(0, 60).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 40));
      world.runType = 'automatic';
      return world;
    }
    function said({ messages }: Outcome) {
      const run = messages.find((message) => message.kind === 'run-row');
      const row = messages.findLast((message) => message.kind === 'sync-row');
      return {
        newer: run?.kind === 'run-row' ? (run.patch.newer ?? null) : null,
        readiness:
          row?.kind === 'sync-row' ? row.patch.readiness?.replace(` ${unwatchedSentence('en')}`, '') : undefined,
        safeToSend: row?.kind === 'sync-row' ? row.patch.safeToSend : undefined,
      };
    }
    const firstName = async (world: World, number: number): Promise<unknown> =>
      (await world.reader((reader) => reader.profiles.find('contact', personId('contact', number))))?.values[
        'firstname'
      ];

    it('CD-05 stores what changed before it was read, and counts as newer in CRM what changed after', async () => {
      const world = aWorld();
      world.source.beforePage = (page) => {
        if (page === 1) world.source.add('contact', [changed(0, { firstname: 'In time' })]);
      };
      world.source.beforeCheck = () => {
        world.source.add('contact', [
          changed(1, { firstname: 'Too late' }),
          changed(2, { statecode: 1 }),
          changed(3, { jobtitle: 'Not selected' }),
          changed(50, { firstname: 'On no list' }),
        ]);
      };
      await world.run(1);
      const outcome = await world.outcome(1);
      expect(outcome).toMatchObject({ status: 'completed', counts: { contact: { ...noOutcomes, synced: 40 } } });
      expect(said(outcome)).toEqual({
        newer: { members: 2, more: false },
        readiness:
          '40 of 40 members ready (100 %). Nobody is left out. 2 members are newer in CRM than what was read; the next run takes them.',
        safeToSend: true,
      });
      expect([await firstName(world, 0), await firstName(world, 1)]).toEqual(['In time', 'Person 1']);
      const manifest = parseSignedManifest(await world.manifest(1))?.manifest;
      expect(manifest?.newer).toEqual({ members: 2, more: false });
    });

    it('CD-05 takes them with the next run, which finds nothing newer', async () => {
      const world = aWorld();
      world.source.beforeCheck = () => world.source.add('contact', [changed(1, { firstname: 'Too late' })]);
      await world.run(1);
      world.source.beforeCheck = () => undefined;
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome).toMatchObject({ runType: 'incremental', status: 'completed' });
      expect(said(outcome).newer).toEqual({ members: 0, more: false });
      expect(said(outcome).readiness).toBe('40 of 40 members ready (100 %). Nobody is left out.');
      expect(await firstName(world, 1)).toBe('Too late');
    });

    it('CD-05 counts them for a run that reads only changes as well', async () => {
      const world = aWorld();
      await world.run(1);
      world.source.beforePage = () => world.source.add('contact', [changed(5, { firstname: 'In time' })]);
      world.source.beforeCheck = () => world.source.add('contact', [changed(6, { firstname: 'Too late' })]);
      await world.run(2);
      expect((await world.outcome(2)).runType).toBe('incremental');
      expect(said(await world.outcome(2)).newer).toEqual({ members: 1, more: false });
      expect(await firstName(world, 5)).toBe('In time');
    });

    it('CD-05 says "at least" where more have changed than one call returns', async () => {
      const world = aWorld(10);
      world.source.beforeCheck = () => {
        world.source.add(
          'contact',
          range(0, 15).map((number) => changed(number, { firstname: 'Too late' })),
        );
      };
      await world.run(1);
      const expected: NewerInCrm = { members: 10, more: true };
      expect(said(await world.outcome(1))).toMatchObject({
        newer: expected,
        readiness: expect.stringContaining('At least 10 members are newer in CRM') as string,
      });
    });

    it('CD-05 completes without an answer, and says nothing of it', async () => {
      const world = aWorld();
      world.source.beforeCheck = () => {
        throw new Error('Dataverse refuses.');
      };
      await world.run(1);
      const outcome = await world.outcome(1);
      expect(outcome.status).toBe('completed');
      expect(said(outcome)).toMatchObject({ newer: null, safeToSend: true });
    });
  });
}
