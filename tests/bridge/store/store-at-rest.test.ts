import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { ledgerFile } from '@pmds/bridge/adapters/sql/sqlite';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { until } from '../../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from '../edges-world';

let world: EdgesWorld;
beforeAll(async () => {
  world = await anEdgesWorld();
  // Pages of a small table are answered at once, whatever the page time: this one is large enough to be slowed.
  await world.admin('POST', 'generate', { contacts: 1_100, leads: 0, columns: 5 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const folderOf = (env: BridgeEnvironment) => (env['PMDS_STORE'] ?? '').replace('sqlite:', '');

async function served(env: BridgeEnvironment): Promise<Bridge> {
  const bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  return bridge;
}

/** What the ledger says of a run, read beside the service. */
function ofRun(env: BridgeEnvironment, runId: string): { readonly phase: string; readonly leftover: string } | null {
  const db = openSqlite(join(folderOf(env), ledgerFile), { readonly: true, timeout: 5_000 });
  try {
    return (db.prepare('select phase, leftover from run where run_id = ?').get(runId) ?? null) as never;
  } finally {
    db.close();
  }
}

describe('S7: the store goes away in mid-run', () => {
  it.each([
    ['its database is deleted', (folder: string) => rmSync(join(folder, ledgerFile))],
    ['its folder is moved away', (folder: string) => renameSync(folder, `${folder}-away`)],
  ])('and the run fails with the sentence, when %s', async (_what, spoil) => {
    const env = world.environment();
    const bridge = await served(env);
    const id = await world.aSync();
    await world.admin('POST', 'page-time', { ms: 2_000 });
    const run = await world.start(id);
    await until('the run reads', () => ['scan', 'read'].includes(ofRun(env, run)?.phase ?? ''));
    spoil(folderOf(env));
    await world.admin('POST', 'page-time', { ms: 0 });
    const row = await world.ended(id, run);
    await bridge.child.stop();
    expect(row).toMatchObject({ pmds_status: 742_100_006, pmds_safetosend: false });
    expect(row['pmds_message']).toContain('was deleted or replaced while the service worked with it');
  });
});

describe('S11: the store under umask 022', () => {
  it('holds nothing of somebody who was deleted, in no file, after a stop, and is its owner’s alone', async () => {
    const before = process.umask(0o022);
    const env = world.environment();
    const bridge = await served(env).finally(() => process.umask(before));
    const folder = folderOf(env);
    const id = await world.aSync();
    const secret = `Unverwechselbar${randomUUID().slice(0, 8)}`;
    const [member] = await world.rows('contacts?$select=contactid&$top=1');
    await world.call('PATCH', `contacts(${String(member?.['contactid'])})`, { firstname: secret });
    const first = await world.start(id);
    await world.ended(id, first);
    await until('the first run has left nothing over', () => ofRun(env, first)?.leftover === 'none');
    const filesWithIt = () => readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(secret));
    expect(filesWithIt()).not.toEqual([]);
    for (const file of readdirSync(folder))
      expect([file, statSync(join(folder, file)).mode & 0o077]).toEqual([file, 0]);
    expect(statSync(folder).mode & 0o077).toBe(0);

    await world.call('DELETE', `contacts(${String(member?.['contactid'])})`);
    const second = await world.start(id);
    await world.ended(id, second);
    await until('the second run has left nothing over', () => ofRun(env, second)?.leftover === 'none');
    await until('the first one has, too', () => ofRun(env, first)?.leftover === 'none');
    await bridge.child.stop();
    expect(filesWithIt()).toEqual([]);
  });
});
