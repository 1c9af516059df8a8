import { moveIntake } from '@pmds/bridge/worker/move-intake';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import type { OpeningRecord } from '@pmds/bridge/domain/access/opening-record';
import { laneOf } from '@pmds/bridge/domain/outbox/outbox';
import type { AcceptedSubmission } from '@pmds/bridge/domain/submission/accepted-submission';
import type { IntakeSource } from '@pmds/bridge/ports/store/intake';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import type { ResponseIntake } from '@pmds/bridge/ports/store/responses/submissions';
import { openPostgresIntake } from '@pmds/bridge/adapters/sql/postgres';
import { openSqliteIntake } from '@pmds/bridge/adapters/sql/intake/sqlite-intake';
import { postgresBackend, postgresUrl } from './engine/postgres-backend';
import { rowId, sqliteBackend, type Backend } from './engine/world';

interface ResponseStore extends Backend {
  openIntake(): Promise<ResponseIntake & IntakeSource & AsyncDisposable>;
}

const stores: readonly (readonly [string, () => Promise<ResponseStore>])[] = [
  [
    'SQLite',
    () => {
      const backend = sqliteBackend();
      return Promise.resolve({ ...backend, openIntake: () => Promise.resolve(openSqliteIntake(backend.directory)) });
    },
  ],
  ...(postgresUrl === undefined
    ? []
    : [
        [
          'PostgreSQL',
          async () => {
            const backend = await postgresBackend(postgresUrl ?? '');
            return { ...backend, openIntake: () => openPostgresIntake(backend.url) };
          },
        ] as const,
      ]),
];

const noon = new Date('2026-11-29T12:00:00.000Z');
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);

function aSubmission(number: number, more: Partial<AcceptedSubmission> = {}): AcceptedSubmission {
  return {
    id: rowId(number),
    table: 'contact',
    memberId: rowId(500),
    formId: rowId(900),
    formName: 'Newsletter',
    receivedAt: after(number),
    values: { phone: '1', topics: ['a', 'b'], news: true, gone: null },
    ignored: ['other'],
    aside: null,
    ...more,
  };
}

function anOpening(number: number, more: Partial<OpeningRecord> = {}): OpeningRecord {
  return {
    at: after(number),
    kind: 'prefill',
    result: 'answered',
    link: `link ${number}`,
    client: 'one',
    runId: null,
    formKey: 'news',
    table: 'contact',
    memberId: rowId(number),
    fields: ['firstname'],
    ...more,
  };
}

