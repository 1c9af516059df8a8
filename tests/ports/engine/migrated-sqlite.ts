import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerFile, openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { sqliteBackend, type Backend } from './world';

/** Makes stores that are as new by copying one: to bring an empty file to the schema takes four times as long as to open a copy. */
export function migratedSqlite(): () => Promise<Backend> {
  let template: string | null = null;
  afterAll(() => {
    if (template !== null) rmSync(template, { recursive: true, force: true });
  });
  return async () => {
    template ??= await newStore();
    const backend = sqliteBackend();
    copyFileSync(join(template, ledgerFile), join(backend.directory, ledgerFile));
    return backend;
  };
}

async function newStore(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'pmds-migrated-'));
  const storage = await openSqliteStorage(directory);
  // What its log holds is in the file from then on.
  await storage[Symbol.asyncDispose]();
  return directory;
}
