import type { AddressInfo } from 'node:net';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { createHmacTokens } from '@pmds/bridge/adapters/tokens/hmac-tokens';
import { createEvents } from '@pmds/bridge/events';
import { createOperationsServer } from '@pmds/bridge/http/operations-server';
import { createServer, type ServerDependencies } from '@pmds/bridge/http/server';
import { createPluginRegistry } from '@pmds/bridge/plugins/registry';
import type { MemberChange } from '@pmds/bridge/domain/member/member-change';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import type { RunRequest } from '@pmds/bridge/domain/run/run';
import { pino } from 'pino';

export const key = 'k'.repeat(40);
export const dataSyncId = '11111111-1111-4111-8111-111111111111';
export const runId = '22222222-2222-4222-8222-222222222222' as SyncRunId;
export const contactId = '44444444-4444-4444-8444-444444444444' as RowId;
export const origin = 'https://forms.example.com';
export const now = new Date();
export const tokens = createHmacTokens([{ kid: 'k1', secret: new TextEncoder().encode('s'.repeat(32)) }]);

export const context = (parameters: object = { RunId: runId }) => ({
  MessageName: 'pmds_StartSync',
  PrimaryEntityName: 'pmds_datasync',
  PrimaryEntityId: dataSyncId,
  InitiatingUserId: contactId,
  InputParameters: Object.entries(parameters).map(([name, value]) => ({ key: name, value: value as unknown })),
});

/** Both servers over fakes of what stands behind them. @param broken Nothing can be kept, and no worker lives. */
export async function serving(changes: Partial<ServerDependencies> = {}, broken = false) {
  const filled: true[] = [];
  const starts: RunRequest[] = [];
  const log: string[] = [];
  const events = createEvents('trace', pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }));
  const requests = {
    intake: {
      addStart: async (request: RunRequest) => {
        if (broken) throw new Error('disk full at /secret/path');
        starts.push(request);
      },
    },
    ledger: { activeRunOf: async () => null, openTraces: async () => [], knowsRun: async () => false },
    newRunId: () => runId,
    now: () => now,
    wakeWorker: () => undefined,
  };
  const changed: MemberChange[] = [];
  const members = {
    changes: { add: async (added: readonly MemberChange[]) => void changed.push(...added) },
    optOutFlags: usualOptOutFlags,
    localNow: () => now,
  };
  const counts = {
    activeRuns: 1,
    queuedRuns: 0,
    outboxEntries: 3,
    profiles: 12,
    deadLetters: 0,
    oldestOutboxSeconds: 7,
    isNew: false,
  };
  const app = createServer({
    scripts: { current: null, find: () => undefined },
    events: events.requests,
    prefill: {
      tokens,
      origins: [origin],
      events: events.requests,
      openings: {
        open: async ({ table, id }) => ({
          revoked: false,
          closed: null,
          form: null,
          profile:
            id === contactId
              ? { table, id, values: { firstname: 'Ada' }, labels: {}, columns: {}, runId, storedAt: now }
              : null,
        }),
      },
      profiles: { selectedColumns: async () => ['firstname'] },
      uses: { use: async () => true },
      codes: { keep: async () => 0, take: async () => false },
      newCode: () => '123456',
      sealCode: (name, code) => `${name} ${code}`,
      sendCode: async () => true,
      codeRates: { enter: () => 0 },
      pageOrigins: async () => new Set([origin]),
      rates: { enter: () => 0 },
      preferenceMembers: { fetch: async () => ({ kind: 'nothing' }) },
      intake: {
        addProfile: async () => undefined,
        addClosed: async () => undefined,
        findProfile: async () => null,
      },
      members: { fetch: async () => ({ kind: 'nothing' }) },
      gate: { enter: () => 0 },
      publicColumns: null,
      maxAgeMs: 900_000,
      defaultColumns: [],
      now: () => now,
      fetchTimeoutMs: 1000,
      wakeWorker: () => undefined,
      filled: () => void filled.push(true),
    },
    webhook: { key, plugins: createPluginRegistry({ ...requests, ...members }), events: events.requests },
    ...changes,
  });
  const operations = createOperationsServer({
    events,
    status: {
      version: '9.9.9',
      ledger: { counts: async () => counts },
      serverClock: { skewMs: 0 },
      trouble: { sentence: null },
      workerAlive: () => !broken,
      events,
    },
    key: null,
  });
  const listening = async (server: typeof app): Promise<string> => {
    await server.listen({ host: '127.0.0.1', port: 0 });
    return `http://127.0.0.1:${String((server.server.address() as AddressInfo).port)}`;
  };
  const [url, operationsUrl] = [await listening(app), await listening(operations)];
  return {
    url,
    operationsUrl,
    starts,
    changed,
    filled,
    log,
    close: () => Promise.all([app.close(), operations.close()]),
    post: (body: unknown, headers: Record<string, string> = { 'x-pmds-key': key }) =>
      fetch(`${url}/webhooks/dataverse`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    prefill: (headers: Record<string, string>) => fetch(`${url}/v1/prefill`, { headers }),
  };
}

export type Served = Awaited<ReturnType<typeof serving>>;
