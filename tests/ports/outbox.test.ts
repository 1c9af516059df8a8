import { Kysely, Migrator, sql, SqliteDialect } from 'kysely';
import { migrationsOf } from '@pmds/bridge/adapters/sql/migrate';
import { openPostgresDb, openPostgresStorage } from '@pmds/bridge/adapters/sql/postgres';
import { openHandle, openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { outboxKinds, type OutboxKind, type OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import { aboutRun } from '@pmds/bridge/domain/outbox/subject';
import type { OutboxHandlers } from '@pmds/bridge/ports/outbox';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import { pumpOutbox } from '@pmds/bridge/worker/outbox/outbox-pump';
import { WakeUp } from '@pmds/bridge/worker/wake-up';
import { until } from '../support/waiting';
import { aNotice, aTrace, noon, seconds } from '../unit/edges/builders';
import { postgresBackend, postgresUrl } from './engine/postgres-backend';
import { rowId, runIdOf, sqliteBackend, World, type Backend } from './engine/world';
import { deliveredTo } from './migration/delivered-to';

const disposals: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const dispose of disposals) await dispose();
});

async function aBackend(made: Backend | Promise<Backend>): Promise<Backend> {
  const backend = await made;
  disposals.push(() => backend.dispose());
  return backend;
}

/** A database of either kind, as it was before its owner opens it. */
interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /** Without any table of ours. */
  readonly raw: () => Kysely<unknown>;
  readonly open: () => Promise<Storage>;
}

const databases: Readonly<Record<string, () => Promise<Database>>> = {
  SQLite: () => {
    const backend = sqliteBackend();
    const { directory } = backend;
    disposals.push(() => backend.dispose());
    const raw = () => new Kysely<unknown>({ dialect: new SqliteDialect({ database: openHandle(directory, false) }) });
    return Promise.resolve({ dialect: 'sqlite', raw, open: () => openSqliteStorage(directory) });
  },
  ...(postgresUrl === undefined
    ? {}
    : {
        PostgreSQL: async () => {
          const backend = await postgresBackend(postgresUrl ?? '');
          const { url } = backend;
          disposals.push(() => backend.dispose());
          const raw = () => openPostgresDb(url, 1) as unknown as Kysely<unknown>;
          return { dialect: 'postgres', raw, open: () => openPostgresStorage(url) } as const;
        },
      }),
};

const about = { runId: runIdOf(1), dataSyncId: rowId(1) };
/** As the version before wrote them: one text, kind and run among the rest. */
const before: readonly object[] = [
  { kind: 'sync-row', ...about, patch: { status: 'completed', startedAt: noon, completedAt: seconds(9) } },
  { kind: 'run-row', ...about, patch: { errors: 1, completedAt: seconds(9) } },
  { kind: 'trace', ...about, trace: { ...aTrace(about), remedy: 'Correct it.', retryable: true } },
  { kind: 'close-traces', ...about, ids: [rowId(7)] },
  { kind: 'adopt-traces', ...about, ids: [rowId(8)] },
  { kind: 'mail', ...about, notice: aNotice({ to: [] }), attempts: { since: noon, failed: 1, reasons: ['no-sender'] } },
];

