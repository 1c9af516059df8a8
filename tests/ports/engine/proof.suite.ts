import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { createManifestSigning } from '@pmds/bridge/adapters/crypto/manifest-signing';
import { profileText } from '@pmds/bridge/application/members/build-chunk';
import { verifyRun, type Verification } from '@pmds/bridge/application/proof/prove-run';
import { guidBytes } from '@pmds/bridge/domain/guid';
import { parseSignedManifest, type RunManifest } from '@pmds/bridge/domain/run/manifest';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { troubledOutcome, troubledWorld } from './troubled-world';
import { manifestSigning, range, runIdOf, World } from './world';

/** What a completed run says of itself, and whether the store still bears it out. */
export function proofSuite(store: SuiteStore): void {
  describe('N3 its manifest', () => {
    const bytesOf = (number: number): Uint8Array => guidBytes(personId('contact', number));
    const hashOf = (number: number, cells: string): Uint8Array =>
      nodeHashing.contentHash(profileText(personId('contact', number), cells));

    async function verified(number: number, manifest: string, signing = manifestSigning): Promise<Verification> {
      const proof = store.backend.openProof();
      try {
        return await verifyRun(runIdOf(number), manifest, { proof, signing, hashing: nodeHashing });
      } finally {
        await proof[Symbol.asyncDispose]();
      }
    }
    const manifestOf = (text: string): RunManifest => {
      const signed = parseSignedManifest(text);
      if (signed === null) throw new Error('The run left no manifest that can be read.');
      return signed.manifest;
    };
    /** 60 contacts on one list, synced by run 1. */
    async function syncedWorld(): Promise<World> {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 7, concurrency: 3 }) });
      world.source.add(
        'contact',
        range(0, 60).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 60));
      await world.run(1);
      return world;
    }

    it('says who was on which list, what was counted and what is stored, and holds', async () => {
      const world = troubledWorld(store.backend);
      await world.run(1);
      const text = await world.manifest(1);
      const manifest = manifestOf(text);
      expect(manifest.lists.map(({ members }) => members)).toEqual([60, 40, 40, 40, 0]);
      expect(manifest).toMatchObject({ members: { contact: 100, lead: 40 }, counts: troubledOutcome, errors: 3 });
      expect([manifest.stored.contact.profiles, manifest.stored.lead.profiles]).toEqual([90, 39]);
      expect(await verified(1, text)).toEqual({ holds: true, findings: [], profiles: 129, memberships: 180 });
    });

    it('is neither borne out nor refuted where another run completes while it is verified', async () => {
      const world = await syncedWorld();
      const text = await world.manifest(1);
      const proof = store.backend.openProof();
      const memberships = proof.memberships.bind(proof);
      proof.memberships = async (...asked) => {
        await world.run(2);
        return memberships(...asked);
      };
      const found = await verifyRun(runIdOf(1), text, { proof, signing: manifestSigning, hashing: nodeHashing });
      await proof[Symbol.asyncDispose]();
      expect(found.holds).toBe(false);
      expect(found.findings.at(-1)).toBe('Another run completed meanwhile; verify that one instead.');
    });

    it('holds for more people than are looked at in one go, and names the one beyond who was changed', async () => {
      const people = 5_001;
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: people }) });
      world.source.add(
        'contact',
        range(0, people).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, people));
      await world.run(1);
      const text = await world.manifest(1);
      expect(await verified(1, text)).toEqual({ holds: true, findings: [], profiles: people, memberships: people });
      await store.backend.execute('update profile_1 set cells = ? where id = ?', ['["Somebody",null]', bytesOf(5_000)]);
      expect((await verified(1, text)).findings).toEqual([
        `1 of the stored contacts: each was changed since it was written: ${personId('contact', 5_000)}.`,
      ]);
    });

    it('is the same for the same members and values, in whatever pages they came', async () => {
      const world = await syncedWorld();
      const other = new World(store.backend, { source: new FakeDataverse({ pageRows: 100 }) });
      other.source.add('contact', [...world.source.people.contact.values()]);
      other.enlist(1, 'contact', range(0, 60));
      await other.run(2);
      const [first, second] = [manifestOf(await world.manifest(1)), manifestOf(await other.manifest(2))];
      expect([second.stored, second.lists]).toEqual([first.stored, first.lists]);
    });

    it('names exactly the three rows that were changed, the two that are missing and the one too many', async () => {
      const world = await syncedWorld();
      for (const number of [3, 4, 5]) {
        await store.backend.execute('update profile_1 set cells = ? where id = ?', [
          '["Somebody",null]',
          bytesOf(number),
        ]);
      }
      for (const number of [10, 11]) await store.backend.dropProfile(1, personId('contact', number));
      const added = '["Nobody",null]';
      await store.backend.execute('insert into profile_1 (tbl, id, hash, cells) values (1, ?, ?, ?)', [
        bytesOf(99),
        hashOf(99, added),
        added,
      ]);
      const { holds, findings } = await verified(1, await world.manifest(1));
      expect(holds).toBe(false);
      const naming = (...numbers: readonly number[]) => numbers.map((number) => personId('contact', number)).join(', ');
      expect(findings).toEqual([
        `3 of the stored contacts: each was changed since it was written: ${naming(3, 4, 5)}.`,
        `2 of the stored contacts: each is missing: a member without a stored row: ${naming(10, 11)}.`,
        `1 of the stored contacts: each is extra: no member of the run: ${naming(99)}.`,
        'The store holds 59 contacts, the manifest says 60.',
      ]);
    });

    it('is refuted by a row that was changed together with its hash', async () => {
      const world = await syncedWorld();
      const cells = '["Somebody",null]';
      await store.backend.execute('update profile_1 set cells = ?, hash = ? where id = ?', [
        cells,
        hashOf(3, cells),
        bytesOf(3),
      ]);
      expect((await verified(1, await world.manifest(1))).findings).toEqual([
        'The stored contacts are not those that the run wrote: their digest differs.',
      ]);
    });

    it('is refuted by values that changed places', async () => {
      const world = await syncedWorld();
      const cells = (number: number): string => JSON.stringify([`Person ${number}`, '1980-05-17']);
      for (const [number, other] of [
        [3, 4],
        [4, 3],
      ] as const) {
        const values = [cells(other), hashOf(other, cells(other)), bytesOf(number)];
        expect(await store.backend.execute('update profile_1 set cells = ?, hash = ? where id = ?', values)).toBe(1);
      }
      const { findings } = await verified(1, await world.manifest(1));
      expect(findings[0]).toMatch(/^2 of the stored contacts: each was changed/);
    });

    it('is refuted by a membership that was exchanged', async () => {
      const world = await syncedWorld();
      await store.backend.execute('update membership_1 set id = ? where id = ?', [bytesOf(77), bytesOf(7)]);
      expect((await verified(1, await world.manifest(1))).findings).toEqual([
        'The kept members of list "List 1" are not those of the id scan.',
      ]);
    });

    it('is refused when it was changed, was signed with another key, or belongs to another run', async () => {
      const world = await syncedWorld();
      const text = await world.manifest(1);
      const changed = text.replace('"errors":0', '"errors":1');
      expect((await verified(1, changed)).findings).toEqual([
        'The signature does not fit: the manifest was changed after it was signed.',
        'The ledger has 0 errors, the manifest 1.',
      ]);
      const strange = createManifestSigning([{ kid: 'other', secret: 'x'.repeat(32) }]);
      expect((await verified(1, text, strange)).findings[0]).toContain('"test-1"');
      expect((await verified(2, text)).findings[0]).toContain('belongs to run');
      expect((await verified(1, '{"manifest":')).holds).toBe(false);
    });

    it('holds after incremental runs, whether they change something or nothing', async () => {
      const world = await syncedWorld();
      world.runType = 'automatic';
      await world.run(2);
      const unchanged = await world.manifest(2);
      expect(await verified(2, unchanged)).toMatchObject({ holds: true, profiles: 60 });
      expect(manifestOf(unchanged).stored).toEqual(manifestOf(await world.manifest(1)).stored);
      const modifiedon = new Date(Date.now() + 60_000);
      world.source.add('contact', [
        aPerson('contact', 8, { firstname: 'Changed', modifiedon }),
        aPerson('contact', 70),
      ]);
      world.enlist(1, 'contact', [70]);
      world.source.members.values().next().value?.delete(personId('contact', 20));
      await world.run(3);
      const manifest = await world.manifest(3);
      expect(manifestOf(manifest)).toMatchObject({
        run: { type: 'incremental' },
        members: { contact: 60 },
        removed: 1,
      });
      expect(await verified(3, manifest)).toMatchObject({ holds: true, profiles: 60, memberships: 60 });
      expect((await verified(2, unchanged)).findings).toEqual([
        'A later run has replaced what this one stored, so the store cannot be compared.',
      ]);
    });

    it('still holds when ended runs have been swept away', async () => {
      const world = await syncedWorld();
      world.runType = 'automatic';
      await world.run(2);
      const storage = await store.backend.open();
      while (await storage.sweep());
      await storage[Symbol.asyncDispose]();
      expect(await verified(2, await world.manifest(2))).toMatchObject({ holds: true, memberships: 60 });
    });
  });
}
