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
    ['scan', {}, 'what it was asked for is missing'],
    ['read', {}, 'what it was asked for is missing'],
    ['read', claimed, 'who its members are is missing'],
    ['deliver', claimed, 'who its members are is missing'],
    ['claim', claimed, 'it has claimed its row and stands before that'],
  ])('that stands in phase %s with %j is to end with this and nothing else', (phase, stored, words) => {
    const detail = `Run ${runId} cannot be read from the store: ${words}.`;
    const refusal = { code: 'STORE_DAMAGED', detail };
    expect(runOf(row(phase, stored))).toMatchObject({ known: 'request', phase: 'claim', refusal });
  });

  const list = { id: dataSyncId, name: 'Autumn', table: 'contact', kind: 'static', query: null };
  it.each([
    ['sync_order', '{"name":', 'is not JSON'],
    ['sync_order', '{"name":"Spring"}', 'at notificationEmails'],
    [
      'sync_order',
      order.replace('"lists":[]', `"lists":[${JSON.stringify({ ...list, table: 'account' })}]`),
      'at lists.0.table',
    ],
    ['columns', '{"contact":[]}', 'at lead'],
    ['columns', '{"contact":[{"logicalName":"secret","kind":"text"}],"lead":[]}', 'at contact.0.property'],
    ['members', '{"contact":"2","lead":1}', 'at contact'],
    ['members', '{"contact":-2,"lead":1}', 'at contact'],
    ['brake', '{}', 'does not have the expected form'],
    ['brake', '[{"of":"all","before":1}]', 'at 0.now'],
    ['brake', '[{"of":"secret","before":1,"now":0}]', 'at 0.of'],
    ['parameters', '{"listIds":"secret"}', 'at listIds'],
    ['refusal', '"secret"', 'does not have the expected form'],
    ['trace_ids', '[1]', 'at 0'],
    ['reported_failure', '{"code":"INTERNAL","detail":""}', 'at later'],
  ] as const)(
    'with %s of %s is to end with a sentence that names run and column, and no value',
    (column, text, place) => {
      const { refusal, ...read } = runOf(row('read', { ...sealed, [column]: text }));
      expect(read).toMatchObject({ runId, dataSyncId, known: 'request', phase: 'claim', reportedFailure: null });
      expect(refusal?.code).toBe('STORE_DAMAGED');
      expect(refusal?.detail).toContain(`Run ${runId} cannot be read from the store: column "${column}"`);
      expect(refusal?.detail).toContain(place);
      expect(refusal?.detail).not.toContain('secret');
    },
  );

  it('that has ended stays ended, whatever of it is damaged', () => {
    expect(runOf(row('ended', { ...sealed, members: '{}' }))).toMatchObject({ known: 'request', phase: 'ended' });
  });

  it('keeps what a later version wrote beside what this one knows', () => {
    const parsed = (text: string): unknown => JSON.parse(text);
    const kept = {
      sync_order: order.replace('"lists":[]', `"lists":[${JSON.stringify({ ...list, later: 1 })}],"later":1`),
      columns: '{"contact":[{"logicalName":"a","kind":"text","property":"a","later":1}],"lead":[]}',
      members: '{"contact":2,"lead":1,"later":1}',
      brake: '[{"of":"list","id":"1","name":"Autumn","before":9,"now":1,"later":1}]',
      parameters: '{"stripped":true,"later":1}',
    };
    const run = runOf(row('read', kept));
    expect(run).toMatchObject({
      order: parsed(kept.sync_order),
      columns: parsed(kept.columns),
      members: parsed(kept.members),
      brake: parsed(kept.brake),
      parameters: { stripped: true, later: 1 },
    });
  });
});
