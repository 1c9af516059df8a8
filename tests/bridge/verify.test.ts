import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

describe('N3 pmds verify', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let runId: string;
  let manifest: string;

  beforeAll(async () => {
    world = await anEdgesWorld();
    env = world.environment();
    const bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
    const id = await world.aSync();
    runId = await world.start(id);
    await world.ended(id, runId);
    manifest = await until('the run row has its manifest', async () => {
      const text = (await world.row(`pmds_syncruns(${runId})`))['pmds_manifest'];
      return typeof text === 'string' ? text : null;
    });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('says of a run that nobody touched that it holds, while the service is at work', async () => {
    const said = await pmds(env, 'verify', '--run', runId);
    expect(said).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 stored rows and 2 memberships') as unknown,
    });
  });

  it('refutes a manifest that was changed, in a file as in Dataverse', async () => {
    const changed = manifest.replace('"removed":0', '"removed":5');
    const folder = mkdtempSync(join(tmpdir(), 'pmds-verify-'));
    const file = join(folder, 'manifest.json');
    writeFileSync(file, changed);
    const fromFile = await pmds(env, 'verify', '--run', runId, '--manifest', file);
    rmSync(folder, { recursive: true });
    await world.call('PATCH', `pmds_syncruns(${runId})`, { pmds_manifest: changed });
    const fromDataverse = await pmds(env, 'verify', '--run', runId);
    await world.call('PATCH', `pmds_syncruns(${runId})`, { pmds_manifest: manifest });
    for (const said of [fromFile, fromDataverse]) {
      expect(said).toMatchObject({ code: 1, stdout: expect.stringContaining('signature does not fit') as unknown });
    }
  });

  it('says what it needs, and that a run without a manifest has none', async () => {
    expect(await pmds(env, 'verify', '--run', 'x')).toMatchObject({ code: 2 });
    const unknown = await pmds(env, 'verify', '--run', '00000000-0000-4000-8000-00000000dead');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('has no manifest') as unknown });
  });
});
