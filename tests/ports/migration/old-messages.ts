import { rowId, runIdOf } from '../engine/world';

const counts = (synced: number, failed: number): object => ({
  'failed-unreadable': 0,
  'skipped-deleted': 0,
  'skipped-inactive': 0,
  'skipped-no-email': 0,
  'skipped-opted-out': 1,
  'failed-value': failed,
  synced,
  unchanged: 0,
});

type OldMessage = Readonly<Record<string, unknown>> & { readonly kind: string };

/**
 * What a run of a version before left in its outbox, as that version wrote it: one text each, with everything that a run can
 * say in it. Kinds are told in the order in which they stand here.
 */
export function oldMessages(run: number, sync: string): readonly OldMessage[] {
  const about = { runId: runIdOf(run), dataSyncId: sync };
  const common = { status: 'completed-with-errors', completedAt: '2026-01-01T00:01:00.000Z', errors: 1 };
  const times = { startedAt: '2026-01-01T00:00:05.000Z', requestedAt: '2026-01-01T00:00:00.000Z' };
  const found = {
    members: { contact: 26, lead: 5 },
    counts: { contact: counts(24, 1), lead: counts(5, 0) },
    removed: 2,
    newer: { members: 1, more: false },
    apiCalls: 12,
  };
  const brake = [
    { of: 'table', table: 'contact', before: 90, now: 26 },
    { of: 'list', id: rowId(1), name: 'List 1', before: 90, now: 26 },
    { of: 'all', before: 90, now: 26 },
  ];
  const queries = {
    notes: [
      { kind: 'limit', list: 'List 1', said: 'top="5"' },
      { kind: 'zone', list: 'List 1', said: 'createdon today', service: 'Etc/UTC', owner: null },
    ],
    more: 0,
  };
  const trace = {
    ...about,
    id: 'bbbbbbbb-0000-5000-8000-000000000001',
    member: { table: 'contact', id: rowId(77), exists: true },
    stage: 'read',
    code: 'VALUE_NOT_ALLOWED',
    severity: 'error',
    message: 'The field "birthdate" of this contact holds a value that is not a date.',
    remedy: 'Correct the value in the record.',
    retryable: true,
    occurredAt: '2026-01-01T00:00:30.000Z',
  };
  const ofTheRun = { ...trace, id: 'bbbbbbbb-0000-5000-8000-000000000002', member: null, severity: 'warning' };
  const progress = {
    stage: 'read',
    done: 10,
    total: 31,
    ratePerSecond: 2.5,
    waiting: { seconds: 7, reason: 'Dataverse asked to wait.' },
    at: '2026-01-01T00:00:20.000Z',
  };
  const summary = { safeToSend: true, readiness: '29 of 31 are ready.', message: 'Done.' };
  const notice = { ...common, ...times, ...found, ...summary, name: 'Spring', to: [] };
  return [
    {
      kind: 'run-row',
      ...about,
      patch: {
        ...common,
        ...times,
        ...found,
        runType: 'full',
        trigger: 'button',
        optOuts: { donotemail: 1 },
        brake,
        queries,
        deliveries: 'CSV file: x.csv, 29 rows written.',
        seconds: 55,
        manifest: '{}',
        message: 'Done.',
      },
    },
    { kind: 'trace', ...about, trace },
    { kind: 'trace', ...about, trace: ofTheRun },
    { kind: 'adopt-traces', ...about, ids: ['bbbbbbbb-0000-5000-8000-000000000003'] },
    { kind: 'close-traces', ...about, ids: ['bbbbbbbb-0000-5000-8000-000000000004'] },
    { kind: 'sync-row', ...about, patch: { status: 'in-progress', progress, message: null } },
    {
      kind: 'sync-row',
      ...about,
      patch: {
        ...common,
        startedAt: times.startedAt,
        currentRunId: about.runId,
        contactsSynced: 24,
        leadsSynced: 5,
        progress: null,
        completionMail: null,
        ...summary,
      },
    },
    { kind: 'sync-row', ...about, patch: { status: 'completed' }, only: ['pmds_status'] },
    { kind: 'mail', ...about, notice },
    { kind: 'mail', ...about, notice: { ...notice, to: null, startedAt: null, rowIsGone: true } },
    {
      kind: 'mail',
      ...about,
      notice,
      attempts: { since: '2026-01-01T00:01:05.000Z', failed: 1, reasons: ['no-sender'] },
    },
  ];
}
