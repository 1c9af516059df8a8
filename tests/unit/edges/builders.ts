import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { noOutcomes } from '@pmds/contracts/run/counts';
import type { CompletionNotice } from '@pmds/bridge/domain/outbox/kinds/mail';
import type { UnclaimedRun } from '@pmds/bridge/domain/run/run';
import type { MemberTrace, TraceRow } from '@pmds/bridge/domain/run/trace';
import type { RetryDependencies } from '@pmds/bridge/application/intake/retry-selection';
import type { IntakeStore, FetchedProfile } from '@pmds/bridge/ports/store/intake';
import type { RunRequest } from '@pmds/bridge/domain/run/run';

export const dataSyncId = '11111111-1111-4111-8111-111111111111' as RowId;
export const runId = '22222222-2222-4222-8222-222222222222' as SyncRunId;
export const otherRunId = '33333333-3333-4333-8333-333333333333' as SyncRunId;
export const contactId = '44444444-4444-4444-8444-444444444444' as RowId;
export const noon = new Date('2025-06-01T12:00:00Z');
export const seconds = (count: number): Date => new Date(noon.getTime() + count * 1000);

/** An intake that remembers what it was given. */
export function anIntake() {
  const starts: RunRequest[] = [];
  const profiles: FetchedProfile[] = [];
  const closed: string[] = [];
  const intake: Pick<IntakeStore, 'addStart' | 'addProfile' | 'addClosed' | 'findProfile'> = {
    addStart: async (request) => {
      if (!starts.some((one) => one.runId === request.runId)) starts.push(request);
    },
    addProfile: async (profile) => void profiles.push(profile),
    addClosed: async ({ id }) => {
      closed.push(id);
      const kept = profiles.filter((one) => one.id !== id);
      profiles.splice(0, profiles.length, ...kept);
    },
    findProfile: async (table, id) => profiles.find((one) => one.table === table && one.id === id) ?? null,
  };
  return { intake, starts, profiles, closed };
}

export function aLedger(
  active: SyncRunId | null = null,
  known: { readonly traces?: readonly MemberTrace[]; readonly runs?: readonly SyncRunId[] } = {},
): RetryDependencies['ledger'] {
  return {
    activeRunOf: async () => active,
    openTraces: async (_, ids) => (known.traces ?? []).filter(({ id }) => (ids as readonly string[]).includes(id)),
    knowsRun: async (id) => known.runs?.includes(id) ?? false,
  };
}

export function aRun(changes: Partial<UnclaimedRun> = {}): UnclaimedRun {
  return {
    runId,
    dataSyncId,
    runType: 'full',
    trigger: 'button',
    requestedAt: noon,
    status: 'queued',
    known: 'request',
    phase: 'claim',
    startedAt: null,
    endedAt: null,
    plannedSend: null,
    sendKnown: false,
    generation: 1,
    base: null,
    reportedFailure: null,
    apiCalls: 0,
    cancelRequested: false,
    failure: null,
    ...changes,
  };
}

export function aNotice(changes: Partial<CompletionNotice> = {}): CompletionNotice {
  return {
    name: 'Spring mailing',
    to: ['ada@example.com'],
    status: 'completed-with-errors',
    requestedAt: noon,
    startedAt: seconds(2),
    completedAt: seconds(3851),
    members: { contact: 12_000, lead: 40 },
    counts: {
      contact: { ...noOutcomes, synced: 11_900, 'skipped-inactive': 60, 'failed-value': 40 },
      lead: { ...noOutcomes, unchanged: 40 },
    },
    errors: 40,
    removed: 7,
    apiCalls: 31,
    safeToSend: false,
    readiness: '40 members are not ready.',
    message: null,
    ...changes,
  };
}

export function aTrace(changes: Partial<TraceRow> = {}): TraceRow {
  return {
    id: '55555555-5555-5555-8555-555555555555',
    runId,
    dataSyncId,
    member: { table: 'contact', id: contactId, exists: true },
    stage: 'read',
    code: 'VALUE_NOT_ALLOWED',
    severity: 'error',
    message: 'birthdate is not a date.',
    occurredAt: noon,
    ...changes,
  };
}
