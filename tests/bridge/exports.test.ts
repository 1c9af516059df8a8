import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statusValue } from '@pmds/contracts/run/sync-status';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { parse } from 'csv-parse/sync';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

let world: EdgesWorld;
let folder: string;
beforeAll(async () => {
  world = await anEdgesWorld();
  folder = mkdtempSync(join(tmpdir(), 'pmds-exports-'));
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function served(env: BridgeEnvironment): Promise<Bridge> {
  const bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
  return bridge;
}

const runOf = (runId: string) => world.row(`pmds_syncruns(${runId})?$select=pmds_deliveries,pmds_message`);

describe('a sync that exports a CSV file', () => {
  it('leaves one file per run, and its name on the run', async () => {
    const env = world.environment({ PMDS_EXPORT_FOLDER: folder });
    const bridge = await served(env);
    const id = await world.aSync({ pmds_exportcsv: true });
    const first = await world.start(id);
    expect((await world.ended(id, first))['pmds_status']).toBe(statusValue('completed'));
    const [file, ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    expect((await runOf(first))['pmds_deliveries']).toBe(`CSV file: ${file ?? ''}, 2 rows written.`);
    const records: readonly unknown[] = parse(readFileSync(join(folder, file ?? ''), 'utf8'), { columns: true });
    const rows = await world.rows('contacts?$select=contactid,firstname,emailaddress1&$orderby=contactid');
    expect(records).toEqual(
      rows.map(({ contactid, firstname, emailaddress1 }) => ({
        table: 'contact',
        id: contactid,
        firstname: firstname ?? '',
        emailaddress1,
      })),
    );
    const second = await world.start(id);
    await world.ended(id, second);
    expect(readdirSync(folder)).toHaveLength(2);
    await bridge.child.stop();
  });

  it('is refused in words, before anybody is read, where the service has no folder; pmds doctor says it before', async () => {
    const env = world.environment();
    const bridge = await served(env);
    const id = await world.aSync({ pmds_exportcsv: true });
    const run = await world.start(id);
    const row = await world.ended(id, run);
    expect(row['pmds_status']).toBe(statusValue('failed'));
    expect(row['pmds_message']).toContain('PMDS_EXPORT_FOLDER');
    await bridge.child.stop();
    expect((await pmds(env, 'doctor')).stdout).toContain('no sync may export a CSV file');
    const missing = { ...env, PMDS_EXPORT_FOLDER: join(folder, 'none') };
    expect((await pmds(missing, 'doctor')).stdout).toContain('the folder does not exist');
  });
});
