import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { openSqliteIntake } from '@pmds/bridge/adapters/sql/intake/sqlite-intake';
import { ledgerFile, openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { cancelRun, retryFailed, revokeLinks } from '@pmds/bridge/compose/commands';
import { verifyInStore } from '@pmds/bridge/compose/cli/verify';
import { readConfig, type Config } from '@pmds/bridge/settings/config';
import { storeRefusal } from '@pmds/bridge/compose/store-refusal';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmds-rest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const store = () => join(folder, 'store');
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

function configOf(text: string): Config {
  const config = readConfig({ PMDS_STORE: text }, { dataverse: false, prefillKeys: false });
  if (!config.ok) throw new Error(config.failure.join(' '));
  return config.value;
}

const runId = parseSyncRunId('7f4b7a6e-95c1-4f5e-8f3a-000000000001');
const rowId = parseRowId('7f4b7a6e-95c1-4f5e-8f3a-000000000002');
if (!runId.ok || !rowId.ok) throw new Error('Those are ids.');
const run = runId.value;
const sync = rowId.value;

const commands: readonly (readonly [name: string, work: (config: Config) => Promise<unknown>])[] = [
  ['revoke', (config) => revokeLinks(config, [{ kind: 'run', value: run, at: new Date() }])],
  ['cancel', (config) => cancelRun(config, run, new Date())],
  ['retry', (config) => retryFailed(config, sync)],
  ['verify', (config) => verifyInStore(config, run, '{}')],
];

const sentenceOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'nothing was refused';
  } catch (error) {
    expect((error as Error).name).toBe('CommandFailed');
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
};

async function makeStore(): Promise<void> {
  const storage = await openSqliteStorage(store());
  await storage[Symbol.asyncDispose]();
}

describe('S10: commands that work on a store', () => {
  it.each(commands)('pmds %s refuses a folder without a store, and makes none', async (_name, work) => {
    expect(await sentenceOf(work(configOf(`sqlite:${store()}`)))).toContain(`There is no store in ${store()}`);
    expect(existsSync(store())).toBe(false);
    mkdirSync(store());
    expect(await sentenceOf(work(configOf(`sqlite:${store()}`)))).toContain('There is no store');
    expect(readdirSync(store())).toEqual([]);
  });

  it.each(commands.slice(0, 2))('pmds %s refuses a run that nobody knows', async (_name, work) => {
    await makeStore();
    expect(await sentenceOf(work(configOf(`sqlite:${store()}`)))).toContain(`knows no run ${run}`);
  });

  it('pmds cancel takes a run that waits for the service', async () => {
    await makeStore();
    const intake = openSqliteIntake(store());
    await intake.addStart({
      runId: run,
      dataSyncId: sync,
      trigger: 'api',
      runType: 'full',
      requestedAt: new Date(),
    } as never);
    await intake[Symbol.asyncDispose]();
    await cancelRun(configOf(`sqlite:${store()}`), run, new Date());
    const after = openSqliteIntake(store());
    expect((await after.take(10)).map(({ kind }) => kind)).toEqual(['start', 'cancel']);
    await after[Symbol.asyncDispose]();
  });
});

