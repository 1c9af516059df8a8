import { randomUUID } from 'node:crypto';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';
import { tokenOf } from '@pmds/scripts/sync/prefill';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

interface Mail {
  readonly subject: string;
  readonly html: string;
}

/** Of a page, so that a run is on its way for three of them; whichever of them the deletion falls into, the end is the same. */
const heldMs = 12_000;

describe('E6 what is deleted or deactivated while a run is on its way', () => {
  let world: EdgesWorld;
  let env: BridgeEnvironment;
  let bridge: Bridge;
  beforeAll(async () => {
    world = await anEdgesWorld();
    env = world.environment();
    bridge = await world.serve(env);
    expect((await pmds(env, 'setup', '--webhook-url', bridge.url)).code).toBe(0);
    // The list of `aSync` is the generated one: pages of it can be made slow from 1,000 rows on.
    await world.admin('POST', 'generate', { contacts: 1_500, leads: 0, columns: 5 });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** What a reader beside the service finds in the ledger. */
  function inLedger(sql: string, ...values: readonly string[]): Readonly<Record<string, unknown>> | undefined {
    const db = openSqlite(`${(env['PMDS_STORE'] ?? '').replace(/^sqlite:/, '')}/ledger.sqlite`, { timeout: 5_000 });
    try {
      return db.prepare(sql).get(...values) as Readonly<Record<string, unknown>> | undefined;
    } finally {
      db.close();
    }
  }
  const ended = (runId: string) =>
    until('the run has ended in the ledger', () => {
      const run = inLedger('select status, failure_code, phase from run where run_id = ?', runId);
      return run?.['phase'] === 'ended' ? run : null;
    });
  const told = (runId: string) =>
    until('everything is delivered', () => {
      return inLedger('select count(*) as n from outbox where run_id = ?', runId)?.['n'] === 0;
    });
  const mails = async (name: string) =>
    ((await world.admin('GET', 'mailbox.json')) as readonly Mail[]).filter(({ subject }) => subject.startsWith(name));
  const gone = async (path: string) => expect((await world.rows(path)).length).toBe(0);
  const whileRead = (then: unknown) =>
    world.admin('POST', 'triggers', { when: { table: 'contact', memberPage: 1, phase: 'after' }, then: [then] });

  it('cancels the runs of syncs that are deleted together, tells their people, ends their links and writes no row', async () => {
    const names = ['First', 'Second', 'Idle'] as const;
    const ids = await Promise.all(names.map((pmds_name) => world.aSync({ pmds_name })));
    const before = [];
    for (const id of ids) {
      before.push(await world.start(id));
      await world.ended(id, String(before.at(-1)));
    }
    const [contact] = await world.rows('contacts?$select=contactid&$top=1');
    const link = await pmds(
      env,
      'link',
      '--table',
      'contact',
      '--id',
      String(contact?.['contactid']),
      '--run',
      before[0] ?? '',
    );
    const token = tokenOf(link.stdout.trim());
    const answer = async () =>
      (await fetch(`${bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await answer()).toBe(200);

    await world.admin('POST', 'page-time', { ms: heldMs });
    const runs = [await world.start(ids[0] ?? ''), await world.start(ids[1] ?? '')];
    for (const run of runs) {
      await until('the run is on its way', () => {
        const phase = inLedger('select phase from run where run_id = ?', run)?.['phase'];
        return phase === 'scan' || phase === 'read';
      });
    }
    for (const id of ids) await world.call('DELETE', `pmds_datasyncs(${id})`);
    for (const run of runs) {
      expect(await ended(run)).toMatchObject({ status: 'cancelled', failure_code: 'SYNC_DELETED' });
      await told(run);
    }
    await world.admin('POST', 'page-time', { ms: 0 });

    for (const name of ['First', 'Second']) {
      const [mail] = await mails(`${name}: Cancelled`);
      expect(mail?.html).toContain('The sync was deleted while a run of it was on its way.');
      expect(mail?.html).not.toContain('main.aspx');
      expect(await mails(name)).toHaveLength(2);
    }
    expect(await mails('Idle')).toHaveLength(1);
    await until('the link is refused', async () => (await answer()) === 401);
    await gone('pmds_datasyncs?$select=pmds_name');
    await gone('pmds_syncruns?$select=pmds_name');
    await gone('pmds_errortraces?$select=pmds_name');
    expect(inLedger('select count(*) as n from dead_letter')?.['n']).toBe(0);
  });

  it('calls nobody ready where the sync went after its members were read', async () => {
    const id = await world.aSync({ pmds_name: 'Late' });
    await whileRead({ delete: { table: 'pmds_datasync', ids: [id] } });
    const run = await world.start(id);
    expect(await ended(run)).toMatchObject({ status: 'cancelled', failure_code: 'SYNC_DELETED' });
    await told(run);
    expect((await mails('Late')).map(({ subject }) => subject)).toEqual(['Late: Cancelled']);
    expect(inLedger('select count(*) as n from current_generation where data_sync_id = ?', id)?.['n']).toBe(0);
  });

  it('cancels a start whose sync is gone before the service takes it', async () => {
    const id = await world.aSync({ pmds_name: 'Queued' });
    await world.admin('POST', 'faults', { kind: 'status', status: 503, count: 10_000, match: 'WhoAmI' });
    const run = await world.start(id);
    await until('it is in the ledger', () => inLedger('select phase from run where run_id = ?', run) ?? null);
    await world.call('DELETE', `pmds_datasyncs(${id})`);
    await world.admin('DELETE', 'faults');
    expect(await ended(run)).toMatchObject({ status: 'cancelled', failure_code: 'SYNC_DELETED' });
    expect(await mails('Queued')).toHaveLength(0);
  });

  it('writes the row of a run again that somebody deleted while it ran', async () => {
    const [id, run] = [await world.aSync({ pmds_name: 'History' }), randomUUID()];
    await whileRead({ delete: { table: 'pmds_syncrun', ids: [run] } });
    await world.start(id, run);
    await world.ended(id, run);
    expect(await world.row(`pmds_syncruns(${run})`)).toMatchObject({
      _pmds_datasyncid_value: id,
      pmds_contactmembers: 1_500,
      pmds_contactssynced: 1_500,
    });
  });

  it('brings a run to its end whose sync is deactivated meanwhile', async () => {
    const id = await world.aSync({ pmds_name: 'Resting' });
    await whileRead({ update: { table: 'pmds_datasync', id, values: { statecode: 1, statuscode: 2 } } });
    const run = await world.start(id);
    expect(await world.ended(id, run)).toMatchObject({ pmds_contactssynced: 1_500, statecode: 1 });
    // The mail leaves after the row was written.
    await told(run);
    expect((await mails('Resting')).map(({ subject }) => subject)).toEqual(['Resting: Completed']);
  });
});
