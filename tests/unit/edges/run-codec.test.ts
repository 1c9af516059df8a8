import { runOf } from '@pmds/bridge/adapters/sql/ledger/codec';
import { dataSyncId, noon, runId } from './builders.js';

type Row = Parameters<typeof runOf>[0];

const order = JSON.stringify({ name: 'Spring', notificationEmails: [], fields: { contact: [], lead: [] }, lists: [] });
const columns = JSON.stringify({ contact: [], lead: [] });
const members = JSON.stringify({ contact: 2, lead: 1 });
const row = (phase: string, known: Partial<Row> = {}): Row => ({
  ...{ generation: 1, run_id: runId, data_sync_id: dataSyncId, run_type: 'full', trigger: 'api', status: 'queued' },
  ...{ requested_at: noon.toISOString(), started_at: null, server_time: 1, ended_at: null, api_calls: 0 },
  ...{ sync_order: null, columns: null, members: null, base_generation: null, changed_since: null },
  ...{ cancel_requested: 0, failure_code: null, failure_detail: null, reported_failure: null, lease_owner: null },
  ...{ lease_until_ms: 0, leftover: 'none', manifest: null, trace_ids: null, planned_send_at: null },
  ...{ correlation_id: null, refusal: null, parameters: null, brake: null },
  phase,
  ...known,
});

describe('a run as the ledger keeps it', () => {
  const claimed = { sync_order: order, columns };
  const sealed = { ...claimed, members };

  it.each([
    ['claim', {}, 'request'],
    ['scan', claimed, 'order'],
    ['scan', sealed, 'members'],
    ['read', sealed, 'members'],
    ['verify', sealed, 'members'],
    ['deliver', sealed, 'members'],
    ['ended', {}, 'request'],
    ['ended', claimed, 'order'],
    ['ended', sealed, 'members'],
  ])('knows in phase %s with %j no more and no less than it has found out: %s', (phase, stored, known) => {
    const run = runOf(row(phase, stored));
    expect(run).toMatchObject({ phase, known });
    expect('order' in run).toBe(known !== 'request');
    expect('columns' in run).toBe(known !== 'request');
    expect('members' in run).toBe(known === 'members');
  });

  it.each([
    ['scan', {}, 'What run'],
    ['read', {}, 'What run'],
    ['read', claimed, 'Who the members'],
    ['deliver', claimed, 'Who the members'],
    ['claim', claimed, 'has claimed its row'],
  ])('that stands in phase %s with %j is refused', (phase, stored, words) => {
    expect(() => runOf(row(phase, stored))).toThrow(words);
  });
});
