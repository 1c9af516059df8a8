import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { lookAtChanged } from '@pmds/bridge/application/members/changed/look-at-changed';
import type { MemberChange } from '@pmds/bridge/domain/member/member-change';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import { aPerson, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, World } from './world';

/** Dataverse says by webhook that somebody was changed: the store closes him at once, and what is read then decides. */
export function changedMembersSuite(store: SuiteStore): void {
  describe('that is told of changed people', () => {
    const id = personId('contact', 7);
    let world: World;
    let storage: Storage;
    /** Two syncs that store 300 contacts. */
    beforeEach(async () => {
      world = new World(store.backend, { lists: [aList(1, 'contact')] });
      const two = new World(store.backend, {
        source: world.source,
        lists: [aList(2, 'contact')],
        dataSyncId: rowId(2),
      });
      world.source.add(
        'contact',
        range(0, 300).map((number) => aPerson('contact', number)),
      );
      for (const list of [1, 2]) world.enlist(list, 'contact', range(0, 300));
      await world.run(1);
      await two.run(2);
      storage = await store.backend.open();
    });
    afterEach(() => storage[Symbol.asyncDispose]());

    const change = (closes: MemberChange['closes'], more: Partial<MemberChange> = {}): MemberChange => ({
      table: 'contact',
      id,
      at: new Date(),
      closes,
      merged: false,
      ...more,
    });
    const keep = (...changes: readonly MemberChange[]) =>
      storage.transaction(async (unit) => {
        for (const one of changes) await unit.changed.keep(one);
      });
    const reason = (of: RowId = id, table: SelectableTable = 'contact') =>
      world.reader(async (reader) => (await reader.profiles.closed(table, of))?.reason ?? null);
    const found = async () => (await world.reader((reader) => reader.profiles.find('contact', id))) !== null;
    const waiting = async () => (await storage.read.changed.oldest('contact', 1_000)).length;
    const gaveWay: RowId[] = [];
    const look = (more: Partial<Parameters<typeof lookAtChanged>[0]> = {}) =>
      lookAtChanged(
        {
          storage,
          source: world.source.source,
          merged: { subordinatesOf: () => Promise.resolve(gaveWay) },
          rulesOf: consentRules,
          optOutFlags: usualOptOutFlags,
          clock: { now: () => new Date() },
          events: { event: () => undefined },
          ...more,
        },
        new AbortController().signal,
      );
    const person = (values: Readonly<Record<string, unknown>>) =>
      world.source.add('contact', [aPerson('contact', 7, values)]);

    it('E11 closes him for all syncs by the word of the message, before anybody has looked', async () => {
      await keep(change('deleted'));
      expect([await found(), await reason(), await waiting()]).toEqual([false, 'deleted', 0]);
      expect(await reason(id, 'lead')).toBeNull();
    });

    it.each([
      ['opted out', { donotbulkemail: true }, 'opted-out'],
      ['inactive', { statecode: 1 }, 'inactive'],
      ['as everybody', { donotbulkemail: false }, null],
    ] as const)('E11 finds by a look that he is %s', async (_which, values, expected) => {
      person(values);
      await keep(change(null));
      expect([await found(), await waiting()]).toEqual([true, 1]);
      await look();
      expect([await reason(), await found(), await waiting()]).toEqual([expected, expected === null, 0]);
    });

    it('E11 opens him again, whatever the order of the messages and however often they come', async () => {
      person({ donotemail: false });
      await keep(change('opted-out'), change(null), change('opted-out'));
      expect(await found()).toBe(false);
      await look();
      expect([await found(), await waiting()]).toEqual([true, 0]);
      await keep(change('opted-out'), change('opted-out'));
      await look();
      expect(await found()).toBe(true);
    });

    it('finds that somebody is gone who was only said to be changed', async () => {
      world.source.people.contact.delete(id);
      await keep(change(null));
      await look();
      expect([await reason(), await found()]).toEqual(['deleted', false]);
    });

    it('leaves as he is who cannot be read or has no address', async () => {
      const [hidden, silent] = [personId('contact', 8), personId('contact', 9)];
      world.source.unreadable.add(hidden);
      world.source.add('contact', [aPerson('contact', 9, { emailaddress1: null })]);
      await keep(change(null, { id: hidden }), change('opted-out', { id: silent }));
      await look();
      expect([await reason(hidden), await reason(silent), await waiting()]).toEqual([null, 'opted-out', 0]);
    });

    it('asks nobody for people whom it does not know, and closes them all the same', async () => {
      const stranger = personId('contact', 5_000);
      await keep(change(null, { id: stranger }));
      expect(await waiting()).toBe(0);
      await keep(change('opted-out', { id: stranger }));
      expect([await waiting(), await reason(stranger)]).toEqual([0, 'opted-out']);
    });

    it('closes who gave way to a row of which the message said no more than that it was merged', async () => {
      gaveWay.splice(0, gaveWay.length, personId('contact', 10), personId('contact', 11));
      await keep(change(null, { merged: true }));
      await look();
      expect([await reason(), await reason(gaveWay[0]), await reason(gaveWay[1])]).toEqual([
        null,
        'inactive',
        'inactive',
      ]);
    });

    it('looks at 300 of them in two batches', async () => {
      await keep(...range(0, 300).map((number) => change('opted-out', { id: personId('contact', number) })));
      let batches = 0;
      await look({ events: { event: () => (batches += 1) } });
      expect([batches, await waiting(), await found()]).toEqual([Math.ceil(300 / world.source.maxIdsPerCall), 0, true]);
    });

    it('does not forget who is changed again while he is looked at', async () => {
      await keep(change(null));
      let reads = 0;
      await look({
        source: {
          members: {
            maxIdsPerCall: 200,
            presence: world.source.presence.bind(world.source),
            membersById: async (ids, layout, take) => {
              reads += 1;
              const page = await world.source.membersById(ids, layout, take);
              if (reads > 1) return page;
              person({ donotemail: true });
              await keep(change(null, { at: new Date(Date.now() + 10) }));
              return page;
            },
          },
        },
      });
      expect([reads, await waiting(), await reason()]).toEqual([2, 0, 'opted-out']);
    });

    it('keeps them when Dataverse does not answer, and is not kept from the other table by one', async () => {
      const lead = personId('lead', 1);
      world.source.add('lead', [aPerson('lead', 1, { statecode: 1 })]);
      await keep(change('opted-out'));
      await storage.transaction((unit) =>
        unit.closed.close({ table: 'lead', id: lead, reason: 'opted-out', since: new Date(0) }),
      );
      await keep(change(null, { table: 'lead', id: lead }));
      const members: Parameters<typeof lookAtChanged>[0]['source']['members'] = {
        maxIdsPerCall: 200,
        presence: world.source.presence.bind(world.source),
        membersById: (ids, layout, take) =>
          layout.table === 'contact'
            ? Promise.reject(new Error('no answer'))
            : world.source.membersById(ids, layout, take),
      };
      await expect(look({ source: { members } })).rejects.toThrow('no answer');
      expect([await waiting(), await reason(), await reason(lead, 'lead')]).toEqual([1, 'opted-out', 'inactive']);
    });
  });
}