describe.each(Object.entries(databases))('the outbox that the version before left in %s', (_name, make) => {
  async function left(texts: readonly string[]): Promise<Storage> {
    const { dialect, raw, open } = await make();
    const db = raw();
    const migrations = Promise.resolve({ ...migrationsOf(dialect) });
    const migrator = new Migrator({ db, provider: { getMigrations: () => migrations } });
    const { error } = await migrator.migrateTo('013-deliveries');
    expect(error).toBeUndefined();
    for (const text of texts) {
      await sql`insert into outbox (run_id, subject, added_ms, message)
        values (${about.runId}, ${about.dataSyncId}, 5, ${text})`.execute(db);
    }
    const [letter = ''] = texts;
    await sql`insert into dead_letter
      (run_id, subject, kind, message, columns, status, code, reason, refused_ms, tries) values
      (${about.runId}, ${about.dataSyncId}, 'sync-row', ${letter}, '["pmds_status"]', 403, '0x1', 'No.', 5, 2)`.execute(
      db,
    );
    await sql`insert into outbox_delay (subject, attempts, until_ms, error)
      values (${about.dataSyncId}, 3, 9, 'Busy.')`.execute(db);
    await db.destroy();
    return open();
  }

  it('is delivered, whatever it tells', async () => {
    await using storage = await left(before.map((one) => JSON.stringify(one)));
    const { entries, unreadable } = await storage.read.outbox.due(100, 10);
    expect(unreadable).toEqual([]);
    expect(entries.map(({ message }) => message)).toEqual(
      before.map((one) => {
        const { runId, dataSyncId, ...rest } = one as typeof about;
        // What to do follows from the code by now.
        const told = 'trace' in rest ? { ...rest, trace: aTrace(about) } : rest;
        return { ...told, subject: aboutRun({ runId, dataSyncId }) };
      }),
    );
    const { calls, refused } = await deliveredTo(entries);
    expect(refused).toEqual([]);
    const written = calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    expect(written).toEqual([
      `PATCH pmds_syncruns(${about.runId})`,
      'POST pmds_errortraces/Microsoft.Dynamics.CRM.UpsertMultiple',
      'POST pmds_errortraces/Microsoft.Dynamics.CRM.UpdateMultiple',
      'POST pmds_errortraces/Microsoft.Dynamics.CRM.UpdateMultiple',
      `PATCH pmds_datasyncs(${about.dataSyncId})`,
      // The mail has no one to go to any more, so what was said of it is taken back.
      'POST pmds_errortraces/Microsoft.Dynamics.CRM.UpdateMultiple',
      `PATCH pmds_datasyncs(${about.dataSyncId})`,
    ]);
    await storage.transaction((unit) => unit.outbox.delivered(entries.map(({ seq }) => seq)));
    expect(await storage.read.outbox.oldest(100)).toEqual([]);
  });

  it('keeps its dead letters and its pauses; a letter goes again with the columns that were refused', async () => {
    await using storage = await left([JSON.stringify(before[0])]);
    expect(await storage.read.outbox.delays()).toEqual([
      { lane: about.dataSyncId, attempts: 3, untilMs: 9, error: 'Busy.' },
    ]);
    expect((await storage.read.outbox.due(100, 8)).entries).toEqual([]);
    const [letter] = await storage.read.outbox.deadLetters(10);
    expect(letter).toMatchObject({
      kind: 'sync-row',
      message: { subject: aboutRun(about), patch: { completedAt: seconds(9) } },
      refusal: { status: 403, columns: ['pmds_status'] },
      tries: 2,
    });
    await storage.transaction(async (unit) => {
      const request = { ...about, runType: 'full', trigger: 'api', requestedAt: noon } as const;
      await unit.starts.add(request);
      await unit.runs.keepStartedAt(about.runId, noon);
      expect(await unit.outbox.resendLetter(letter?.number ?? 0)).toBe('resent');
    });
    const last = (await storage.read.outbox.oldest(100)).at(-1)?.message;
    expect(last).toMatchObject({ kind: 'sync-row', only: ['pmds_status'] });
  });

  it('becomes dead letters where it cannot be read, and does not stop the start', async () => {
    await using storage = await left(['{}', 'no JSON', JSON.stringify(before[1])]);
    const { entries, unreadable } = await storage.read.outbox.due(100, 10);
    expect(entries).toHaveLength(1);
    expect(unreadable.map(({ kind }) => kind)).toEqual(['unknown', 'unknown']);
  });
});

const backends: Readonly<Record<string, () => Promise<Backend>>> = {
  SQLite: () => aBackend(sqliteBackend()),
  ...(postgresUrl === undefined ? {} : { PostgreSQL: () => aBackend(postgresBackend(postgresUrl ?? '')) }),
};

