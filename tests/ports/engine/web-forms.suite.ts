import type { RowId } from '@pmds/contracts/ids';
import { followWebForms } from '@pmds/bridge/application/web-forms/follow-web-forms';
import type { WebForm } from '@pmds/bridge/domain/web-form/web-form';
import type { EngineEventName } from '@pmds/bridge/ports/events';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import type { WebFormSource } from '@pmds/bridge/ports/web-form-source';
import type { SuiteStore } from './suite-store';
import { rowId } from './world';

export function aWebForm(number: number, more: Partial<WebForm> = {}): WebForm {
  return {
    id: rowId(number),
    key: `form-${number}`,
    name: `Form ${number}`,
    addresses: ['https://forms.example.org/a'],
    origins: ['https://forms.example.org'],
    language: 1031,
    isPreference: false,
    fields: [
      {
        input: 'email',
        contact: 'emailaddress1',
        lead: null,
        exposure: 'masked',
        submit: 'review',
        blankErases: false,
      },
    ],
    linkColumns: { contact: 'pmds_link', lead: null },
    linkDays: 30,
    maximumUses: null,
    linkState: 'active',
    modifiedOn: new Date('2026-11-29T01:02:03Z'),
    version: 'W/"1"',
    ...more,
  };
}

/** Dataverse with the forms that it has now, and the syncs that prepare them. */
class Described implements WebFormSource {
  forms: { form: WebForm; syncs: readonly RowId[] }[] = [];
  readonly asked: number[] = [];

  list(): ReturnType<WebFormSource['list']> {
    return Promise.resolve(this.forms.map(({ form: { id, version }, syncs }) => ({ id, version, syncs })));
  }

  read(ids: readonly RowId[]): ReturnType<WebFormSource['read']> {
    this.asked.push(ids.length);
    return Promise.resolve(this.forms.map(({ form }) => form).filter(({ id, key }) => ids.includes(id) && key !== ''));
  }
}

/** Web forms in the store, and how they get there. */
export function webFormsSuite(store: SuiteStore): void {
  describe('that keeps web forms', () => {
    const using = async <Value>(work: (storage: Storage) => Promise<Value>): Promise<Value> => {
      const storage = await store.backend.open();
      try {
        return await work(storage);
      } finally {
        await storage[Symbol.asyncDispose]();
      }
    };
    const keptKeys = async (storage: Storage): Promise<readonly string[]> =>
      (await storage.read.webForms.all()).map(({ key }) => key);
    const follow = async (storage: Storage, webForms: WebFormSource): Promise<readonly EngineEventName[]> => {
      const told: EngineEventName[] = [];
      const events = { event: (name: EngineEventName) => void told.push(name) };
      await followWebForms({ storage, webForms, events }, new AbortController().signal);
      return told;
    };

    it('CD-07 gives a form back as it was kept, by key, by id and by sync', async () => {
      await using(async (storage) => {
        const [one, two] = [aWebForm(1), aWebForm(2, { fields: null, maximumUses: 3, linkState: 'suspended' })];
        await storage.transaction(async (unit) => {
          await unit.webForms.keep(one, [rowId(7), rowId(8), rowId(8)]);
          await unit.webForms.keep(two, [rowId(8)]);
        });
        const reader = await store.backend.openReader();
        expect(await reader.webForms.byKey('form-1')).toEqual(one);
        expect(await reader.webForms.byId(two.id)).toEqual(two);
        expect(await reader.webForms.byKey('form-3')).toBeNull();
        expect(await reader.webForms.preparedBy(rowId(8))).toEqual([one, two]);
        expect(await reader.webForms.preparedBy(rowId(7))).toEqual([one]);
        expect(await reader.webForms.syncsOf(one.id)).toEqual([rowId(7), rowId(8)]);
        await reader[Symbol.asyncDispose]();
      });
    });

    it('CD-07 keeps what was described, changed and taken back since the last look, and nothing twice', async () => {
      await using(async (storage) => {
        const dataverse = new Described();
        dataverse.forms = [1, 2, 3].map((number) => ({ form: aWebForm(number), syncs: [rowId(7)] }));
        expect(await follow(storage, dataverse)).toEqual(['web-forms-changed']);
        expect(await follow(storage, dataverse)).toEqual([]);
        expect(dataverse.asked).toEqual([3]);

        dataverse.forms = [
          { form: aWebForm(1, { key: 'renamed', version: 'W/"2"' }), syncs: [rowId(7)] },
          // Another sync prepares it, which changes nothing of its row.
          { form: aWebForm(2), syncs: [rowId(8)] },
        ];
        expect(await follow(storage, dataverse)).toEqual(['web-forms-changed']);
        expect(dataverse.asked).toEqual([3, 2]);
        expect(await keptKeys(storage)).toEqual(['renamed', 'form-2']);
        expect(await storage.read.webForms.preparedBy(rowId(7))).toEqual([
          aWebForm(1, { key: 'renamed', version: 'W/"2"' }),
        ]);
        expect(await storage.read.webForms.syncsOf(rowId(2))).toEqual([rowId(8)]);
      });
    });

    it('CD-07 forgets a form whose key was emptied, and gives its key to another', async () => {
      await using(async (storage) => {
        const dataverse = new Described();
        dataverse.forms = [1, 2].map((number) => ({ form: aWebForm(number), syncs: [] }));
        await follow(storage, dataverse);
        dataverse.forms = [
          { form: aWebForm(1, { key: '', version: 'W/"2"' }), syncs: [] },
          { form: aWebForm(2, { key: 'form-1', version: 'W/"2"' }), syncs: [] },
        ];
        await follow(storage, dataverse);
        expect((await storage.read.webForms.byKey('form-1'))?.id).toBe(rowId(2));
        expect(await keptKeys(storage)).toEqual(['form-1']);
      });
    });

    it('keeps what it has where Dataverse has no such table or does not answer', async () => {
      await using(async (storage) => {
        await storage.transaction((unit) => unit.webForms.keep(aWebForm(1), []));
        await follow(storage, { list: () => Promise.resolve(null), read: () => Promise.reject(new Error('unasked')) });
        const silent: WebFormSource = {
          list: () => Promise.reject(new Error('silent')),
          read: () => Promise.resolve([]),
        };
        await expect(follow(storage, silent)).rejects.toThrow('silent');
        expect(await keptKeys(storage)).toEqual(['form-1']);
      });
    });
  });
}
