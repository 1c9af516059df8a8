import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inWriteTransaction, type SqliteDriver } from '@pmds/bridge/adapters/sql/driver/handle';
import { driverLoaders, sqliteDriver, SqliteDriverMissingError } from '@pmds/bridge/adapters/sql/driver/open';

const root = join(__dirname, '..', '..', '..');
const newNodeApi = Number(process.versions['napi']) >= 10;

/** The drivers that this Node can load: libsql everywhere, better-sqlite3 from Node 22.14 on. */
const here = driverLoaders.filter(({ name }) => name === 'libsql' || newNodeApi);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmds-driver-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'x.sqlite');
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'nothing was thrown';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe.each(here)('$name', ({ load }) => {
  const driver: SqliteDriver = load();

  it('gives bytes as a Buffer from get, all and iterate, plucked or not, and nothing that no column holds', () => {
    const db = driver.open(file(), {});
    db.exec('create table t (a integer, b blob, c text)');
    const bytes = Buffer.from([0, 1, 255]);
    expect(db.prepare('insert into t values (?, ?, ?)').run(1, bytes, 'ü').changes).toBe(1);
    expect(db.prepare('insert into t values (?, ?, ?)').run([2, new Uint8Array(bytes), null]).changes).toBe(1);
    const read = db.prepare('select a, b, c from t order by a');
    const first = { a: 1, b: bytes, c: 'ü' };
    const second = { a: 2, b: bytes, c: null };
    expect(read.get()).toStrictEqual(first);
    expect(read.all()).toStrictEqual([first, second]);
    expect([...read.iterate()]).toStrictEqual([first, second]);
    const plucked = db.prepare('select b from t').pluck();
    expect(plucked.get()).toStrictEqual(bytes);
    expect(plucked.all()).toStrictEqual([bytes, bytes]);
    expect([...plucked.iterate()]).toStrictEqual([bytes, bytes]);
    expect(db.prepare('select a from t where a = ?').get(7)).toBeUndefined();
    expect(db.prepare('select a from t where a = ?').pluck().get(7)).toBeUndefined();
    db.close();
  });

  it('tells statements that give rows from those that do not', () => {
    const db = driver.open(file(), {});
    db.exec('create table t (a integer)');
    expect(db.prepare('select 1').reader).toBe(true);
    expect(db.prepare('insert into t values (1) returning a').reader).toBe(true);
    expect(db.prepare('insert into t values (1)').reader).toBe(false);
    db.close();
  });

  it('refuses a boolean instead of ending the process', () => {
    const db = driver.open(file(), {});
    expect(() => db.prepare('select ?').get(true)).toThrow(/bind/);
    expect(() => db.prepare('select ?').all([false])).toThrow(/bind/);
    db.close();
  });

  it('opens read-only without making a file, and then writes nothing', () => {
    expect(codeOf(() => driver.open(file(), { readonly: true }))).toBe('SQLITE_CANTOPEN');
    expect(readdirSync(folder)).toEqual([]);
    const writer = driver.open(file(), {});
    writer.exec('create table t (a integer)');
    const reader = driver.open(file(), { readonly: true });
    expect(codeOf(() => reader.exec('insert into t values (1)'))).toBe('SQLITE_READONLY');
    expect(reader.prepare('select count(*) from t').pluck().get()).toBe(0);
    reader.close();
    writer.close();
  });

  it.each([
    ['a folder that is not there', () => join(folder, 'none', 'x.sqlite'), 'SQLITE_CANTOPEN'],
    ['a folder instead of a file', () => folder, 'SQLITE_CANTOPEN'],
  ])('names what is wrong with %s', (_what, path, code) => {
    expect(codeOf(() => driver.open(path(), {}))).toBe(code);
  });

  it('names a wait that ended, and undoes a transaction that failed', () => {
    const one = driver.open(file(), { timeout: 50 });
    one.exec('create table t (a integer)');
    const other = driver.open(file(), { timeout: 50 });
    one.exec('begin immediate');
    expect(codeOf(() => other.exec('insert into t values (1)'))).toBe('SQLITE_BUSY');
    one.exec('commit');
    const failing = () =>
      inWriteTransaction(one, () => {
        one.exec('insert into t values (1)');
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(one.prepare('select count(*) from t').pluck().get()).toBe(0);
    one.close();
    other.close();
  });
});

it('reads with one driver what another has written', () => {
  for (const writer of here) {
    const path = join(folder, `${writer.name}.sqlite`);
    const writing = writer.load().open(path, {});
    writing.pragma('journal_mode = WAL');
    writing.exec("create table t (a); insert into t values ('x')");
    writing.close();
    for (const reader of here) {
      const reading = reader.load().open(path, { readonly: true });
      expect(reading.prepare('select a from t').pluck().all()).toEqual(['x']);
      reading.close();
    }
  }
});

it('takes better-sqlite3 where its binaries run, and libsql elsewhere', () => {
  expect(sqliteDriver().name).toBe(newNodeApi ? 'better-sqlite3' : 'libsql');
});

it('says in one sentence what to do where no driver can be loaded', () => {
  const { message } = new SqliteDriverMissingError([new Error('Cannot find module')]);
  expect(message).toContain(`Node ${process.versions.node}`);
  expect(message).toContain('npm ci');
  expect(message).not.toContain('\n');
});

it('names the drivers in one source file alone', () => {
  const sources = ['plugins-ts-bridge/src', 'bench/src', 'scripts/src', 'tests'].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(part, name)),
  );
  const loads = /(?:from|import|require|load)\s*\(?\s*['"](?:better-sqlite3|libsql)['"]/;
  expect(sources.filter((path) => loads.test(readFileSync(join(root, path), 'utf8')))).toEqual([
    join('plugins-ts-bridge', 'src', 'adapters', 'sql', 'driver', 'open.ts'),
  ]);
});