describe.each(Object.entries(backends))('an entry of the outbox in %s', (_name, make) => {
  /** Handlers that remember what they were given, in the order in which they were asked. */
  function remembering(): { readonly told: OutboxMessage[]; readonly handlers: OutboxHandlers } {
    const told: OutboxMessage[] = [];
    const deliver = async (messages: readonly OutboxMessage[]) => {
      told.push(...messages);
      return {};
    };
    const kinds = Object.keys(outboxKinds) as readonly OutboxKind[];
    return { told, handlers: Object.fromEntries(kinds.map((kind) => [kind, { deliver }])) as never };
  }

  async function pumped(storage: Storage, world: World, handlers: OutboxHandlers): Promise<void> {
    const stop = new AbortController();
    const pump = pumpOutbox(world.context(storage), handlers, new WakeUp(), stop.signal);
    await until('the outbox is empty', async () => {
      const { entries, unreadable } = await storage.read.outbox.due(10, Date.now());
      return entries.length + unreadable.length === 0;
    });
    stop.abort();
    await pump;
  }

  it('that no version can read becomes a dead letter with a sentence, and stops nobody', async () => {
    const backend = await make();
    await using storage = await backend.open();
    const [own, other] = [aboutRun(about), aboutRun({ runId: runIdOf(2), dataSyncId: rowId(2) })];
    await storage.transaction((unit) =>
      unit.outbox.send([
        { kind: 'close-traces', subject: own, ids: ['1'] },
        { kind: 'sync-row', subject: own, patch: { errors: 1 } },
        { kind: 'sync-row', subject: own, patch: { errors: 2 } },
        { kind: 'sync-row', subject: other, patch: { errors: 3 } },
      ]),
    );
    await backend.execute(`update outbox set kind = 'weather' where payload like ?`, ['%"1"%']);
    await backend.execute(`update outbox set payload = ? where payload like ?`, ['{"patch":7}', '%"errors":1%']);
    const { told, handlers } = remembering();
    const world = new World(backend);
    await pumped(storage, world, handlers);
    expect(told).toMatchObject([{ patch: { errors: 2 } }, { patch: { errors: 3 } }]);
    expect(world.told.filter((name) => name === 'report-refused')).toHaveLength(2);
    const letters = await storage.read.outbox.deadLetters(10);
    expect(letters).toMatchObject([
      {
        kind: 'weather',
        message: null,
        refusal: { reason: expect.stringContaining('does not know reports of the kind "weather"') as string },
      },
      { kind: 'sync-row', message: null, refusal: { reason: expect.stringContaining('payload') as string } },
    ]);
    // A version that knows the kind finds it as it was left.
    await backend.execute(`update dead_letter set kind = ? where kind = 'weather'`, ['close-traces']);
    await storage.transaction((unit) => unit.outbox.resendLetter(letters[0]?.number ?? 0));
    await pumped(storage, world, handlers);
    expect(told.at(-1)).toEqual({ kind: 'close-traces', subject: own, ids: ['1'] });
    expect(await storage.transaction((unit) => unit.outbox.dropLetter(letters[1]?.number ?? 0))).toBe(true);
    expect(await storage.read.outbox.deadLetters(10)).toEqual([]);
  });

  it('is found by the person that it names, even where it cannot be read', async () => {
    const backend = await make();
    await using storage = await backend.open();
    const id = rowId(77);
    const trace = aTrace({ ...about, member: { table: 'contact', id, exists: true } });
    await storage.transaction((unit) =>
      unit.outbox.send([
        { kind: 'trace', subject: aboutRun(about), trace },
        { kind: 'trace', subject: aboutRun(about), trace: { ...trace, id: 'other' } },
      ]),
    );
    await backend.execute(`update outbox set kind = 'weather' where payload like ?`, ['%"other"%']);
    const purged = await storage.retention.purge({ kind: 'person', id }, new Date());
    expect(purged).toMatchObject({ kind: 'purged', held: { reports: 2 } });
    const { entries, unreadable } = await storage.read.outbox.due(10, Date.now());
    expect([entries, unreadable]).toEqual([[], []]);
  });

  it('is handed to the handler of its kind, runs before Trace rows and people last', async () => {
    const backend = await make();
    await using storage = await backend.open();
    const subject = aboutRun(about);
    await storage.transaction((unit) =>
      unit.outbox.send([
        { kind: 'mail', subject, notice: aNotice() },
        { kind: 'sync-row', subject, patch: {} },
        { kind: 'trace', subject, trace: aTrace(about) },
        { kind: 'run-row', subject, patch: {} },
      ]),
    );
    const { told, handlers } = remembering();
    await pumped(storage, new World(backend), handlers);
    expect(told.map(({ kind }) => kind)).toEqual(['run-row', 'trace', 'sync-row', 'mail']);
  });
});