describe('S11: data at rest', () => {
  it('can be read by its owner alone, whatever the umask and whatever was there', async () => {
    const before = process.umask(0);
    try {
      mkdirSync(store(), { mode: 0o755 });
      writeFileSync(join(store(), ledgerFile), '', { mode: 0o644 });
      const storage = await openSqliteStorage(store());
      const intake = openSqliteIntake(store());
      await intake.addCancel(run);
      expect(modeOf(store())).toBe('700');
      const files = readdirSync(store());
      expect(files).toEqual(
        expect.arrayContaining([ledgerFile, `${ledgerFile}-wal`, `${ledgerFile}-shm`, 'intake.sqlite', 'writer.lock']),
      );
      for (const file of files) expect(`${file} ${modeOf(join(store(), file))}`).toBe(`${file} 600`);
      await intake[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
    } finally {
      process.umask(before);
    }
  });

  it('keeps nothing of what was deleted, in no file, after a stop', async () => {
    const secret = 'Dagmar-Unverwechselbar';
    const intake = openSqliteIntake(store());
    await intake.addProfile({
      table: 'contact',
      id: sync,
      values: { firstname: secret },
      labels: {},
      columns: {},
      fetchedAt: new Date(),
    } as never);
    const [entry] = await intake.take(1);
    await intake.forget([entry?.seq ?? 0]);
    await intake[Symbol.asyncDispose]();
    for (const file of readdirSync(store())) {
      expect(`${file} ${String(readFileSync(join(store(), file)).includes(secret))}`).toBe(`${file} false`);
    }
  });
});

describe('S7: the files of the store under a service that runs', () => {
  const spoil: readonly (readonly [what: string, spoil: () => void])[] = [
    ['the database is deleted', () => rmSync(join(store(), ledgerFile))],
    [
      'the database is replaced',
      () => {
        renameSync(join(store(), ledgerFile), join(store(), 'old'));
        writeFileSync(join(store(), ledgerFile), '');
      },
    ],
    ['the folder is deleted', () => rmSync(store(), { recursive: true })],
    ['the write-ahead log is deleted', () => rmSync(join(store(), `${ledgerFile}-wal`))],
  ];

  it.each(spoil)('is noticed before anything is promised when %s', async (_what, spoilIt) => {
    const storage = await openSqliteStorage(store());
    expect(() => storage.refuseReplaced()).not.toThrow();
    spoilIt();
    expect(() => storage.refuseReplaced()).toThrow(/was deleted or replaced/);
    await storage[Symbol.asyncDispose]().catch(() => undefined);
  });
});

describe('S14: a store that cannot be used', () => {
  const opening = async (): Promise<string> => {
    try {
      await openSqliteStorage(store());
      return 'it opened';
    } catch (error) {
      return storeRefusal(error)?.message ?? `no sentence for ${String(error)}`;
    }
  };

  it('names both versions of a schema that is newer', async () => {
    await makeStore();
    const db = openSqlite(join(store(), ledgerFile));
    db.exec("insert into kysely_migration (name, timestamp) values ('999-from-tomorrow', '2030-01-01T00:00:00Z')");
    db.close();
    expect(await opening()).toMatch(
      /newer version of the service: its schema is 999-from-tomorrow, and this version knows \d{3}-/,
    );
  });

  it('says of a file that is no database, of a damaged one and of a folder in its place what to do', async () => {
    mkdirSync(store());
    writeFileSync(join(store(), ledgerFile), 'no database'.repeat(1000));
    expect(await opening()).toContain('is not an SQLite database');
    rmSync(store(), { recursive: true });
    mkdirSync(join(store(), ledgerFile), { recursive: true });
    expect(await opening()).toMatch(/Correct PMDS_STORE/);
    rmSync(store(), { recursive: true });
    writeFileSync(store(), 'a file');
    expect(await opening()).toContain('has to name a folder');
  });

  it('says of a truncated database that it is damaged', async () => {
    await makeStore();
    const file = join(store(), ledgerFile);
    writeFileSync(file, readFileSync(file).subarray(0, 20_000));
    expect(await opening()).toMatch(/damaged|is not an SQLite database/);
  });

  it.each(commands)('pmds %s says that PostgreSQL does not answer', async (_name, work) => {
    const sentence = await sentenceOf(work(configOf('postgres://somebody:confidential@127.0.0.1:9/none')));
    expect(sentence).toContain('PostgreSQL server of PMDS_STORE does not answer');
    expect(sentence).not.toContain('confidential');
  });
});

const server = process.env['PMDS_TEST_POSTGRES'];
if (server !== undefined) {
  describe('S14: PostgreSQL', () => {
    it.each(commands)('pmds %s tells a database that is not there, and one without a store', async (_name, work) => {
      const url = new URL(server);
      url.pathname = '/no_such_database';
      expect(await sentenceOf(work(configOf(url.href)))).toContain('has no database of the name');
      url.pathname = '/template1';
      expect(await sentenceOf(work(configOf(url.href)))).toContain('There is no store in the database');
    });
  });
}
