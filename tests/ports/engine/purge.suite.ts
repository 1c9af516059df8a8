import { isEmpty, type PurgeScope } from '@pmds/bridge/ports/store/purge';
import { aboutRun } from '@pmds/bridge/domain/outbox/subject';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import { aNotice } from '../../unit/edges/builders';
import { aPerson, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, runIdOf, World } from './world';

const name = 'Dagmar-Unverwechselbar';
const ann = personId('contact', 3);

/** What an operator has removed is gone as a whole, and nothing else is. */
export function purgeSuite(store: SuiteStore): void {
  describe('whose store an operator purges', () => {
    /** Two syncs that store contact 3; the first one has stored her twice, with an error that the outbox and a letter tell of. */
    async function twoSyncs(): Promise<readonly [World, World]> {
      const one = new World(store.backend, { lists: [aList(1, 'contact'), aList(3, 'lead')] });
      const two = new World(store.backend, { source: one.source, lists: [aList(2, 'contact')], dataSyncId: rowId(2) });
      one.source.add(
        'contact',
        [...range(0, 3), ...range(4, 20)].map((number) => aPerson('contact', number)),
      );
      one.source.add(
        'lead',
        range(0, 5).map((number) => aPerson('lead', number)),
      );
      one.source.add('contact', [aPerson('contact', 3, { firstname: name })]);
      one.enlist(1, 'contact', range(0, 20));
      one.enlist(2, 'contact', range(0, 6));
      one.enlist(3, 'lead', range(0, 5));
      await one.run(1);
      one.source.unreadable.add(ann);
      await one.run(2);
      one.source.unreadable.clear();
      await two.run(3);
      return [one, two];
    }
    async function within<Value>(use: (storage: Storage) => Promise<Value>): Promise<Value> {
      const storage = await store.backend.open();
      try {
        return await use(storage);
      } finally {
        await storage[Symbol.asyncDispose]();
      }
    }
    const purge = (scope: PurgeScope) => within((storage) => storage.retention.purge(scope, new Date()));
    const found = (world: World, id = ann) => world.reader((reader) => reader.profiles.find('contact', id));
    const link = (runId: string | null, iat: Date) =>
      ({ runId, table: 'contact', id: ann, form: null, kid: 'k', issuedAt: iat }) as never;

    it('waits with a deleted sync until its mail is sent or given up, and with no other', async () => {
      const [one] = await twoSyncs();
      await within(async (storage) => {
        const { dataSyncId } = one;
        await storage.retention.keepDeleted([dataSyncId, rowId(2)], new Date());
        const due = () => storage.retention.due(new Date());
        const waiting = await storage.read.outbox.oldest(1_000);
        const isMail = ({ message }: (typeof waiting)[number]): boolean => message.kind === 'mail';
        await storage.transaction((unit) => unit.outbox.delivered(waiting.filter(isMail).map(({ seq }) => seq)));
        expect(new Set(await due())).toEqual(new Set([dataSyncId, rowId(2)]));
        const notice = aNotice({ status: 'cancelled' });
        const subject = aboutRun({ runId: runIdOf(1), dataSyncId });
        const mail = { kind: 'mail', subject, notice } as const;
        const again = { ...mail, attempts: { since: new Date(), failed: 1, reasons: [] } };
        for (const message of [mail, again]) {
          await storage.transaction((unit) => unit.outbox.send([message]));
          expect(await due()).toEqual([rowId(2)]);
          const sent = (await storage.read.outbox.oldest(1_000)).filter(isMail).map(({ seq }) => seq);
          await storage.transaction((unit) => unit.outbox.delivered(sent));
          expect(await due()).toHaveLength(2);
        }
      });
    });

    it('a person is in no table any more, with traces, reports and letters; everybody else stays', async () => {
      const [one, two] = await twoSyncs();
      await within(async (storage) => {
        const profile = { table: 'contact', id: ann, values: { firstname: name }, labels: {}, columns: {} } as const;
        await storage.transaction(async (unit) => {
          await unit.closed.keepFetched({ ...profile, fetchedAt: new Date() });
          await unit.closed.close({ table: 'contact', id: ann, reason: 'inactive', since: new Date(0) });
          const [entry] = (await storage.read.outbox.oldest(1_000, runIdOf(2))).filter(
            ({ message }) => message.kind === 'trace' && message.trace.member?.id === ann,
          );
          if (entry === undefined) throw new Error('No report tells of the member that could not be read.');
          const refusal = { status: 400, code: '0x1', reason: 'No.', columns: [] };
          await unit.outbox.bury([{ message: entry.message, refusal }]);
        });
      });
      const purged = await purge({ kind: 'person', id: ann });
      expect(purged).toMatchObject({
        kind: 'purged',
        held: { onDemand: 1, closed: 1, traces: 1, reports: 1, deadLetters: 1, runs: 0 },
      });
      expect(purged.kind === 'purged' && purged.held.profiles).toBeGreaterThan(0);
      expect(purged.kind === 'purged' && purged.held.memberships).toBeGreaterThan(2);
      expect([await found(one), await found(two)]).toEqual([null, null]);
      const again = await purge({ kind: 'person', id: ann });
      expect(again.kind === 'purged' && isEmpty(again.held)).toBe(true);
      for (const number of [2, 4, 19]) expect(await found(one, personId('contact', number))).not.toBeNull();
      // The counts tell of her absence, so that nothing is promised that is not there.
      expect((await two.reader((reader) => reader.syncs.held(rowId(2))))?.profiles).toEqual({ contact: 5, lead: 0 });
      // A run that finds her in Dataverse stores her again.
      await two.run(4);
      expect((await two.outcome(4)).status).toBe('completed');
      expect((await found(two))?.values['firstname']).toBe(name);
    });

    it('links of a person who was purged open nothing, and new ones do', async () => {
      const [one] = await twoSyncs();
      const before = new Date(Date.now() - 5_000);
      await purge({ kind: 'person', id: ann });
      const revoked = (iat: Date) => one.reader((reader) => reader.revocations.isRevoked(link(null, iat)));
      expect([await revoked(before), await revoked(new Date(Date.now() + 60_000))]).toEqual([true, false]);
    });

    it('a sync goes with all of its runs, their links end, and another sync keeps the people that both had', async () => {
      const [one, two] = await twoSyncs();
      const purged = await purge({ kind: 'sync', dataSyncId: rowId(1) });
      expect(purged).toMatchObject({ kind: 'purged', held: { runs: 2, traces: 1 } });
      expect(purged.kind === 'purged' && purged.held.profiles).toBeGreaterThan(20);
      expect(await one.reader((reader) => reader.syncs.held(rowId(1)))).toBeNull();
      expect(await found(one, personId('contact', 12))).toBeNull();
      expect((await found(two, personId('contact', 4)))?.runId).toBe(runIdOf(3));
      expect(await one.reader((reader) => reader.revocations.isRunRevoked(runIdOf(1)))).toBe(true);
      expect(await one.reader((reader) => reader.revocations.isRunRevoked(runIdOf(3)))).toBe(false);
      const again = await purge({ kind: 'sync', dataSyncId: rowId(1) });
      expect(again.kind === 'purged' && isEmpty(again.held)).toBe(true);
      await one.run(9);
      expect((await one.outcome(9)).status).toBe('completed');
    });

    it('nothing goes while a run of the sync, or for a person any run that reads, is on its way', async () => {
      const [one] = await twoSyncs();
      await within(async (storage) => {
        const runId = runIdOf(20);
        const requestedAt = new Date();
        await storage.transaction((unit) =>
          unit.starts.add({ runId, dataSyncId: rowId(1), runType: 'full', trigger: 'api', requestedAt }),
        );
        const refused = { kind: 'refused', runs: [runId] };
        const sync = { kind: 'sync', dataSyncId: rowId(1) } as const;
        expect(await storage.retention.purge(sync, new Date())).toEqual(refused);
        await storage.transaction(async (unit) => {
          await unit.runs.keepOrder(runId, one.order(), { contact: [], lead: [] });
          const run = await unit.runs.hold(runId);
          if (run !== null) await unit.staging.open(run);
        });
        expect(await storage.retention.purge({ kind: 'person', id: ann }, new Date())).toEqual(refused);
        expect(await storage.retention.purge(sync, new Date())).toEqual(refused);
        const other = await storage.retention.purge({ kind: 'sync', dataSyncId: rowId(2) }, new Date());
        expect(other.kind).toBe('purged');
      });
      expect(await found(one, personId('contact', 4))).not.toBeNull();
    });

    it('an id that nobody has takes nothing away', async () => {
      const [one] = await twoSyncs();
      const nobody = rowId(999);
      for (const scope of [
        { kind: 'sync', dataSyncId: nobody },
        { kind: 'person', id: nobody },
      ] as const) {
        const purged = await purge(scope);
        expect(purged.kind === 'purged' && isEmpty(purged.held)).toBe(true);
      }
      expect(await found(one)).not.toBeNull();
    });
  });
}
