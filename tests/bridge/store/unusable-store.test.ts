import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nodeArguments } from '@pmds/scripts/processes/paths';
import { bridgeEnvironment, type BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { ledgerFile, openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { openPostgresStorage } from '@pmds/bridge/adapters/sql/postgres';
import { postgresBackend, type PostgresBackend } from '../../ports/engine/postgres-backend';

const id = '7f4b7a6e-95c1-4f5e-8f3a-000000000001';
const server = process.env['PMDS_TEST_POSTGRES'];

let folder = '';
let manifest = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmds-unusable-'));
  manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, '{}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nobody answers at the address of this Dataverse: a store that cannot be used is told before it is called. */
const settings = (store: string): BridgeEnvironment => ({
  ...bridgeEnvironment({
    dataverse: {
      origin: 'http://127.0.0.1:9',
      authority: `http://127.0.0.1:9/${id}`,
      clientId: id,
      clientSecret: 'mU8cPq7-Zr2xW5tBvN1kLs9d',
    } as never,
    store: '',
    port: 0,
    formOrigins: ['http://127.0.0.1:4630'],
    formUrl: 'http://127.0.0.1:4630/newsletter.html',
  }),
  PMDS_STORE: store,
});

const arguments_ = {
  serve: ['serve'],
  work: ['work'],
  cancel: ['cancel', '--run', id],
  revoke: ['revoke', '--run', id],
  retry: ['retry', '--sync', id],
} as const;
type Name = keyof typeof arguments_;
const onSqlite: readonly Name[] = ['serve', 'cancel', 'revoke', 'retry'];
const onPostgres: readonly Name[] = ['serve', 'work', 'cancel', 'revoke', 'retry'];

/** What the built command says, which has to be one sentence without a stack or a warning, and exit code 1. */
function refusal(name: Name | 'verify', store: string, before: readonly string[] = []): Promise<string> {
  const own = name === 'verify' ? ['verify', '--run', id, '--manifest', manifest] : arguments_[name];
  const [program = '', ...rest] = [...before, process.execPath, ...nodeArguments.bridge, ...own];
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...settings(store) }, timeout: 120_000 };
    execFile(program, rest, options, (error, stdout, stderr) => {
      try {
        expect({ code: error?.code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toMatch(/^[^\n]+\.( \(\w+\))?\n$/);
        expect(stderr).not.toMatch(/\bat .*:\d+|DeprecationWarning|confidential/);
        resolve(stderr);
      } catch (failure) {
        reject(failure instanceof Error ? failure : new Error(String(failure)));
      }
    });
  });
}

async function aStore(name: string): Promise<string> {
  const directory = join(folder, name);
  const storage = await openSqliteStorage(directory);
  await storage[Symbol.asyncDispose]();
  return directory;
}

describe('S14: an embedded store that cannot be used', () => {
  let newer = '';
  let damaged = '';
  beforeAll(async () => {
    newer = await aStore('newer');
    const db = openSqlite(join(newer, ledgerFile));
    db.exec("insert into kysely_migration (name, timestamp) values ('999-from-tomorrow', '2030-01-01T00:00:00Z')");
    db.close();
    damaged = await aStore('damaged');
    const bytes = readFileSync(join(damaged, ledgerFile));
    // The header is whole, what it leads to is not.
    writeFileSync(join(damaged, ledgerFile), bytes.fill(255, 16_384));
  });

  it.each(onSqlite)('pmds %s says that it is damaged', async (name) => {
    expect(await refusal(name, `sqlite:${damaged}`)).toContain('is damaged. Restore it from a backup');
  });

  it('pmds serve names both versions of a schema that is newer', async () => {
    expect(await refusal('serve', `sqlite:${newer}`)).toMatch(
      /schema is 999-from-tomorrow, .* knows \d{3}-\S+ at most/,
    );
  });

  // Root may write everywhere, unless it gives that up; the files are somebody else's then.
  const root = process.getuid?.() === 0;
  const unprivileged = root ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : [];
  it.each(onSqlite)('pmds %s says of a folder that it may not write to', async (name) => {
    const directory = await aStore(`read-only-${name}`);
    const files = readdirSync(directory).map((file) => join(directory, file));
    for (const path of [...files, directory]) {
      chmodSync(path, path === directory ? 0o555 : 0o444);
      if (root) chownSync(path, 65_534, 65_534);
    }
    chmodSync(folder, 0o755);
    const said = await refusal(name, `sqlite:${directory}`, unprivileged);
    chmodSync(directory, 0o755);
    expect(said).toMatch(/Let this user write|Give it the rights/);
    expect(said).not.toContain('UNKNOWN');
  });

  it('pmds verify makes no store, and says that there is none', async () => {
    const none = join(folder, 'none');
    expect(await refusal('verify', `sqlite:${none}`)).toContain(`There is no store in ${none}`);
    expect(existsSync(none)).toBe(false);
  });
});

if (server !== undefined) {
  describe('S14: a database of PostgreSQL that cannot be used', () => {
    let database: PostgresBackend;
    beforeAll(async () => {
      database = await postgresBackend(server);
      const storage = await openPostgresStorage(database.url);
      await storage[Symbol.asyncDispose]();
    });
    afterAll(() => database.dispose());

    it.each(['cancel', 'revoke'] as const)('S10: pmds %s refuses a run that nobody knows', async (name) => {
      expect(await refusal(name, database.url)).toContain(`knows no run ${id}`);
    });

    it('S10: pmds retry refuses a sync that nobody knows', async () => {
      expect(await refusal('retry', database.url)).toContain(`No run of the sync ${id} has completed here`);
    });

    it.each(onPostgres)('pmds %s says that nobody is known there by this name', async (name) => {
      const url = new URL(database.url);
      url.username = 'nobody_of_this_name';
      url.password = 'confidential';
      expect(await refusal(name, url.href)).toContain('refuses the user or the password of PMDS_STORE');
    });

    it.each(['serve', 'work'] as const)('pmds %s says that it can only be read', async (name) => {
      const url = new URL(database.url);
      url.searchParams.set('options', '-c default_transaction_read_only=on');
      expect(await refusal(name, url.href)).toContain('can only be read. Name the server that takes writes');
    });

    it.each(onPostgres)('pmds %s names both versions of a schema that is newer', async (name) => {
      const newest = '999-from-tomorrow';
      await database.execute("delete from kysely_migration where name = '999-from-tomorrow'", []);
      await database.execute('insert into kysely_migration (name, timestamp) values (?, ?)', [newest, '2030-01-01']);
      expect(await refusal(name, database.url)).toMatch(/schema is 999-from-tomorrow, .* knows \d{3}-\S+ at most/);
    });
  });
}
