import { randomUUID } from 'node:crypto';
import { loadRows } from '@pmds/scripts/dataverse/admin';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

interface Health {
  readonly status: string;
  readonly problems: readonly string[];
  readonly deadLetters: number;
  readonly outboxEntries: number;
}

describe('S1 a report that Dataverse does not take', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let bridge: Bridge;
  let listid: string;

  beforeAll(async () => {
    world = await anEdgesWorld();
    env = world.environment();
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
    listid = randomUUID();
    await world.call('POST', 'lists', { listid, listname: 'Troubled', type: false, createdfromcode: 2 });
    const people = [1, 2, 3].map((number) => ({
      contactid: randomUUID(),
      emailaddress1: `private${number}@example.org`,
      birthdate: 'soon',
    }));
    await loadRows(world.dataverse.adminUrl, 'contact', people as never);
    for (const { contactid } of people) {
      await world.call('POST', `lists(${listid})/Microsoft.Dynamics.CRM.AddMemberList`, { EntityId: contactid });
    }
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => world.admin('DELETE', 'faults'));

  const health = async (): Promise<Health> => (await (await fetch(`${bridge.operationsUrl}/health`)).json()) as Health;

  /** A sync with three members that leave an Error Trace each. */
  async function aTroubledSync(): Promise<string> {
    const fields = JSON.stringify({ version: 1, contact: ['firstname', 'birthdate'], lead: [] });
    const id = await world.aSync({ pmds_fields: fields });
    const list = { '@odata.id': `${world.dataverse.url}lists(${listid})` };
    await world.call('POST', `pmds_datasyncs(${id})/pmds_datasync_list/$ref`, list);
    return id;
  }
  const tracesOf = (runId: string) =>
    world.rows(`pmds_errortraces?$select=pmds_memberid&$filter=_pmds_syncrunid_value eq ${runId} and statecode eq 0`);

  it('is kept apart with an alarm while everything else is told, and sent again by hand', async () => {
    await world.admin('POST', 'faults', { kind: 'status', status: 400, match: 'pmds_errortraces', count: 1_000 });
    const id = await aTroubledSync();
    const runId = await world.start(id);
    expect(await world.ended(id, runId)).toMatchObject({ pmds_errors: 3, pmds_contactssynced: 2 });
    const other = await world.aSync();
    expect(await world.ended(other, await world.start(other))).toMatchObject({ pmds_safetosend: true });

    const alarm = await until('the outbox is empty', async () => {
      const found = await health();
      return found.outboxEntries === 0 ? found : null;
    });
    // Three members, and the warning that tells of them.
    expect(alarm).toMatchObject({ status: 'degraded', deadLetters: expect.any(Number) as number });
    expect(alarm.deadLetters).toBeGreaterThanOrEqual(3);
    expect(alarm.problems.join()).toContain('pmds outbox lists what and why');
    const metrics = await (await fetch(`${bridge.operationsUrl}/metrics`)).text();
    expect(metrics).toMatch(/^pmds_dead_letters [3-9]$/m);
    expect(metrics).toMatch(/^pmds_outbox_oldest_seconds 0$/m);

    const listed = await pmds(env, 'outbox');
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining(`Error Trace of run ${runId}: refused`)]);
    const shown = await pmds(env, 'outbox', '--show', 'all');
    expect(shown.stdout).toContain('"status": 400');
    for (const secret of ['private1', 'example.org', 'local.example', 'soon']) {
      expect(`${listed.stdout}${shown.stdout}${bridge.child.said()}`).not.toContain(secret);
    }

    await world.admin('DELETE', 'faults');
    expect((await pmds(env, 'outbox', '--resend', 'all')).code).toBe(0);
    await until('the Error Traces are there', async () => (await tracesOf(runId)).length >= 3);
    const warnings = await until('the warning is there', async () => {
      const filter = `_pmds_syncrunid_value eq ${runId} and pmds_reasoncode eq 'REPORT_REFUSED'`;
      const found = await world.rows(`pmds_errortraces?$select=pmds_severity&$filter=${filter}`);
      return found.length > 0 ? found : null;
    });
    expect(new Set(warnings.map((row) => row['pmds_severity']))).toEqual(new Set(['Warning']));
    await until('nothing is left', async () => (await health()).deadLetters === 0);
    expect(await health()).toMatchObject({ status: 'ok', problems: [] });
  });

  it('is dropped by hand, and a number that is none is said to be none', async () => {
    await world.admin('POST', 'faults', { kind: 'status', status: 400, match: 'pmds_errortraces', count: 1_000 });
    const id = await aTroubledSync();
    await world.ended(id, await world.start(id));
    await until('reports were refused', async () => (await health()).deadLetters > 0);
    expect((await pmds(env, 'outbox', '--drop', '999999')).code).toBe(1);
    expect((await pmds(env, 'outbox', '--drop', 'it')).code).toBe(2);
    await until('all are dropped', async () => {
      await pmds(env, 'outbox', '--drop', 'all');
      return (await health()).deadLetters === 0;
    });
    expect((await pmds(env, 'outbox')).stdout).toContain('Dataverse has refused no report.');
  });

  it('that may pass holds back its own sync alone', async () => {
    await world.admin('POST', 'faults', { kind: 'status', status: 503, match: 'pmds_errortraces', count: 1_000 });
    const id = await aTroubledSync();
    const runId = await world.start(id);
    await until('its report is stuck', async () => (await health()).outboxEntries > 0);
    const other = await world.aSync();
    expect(await world.ended(other, await world.start(other))).toMatchObject({ pmds_safetosend: true });
    expect(await world.row(`pmds_datasyncs(${id})`)).toMatchObject({ pmds_completedon: null });
    await world.admin('DELETE', 'faults');
    expect(await world.ended(id, runId)).toMatchObject({ pmds_errors: 3 });
    expect((await health()).deadLetters).toBe(0);
  });

  it('for want of a right is sent again by itself once the right is given', async () => {
    await world.admin('POST', 'faults', { kind: 'status', status: 403, match: 'pmds_errortraces', count: 1_000 });
    const id = await aTroubledSync();
    const runId = await world.start(id);
    expect(await world.ended(id, runId)).toMatchObject({ pmds_errors: 3 });
    await until('reports were refused', async () => (await health()).deadLetters > 0);
    await world.admin('DELETE', 'faults');
    await until('the Error Traces are there', async () => (await tracesOf(runId)).length === 3);
  });
});
