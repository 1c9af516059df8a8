import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ChildFailed } from '@pmds/scripts/processes/child';
import { startBridge, type Bridge, type BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

let world: EdgesWorld;
let env: BridgeEnvironment;
let bridge: Bridge;

beforeAll(async () => {
  world = await anEdgesWorld();
  env = world.environment();
  bridge = await world.serve(env);
  expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
});
afterAll(() => world[Symbol.asyncDispose]());

const runsOf = (id: string) => world.rows(`pmds_syncruns?$select=pmds_trigger&$filter=_pmds_datasyncid_value eq ${id}`);

describe('the threads', () => {
  it('E7 let the one that syncs stand behind the one that answers, where the system can tell them apart', () => {
    if (process.platform !== 'linux') return;
    const { pid } = bridge.child;
    const niceness = (thread: string): number => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      // The 19th field; the second one is a name in brackets that may hold blanks.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    };
    const main = niceness(String(pid));
    // Whoever is last already cannot stand further behind.
    if (main === 19) return;
    const behind = readdirSync(`/proc/${pid}/task`).filter((thread) => niceness(thread) === Math.min(19, main + 10));
    // The one that syncs, and those that a driver starts from it; never the one that answers.
    expect(behind).not.toHaveLength(0);
    expect(behind).not.toContain(String(pid));
  });
});

describe('requests', () => {
  it('CD-24 start one run for a call that is repeated', async () => {
    const id = await world.aSync();
    const runId = randomUUID();
    // The run stays on its way until all its calls are in: what names a run that has ended is refused (S13).
    await world.admin('POST', 'faults', { kind: 'slow', milliseconds: 60_000, count: 9, match: 'fetchXml' });
    await Promise.all([world.start(id, runId), world.start(id, runId)]);
    await world.start(id, runId);
    await world.admin('DELETE', 'faults');
    await world.ended(id, runId);
    const next = await world.start(id);
    await world.ended(id, next);
    expect(await runsOf(id)).toHaveLength(2);
  });

  it('CD-15 are found by polling when the row asks for a start, and are not repeated', async () => {
    const id = await world.aSync();
    // A clock that is ahead by a minute: the start must win all the same.
    await world.call('PATCH', `pmds_datasyncs(${id})`, {
      pmds_requestedon: new Date(Date.now() + 60_000).toISOString(),
    });
    const row = await until('the run has ended', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['pmds_completedon'] === null ? null : found;
    });
    expect(Date.parse(String(row['pmds_startedon']))).toBeGreaterThanOrEqual(
      Date.parse(String(row['pmds_requestedon'])),
    );
    expect(await runsOf(id)).toMatchObject([{ pmds_trigger: 'Request' }]);
    const before = ((await world.admin('GET', 'calls')) as { readonly total: number }).total;
    await until('it has been looked for again', async () => {
      const { total } = (await world.admin('GET', 'calls')) as { readonly total: number };
      return total > before + 2;
    });
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('CD-25 that the rules refuse end Failed once, with the sentence, found by polling too', async () => {
    const id = await world.aSync({ pmds_notificationemails: 'not-an-address' });
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_requestedon: new Date().toISOString() });
    const row = await until('the run has failed', async () => {
      const found = await world.row(`pmds_datasyncs(${id})`);
      return found['pmds_status'] === 742_100_006 ? found : null;
    });
    expect(row['pmds_message']).toContain('"not-an-address", which is not an e-mail address');
    const traces = await world.rows(`pmds_errortraces?$filter=_pmds_datasyncid_value eq ${id}`);
    expect(traces).toMatchObject([{ pmds_reasoncode: 'START_REFUSED' }]);
    expect(row['pmds_errors']).toBe(1);
  });

  it('make the call fail while no service answers, and are found once it does', async () => {
    await bridge.child.stop();
    const id = await world.aSync();
    await expect(world.start(id)).rejects.toMatchObject({ status: 400 });
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_requestedon: new Date().toISOString() });
    bridge = await world.serve({ ...env, PMDS_PORT: new URL(bridge.url).port });
    await until(
      'the run has ended',
      async () => (await world.row(`pmds_datasyncs(${id})`))['pmds_completedon'] !== null,
    );
  });
});

describe('the process', () => {
  it('stops on SIGTERM with exit code 0', async () => {
    const other = await startBridge(world.environment());
    expect(await other.child.stop()).toEqual({ code: 0, signal: null });
  });

  const refusal = (more: BridgeEnvironment) =>
    startBridge({ ...world.environment(), ...more }).then(
      async (started) => {
        await started.child.stop();
        throw new Error('It started.');
      },
      (error: unknown) => {
        expect(error).toBeInstanceOf(ChildFailed);
        return String(error);
      },
    );

  it('names a port that is taken and the setting that changes it', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const text = await refusal({ PMDS_PORT: String(port) });
    expect(text).toContain(`Port ${port} on 127.0.0.1 is taken. Set PMDS_PORT`);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('refuses a store that another process works with', async () => {
    expect(await refusal({ PMDS_STORE: env['PMDS_STORE']! })).toContain('PMDS_STORE');
  });

  it('shows every problem of its settings at once, and no secret', async () => {
    const text = await refusal({ PMDS_PORT: 'x', PMDS_WEBHOOK_KEY: 'short-key', PMDS_LOG_LEVEL: 'loud' });
    for (const name of ['PMDS_PORT', 'PMDS_WEBHOOK_KEY', 'PMDS_LOG_LEVEL']) expect(text).toContain(name);
    expect(text).not.toContain('short-key');
  });

  it('has a log without keys, secrets and tokens', () => {
    const said = bridge.child.said();
    expect(said).toContain('service-started');
    for (const name of ['PMDS_WEBHOOK_KEY', 'PMDS_CLIENT_SECRET'] as const) expect(said).not.toContain(env[name]!);
  });

  it('tells what a command does, and which commands there are', async () => {
    expect((await pmds({}, 'help')).stdout).toContain('setup');
    expect((await pmds({}, 'link', '--help')).stdout).toContain('--ttl-minutes');
    expect(await pmds({}, 'sink')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no command "sink"') as unknown,
    });
    expect(await pmds(env, 'work')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('postgres://') as unknown,
    });
  });
});
