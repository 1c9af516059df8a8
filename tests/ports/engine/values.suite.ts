import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { verifyRun, type Verification } from '@pmds/bridge/application/proof/prove-run';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { ExactNumber } from '@pmds/bridge/domain/values/exact-number';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { manifestSigning, range, runIdOf, World } from './world';

const lookup = '_parentcustomerid_value';
const label = `${lookup}@OData.Community.Display.V1.FormattedValue`;
const account = '6f1b2c3d-0000-4000-8000-00000000000a';
const columns: readonly ColumnPlan[] = [
  { logicalName: 'firstname', kind: 'text', property: 'firstname' },
  { logicalName: 'lastname', kind: 'text', property: 'lastname' },
  { logicalName: 'annualincome', kind: 'number', property: 'annualincome', precision: 2 },
  { logicalName: 'parentcustomerid', kind: 'lookup', property: lookup, targets: ['account', 'contact'] },
  {
    logicalName: 'createdon',
    kind: 'datetime',
    property: 'made',
    date: { behaviour: 'user-local', format: 'day' },
  },
];

/** Values that no store may change, and what is said of them. */
export function valuesSuite(store: SuiteStore): void {
  describe('whose values are told apart from what looks like them', () => {
    async function synced(people: readonly Readonly<Record<string, unknown>>[], run = 1): Promise<World> {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 7 }) });
      world.source.columns = columns;
      world.source.add(
        'contact',
        people.map((more, number) => aPerson('contact', number, more)),
      );
      world.enlist(1, 'contact', range(0, people.length));
      world.runType = 'automatic';
      await world.run(run);
      return world;
    }
    const stored = (world: World, number: number) =>
      world.reader((reader) => reader.profiles.find('contact', personId('contact', number)));
    async function verified(world: World): Promise<Verification> {
      const proof = store.backend.openProof();
      try {
        const manifest = await world.manifest(1);
        return await verifyRun(runIdOf(1), manifest, { proof, signing: manifestSigning, hashing: nodeHashing });
      } finally {
        await proof[Symbol.asyncDispose]();
      }
    }

    it.each(['922337203685477.5807', '-922337203685477.5808', '9007199254740993'])(
      'B3 keeps every digit of %s',
      async (digits) => {
        const world = await synced([{ annualincome: new ExactNumber(digits) }]);
        expect((await stored(world, 0))?.values['annualincome']).toBe(digits);
      },
    );

    it.each([
      ['a NUL', 'a\u0000b'],
      ['a lone surrogate', 'a\ud800b'],
      ['line separators', '\u2028\u2029\u0085'],
      ['characters beyond the first plane', '\ud83d\ude00\ud87e\udc04'],
      ['a megabyte', 'ä"\\'.repeat(350_000)],
    ])('keeps text with %s as it is', async (_, text) => {
      const world = await synced([{ firstname: text }]);
      expect(await world.outcome(1)).toMatchObject({ status: 'completed', errors: 0 });
      expect((await stored(world, 0))?.values['firstname']).toBe(text);
    });

    it('B12 has no text for a lookup without a name, and B4 none for a moment without a zone', async () => {
      const world = await synced([{ [lookup]: account, made: '2025-06-30T22:00:00Z' }]);
      const profile = await stored(world, 0);
      expect([profile?.values['parentcustomerid'], profile?.values['createdon']]).toEqual([null, null]);
      expect(profile?.labels).toEqual({});
      expect(profile?.columns['createdon']).toEqual({ kind: 'date' });
    });

    it('B4 warns, naming the column, where no zone is known', async () => {
      const world = await synced([{ made: '2025-06-30T22:00:00Z' }]);
      const { messages } = await world.outcome(1);
      const warnings = messages.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));
      expect(warnings).toMatchObject([{ code: 'TIME_ZONE_UNKNOWN', severity: 'warning' }]);
      expect(warnings[0]?.message).toContain('contact.createdon');
    });

    it.each(['Mars/Olympus', '9999', 'Somewhere Standard Time'])(
      'B4 refuses a sync whose time zone "%s" is none, before a member is read',
      async (setting) => {
        const world = new World(store.backend, { source: new FakeDataverse() });
        world.source.columns = columns;
        world.source.add('contact', [aPerson('contact', 0, { made: '2025-06-30T22:00:00Z' })]);
        world.enlist(1, 'contact', [0]);
        const timeZone = () => Promise.resolve({ setting, name: null });
        world.claim = { kind: 'claimed', order: world.order(), timeZone };
        await world.run(1);
        const { status, failure, messages } = await world.outcome(1);
        expect({ status, failure }).toEqual({ status: 'failed', failure: 'TIME_ZONE_INVALID' });
        const texts = messages.flatMap((one) => (one.kind === 'sync-row' ? [one.patch.message ?? ''] : []));
        expect(texts.at(-1)).toContain(`The time zone "${setting}" of the sync is none that is known.`);
        expect(world.source.memberRows).toBe(0);
        // Nothing of it is needed where no moment is selected.
        world.source.columns = columns.filter(({ kind }) => kind !== 'datetime');
        await world.run(2);
        expect(await world.outcome(2)).toMatchObject({ status: 'completed', failure: null });
      },
    );

    it('K2 shows the new name of an account after an incremental run, and reads nobody else again', async () => {
      const named = { [lookup]: account, [label]: 'Old name' };
      const world = await synced([named, named, { firstname: 'Nobody' }]);
      world.source.memberRows = 0;
      world.source.add('contact', [aPerson('contact', 0, { ...named, [label]: 'New name' })]);
      world.source.relabelled = new Set([personId('contact', 0)]);
      await world.run(2);
      expect(await world.outcome(2)).toMatchObject({ runType: 'incremental' });
      expect((await world.outcome(2)).counts.contact).toMatchObject({ synced: 1, unchanged: 2 });
      expect((await stored(world, 0))?.labels).toEqual({ parentcustomerid: 'New name' });
      expect(world.source.memberRows).toBe(1);
    });

    it('K2 is a full run where Dataverse does not tell, and where a choice is called something else', async () => {
      const world = await synced([{}, {}]);
      world.source.relabelled = null;
      await world.run(2);
      expect((await world.outcome(2)).runType).toBe('full');
      world.source.relabelled = new Set();
      world.source.columns = columns.map((column) => ({ ...column, labels: { '1': 'Other' } }));
      await world.run(3);
      expect((await world.outcome(3)).runType).toBe('full');
    });

    it.each([
      [
        'the names of two columns are exchanged',
        ['"firstname"', '"#"', '"lastname"', '"firstname"', '"#"', '"lastname"'],
      ],
      ['a column is read as another kind', ['"number"', '"text"']],
      ['a table is added to a lookup', ['"account"', '"lead"']],
    ])('K7 no longer holds when %s in the description', async (_, pairs) => {
      const world = await synced([{ lastname: 'Lovelace' }]);
      expect(await verified(world)).toMatchObject({ holds: true });
      for (let at = 0; at < pairs.length; at += 2) {
        const statement = 'update current_generation set columns = replace(columns, ?, ?)';
        await store.backend.execute(statement, [pairs[at] ?? '', pairs[at + 1] ?? '']);
      }
      const { holds, findings } = await verified(world);
      expect(holds).toBe(false);
      expect(findings).toEqual([
        "The description of the stored contacts was changed: names, kinds or labels of columns are not the run's.",
        "The description of the stored leads was changed: names, kinds or labels of columns are not the run's.",
      ]);
    });

    it('K7 counts three changed rows as three, and says when more were changed with their hash', async () => {
      const world = await synced(range(0, 6).map(() => ({})));
      const change = 'update profile_1 set cells = ? where cells like ?';
      for (const number of [1, 2, 3]) await store.backend.execute(change, ['["x"]', `["Person ${number}"%`]);
      expect((await verified(world)).findings[0]).toMatch(/^3 of the stored contacts: each was changed/);
      expect((await verified(world)).findings).toHaveLength(1);
      const cells = '["y"]';
      await store.backend.execute('update profile_1 set cells = ?, hash = ? where cells like ?', [
        cells,
        nodeHashing.contentHash(`${personId('contact', 4)} ${cells}`),
        '["Person 4"%',
      ]);
      expect((await verified(world)).findings[1]).toContain('changed, together with their hash');
    });
  });
}