describe.each(stores)('A store on %s', (_, make) => {
  let backend: ResponseStore;
  beforeEach(async () => {
    backend = await make();
  });
  afterEach(() => backend.dispose());

  describe('that takes submits', () => {
    const using = async <Value>(
      work: (storage: Storage, intake: ResponseIntake & IntakeSource) => Promise<Value>,
    ): Promise<Value> => {
      const storage = await backend.open();
      const intake = await backend.openIntake();
      try {
        return await work(storage, intake);
      } finally {
        await intake[Symbol.asyncDispose]();
        await storage[Symbol.asyncDispose]();
      }
    };
    const move = (intake: IntakeSource, storage: Storage) =>
      moveIntake(intake, storage, {
        hashing: nodeHashing,
        events: { event: () => undefined },
        now: noon,
        localNow: noon,
      });
    const waiting = async ({ read }: Storage) => (await read.outbox.oldest(100)).map(({ message }) => message);

    it('keeps each as it came, in its order, and one that is sent twice once', async () => {
      await using(async (storage, intake) => {
        expect(await intake.addSubmission(aSubmission(1))).toMatchObject({ memberId: rowId(500) });
        expect(await intake.addSubmission(aSubmission(1, { values: { phone: '2' } }))).toMatchObject({
          memberId: rowId(500),
        });
        await intake.addSubmission(aSubmission(2, { aside: 'trap' }));
        await move(intake, storage);
        await intake.addSubmission(aSubmission(1, { values: { phone: '3' } }));
        await move(intake, storage);
        const messages = await waiting(storage);
        expect(messages).toMatchObject([
          { kind: 'submission', submission: aSubmission(1) },
          { kind: 'submission', submission: aSubmission(2, { aside: 'trap' }) },
        ]);
        expect(new Set(messages.map(laneOf)).size).toBe(1);
      });
    });

    it('tells whose submit has an id, before and after the worker has taken it', async () => {
      await using(async (storage, intake) => {
        await intake.addSubmission(aSubmission(1));
        const other = aSubmission(1, { memberId: rowId(501) });
        expect(await intake.addSubmission(other)).toMatchObject({ memberId: rowId(500) });
        await move(intake, storage);
        const reader = await backend.openReader();
        expect(await reader.submissions.ownerOf(rowId(1))).toEqual({
          table: 'contact',
          memberId: rowId(500),
          formId: rowId(900),
        });
        expect(await reader.submissions.ownerOf(rowId(2))).toBeNull();
        await reader[Symbol.asyncDispose]();
      });
    });

    it('does nothing twice where the process died between ledger and intake', async () => {
      await using(async (storage, intake) => {
        await intake.addSubmission(aSubmission(1));
        await intake.addReview({ submissionId: rowId(1), action: 'apply', by: null, at: noon, callId: 'a' });
        const dying: IntakeSource = {
          take: (limit) => intake.take(limit),
          setAside: (seqs) => intake.setAside(seqs),
          forget: () => Promise.reject(new Error('killed')),
        };
        await expect(move(dying, storage)).rejects.toThrow('killed');
        await move(intake, storage);
        expect((await waiting(storage)).filter(({ kind }) => kind === 'submission')).toHaveLength(1);
      });
    });

    it('forgets a person with all that he sent and opened', async () => {
      await using(async (storage, intake) => {
        await intake.addSubmission(aSubmission(1));
        await intake.addSubmission(aSubmission(2, { memberId: rowId(501) }));
        await move(intake, storage);
        await storage.transaction((unit) =>
          unit.accessLog.add([anOpening(1, { memberId: rowId(500) }), anOpening(2, { memberId: rowId(501) })]),
        );
        await storage.retention.purge({ kind: 'person', id: rowId(500) }, noon);
        expect(await waiting(storage)).toMatchObject([{ submission: { memberId: rowId(501) } }]);
        const reader = await backend.openReader();
        expect(await reader.submissions.ownerOf(rowId(1))).toBeNull();
        const found = await reader.accessLog.find({ memberId: null, formKey: null, since: noon, limit: 10 });
        expect(found.map(({ memberId }) => memberId)).toEqual([rowId(501)]);
        await reader[Symbol.asyncDispose]();
      });
    });
  });

  describe('that remembers uses of links', () => {
    const using = async <Value>(work: (storage: Storage) => Promise<Value>): Promise<Value> => {
      const storage = await backend.open();
      try {
        return await work(storage);
      } finally {
        await storage[Symbol.asyncDispose]();
      }
    };

    it('finds them by member, form and time, the newest first', async () => {
      await using(async (storage) => {
        const records = Array.from({ length: 120 }, (_, index) =>
          anOpening(index, { formKey: index % 2 === 0 ? 'news' : 'party' }),
        );
        await storage.transaction((unit) => unit.accessLog.add(records));
        const reader = await backend.openReader();
        const find = (more: object) =>
          reader.accessLog.find({ memberId: null, formKey: null, since: noon, limit: 1_000, ...more });
        expect(await find({ since: after(118) })).toEqual([records[119], records[118]]);
        expect(await find({ memberId: rowId(7) })).toEqual([records[7]]);
        expect(await find({ formKey: 'party', limit: 2 })).toEqual([records[119], records[117]]);
        await storage.transaction((unit) => unit.accessLog.forgetBefore(after(100)));
        expect(await find({})).toHaveLength(20);
        await reader[Symbol.asyncDispose]();
      });
    });

    it('counts different links of a form, by client and by what came of them, and none that nobody signed', async () => {
      await using(async (storage) => {
        const records = [
          anOpening(1),
          anOpening(2, { link: 'link 1' }),
          anOpening(3, { client: 'two', result: 'expired' }),
          anOpening(4, { client: 'two', result: 'used-up' }),
          anOpening(5, { client: 'two' }),
          anOpening(6, { client: 'three', result: 'revoked' }),
          anOpening(7, { formKey: 'party' }),
          ...Array.from({ length: 200 }, (_, index) =>
            anOpening(index + 10, { client: 'four', result: 'unsigned', formKey: null }),
          ),
        ];
        await storage.transaction((unit) => unit.accessLog.add(records));
        const traffic = (since: Date) => storage.transaction((unit) => unit.accessLog.traffic('news', since));
        expect(await traffic(noon)).toEqual({ mostOfOneClient: 3, links: 4, refused: 2 });
        expect(await traffic(after(4.5))).toEqual({ mostOfOneClient: 1, links: 1, refused: 0 });
        expect(await traffic(after(60))).toEqual({ mostOfOneClient: 0, links: 0, refused: 0 });
      });
    });

    it('stops the links of a form once, until they are released', async () => {
      await using(async (storage) => {
        const stop = (at: Date) => storage.transaction((unit) => unit.linkStops.stop('news', at));
        const release = (at: Date) => storage.transaction((unit) => unit.linkStops.release('news', at));
        const releasedAt = () => storage.transaction((unit) => unit.linkStops.releasedAt('news'));
        expect(await release(noon)).toBe(false);
        expect([await stop(noon), await stop(after(1))]).toEqual([true, false]);
        expect(await releasedAt()).toBeNull();
        expect([await release(after(2)), await release(after(3))]).toEqual([true, false]);
        expect(await releasedAt()).toEqual(after(2));
        expect(await stop(after(4))).toBe(true);
      });
    });
  });
});
