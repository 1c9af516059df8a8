import type { SyncRunId } from '@pmds/contracts/ids';
import type { MessageContext } from '@pmds/contracts/sync-request';
import { pollRequests, type PendingRequest, type PollDependencies } from '@pmds/bridge/application/poll-requests';
import type { RequestSyncDependencies } from '@pmds/bridge/application/request-sync';
import { createEvents } from '@pmds/bridge/events';
import { InboundPath, keepPolling } from '@pmds/bridge/polling';
import { createPluginRegistry, pluginSteps } from '@pmds/bridge/plugins/registry';
import { selfTestRunId, StartSync } from '@pmds/bridge/plugins/start-sync';
import { aLedger, anIntake, dataSyncId, noon, otherRunId, runId } from './builders.js';

function setting(active: SyncRunId | null = null) {
  const { intake, starts } = anIntake();
  let woken = 0;
  const dependencies: RequestSyncDependencies = {
    intake,
    ledger: aLedger(active),
    newRunId: () => otherRunId,
    now: () => noon,
    wakeWorker: () => (woken += 1),
  };
  return { dependencies, starts, woken: () => woken };
}

const context = (parameters: MessageContext['parameters'] = {}): MessageContext => ({
  message: 'pmds_StartSync',
  table: 'pmds_datasync',
  rowId: dataSyncId,
  initiatingUserId: null,
  correlationId: null,
  operationId: null,
  parameters,
});

describe('the plug-in StartSync', () => {
  it('keeps a start under the run id of the button and wakes the worker', async () => {
    const { dependencies, starts, woken } = setting();
    const answer = await new StartSync(dependencies).Execute(context({ RunId: runId.toUpperCase() }));
    expect(answer).toEqual({ ok: true, value: { outcome: 'accepted', runId } });
    expect(starts).toEqual([{ runId, dataSyncId, runType: 'automatic', trigger: 'button', requestedAt: noon }]);
    expect(woken()).toBe(1);
  });

  it('CD-24 keeps one start of a click that arrives twice', async () => {
    const { dependencies, starts } = setting();
    const plugin = new StartSync(dependencies);
    await plugin.Execute(context({ RunId: runId }));
    await plugin.Execute(context({ RunId: runId }));
    expect(starts).toHaveLength(1);
  });

  it('CD-24 starts nothing while a run is on its way, and names that run', async () => {
    const { dependencies, starts, woken } = setting(otherRunId);
    const answer = await new StartSync(dependencies).Execute(context({ RunId: runId }));
    expect(answer).toEqual({ ok: true, value: { outcome: 'already-running', runId: otherRunId } });
    expect(starts).toEqual([]);
    expect(woken()).toBe(0);
  });

  it('mints a run id for a call without one', async () => {
    const { dependencies, starts } = setting();
    await new StartSync(dependencies).Execute(context());
    expect(starts).toMatchObject([{ runId: otherRunId, trigger: 'api' }]);
  });

  it('refuses a run id that is no GUID, naming the field', async () => {
    const { dependencies, starts } = setting();
    const answer = await new StartSync(dependencies).Execute(context({ RunId: '42' }));
    expect(answer).toMatchObject({ ok: false, failure: { field: 'InputParameters.RunId' } });
    expect(starts).toEqual([]);
  });

  it('answers the knock of set-up and starts nothing', async () => {
    const { dependencies, starts } = setting();
    const answer = await new StartSync(dependencies).Execute(context({ RunId: selfTestRunId }));
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'self-test' } });
    expect(starts).toEqual([]);
  });

  it('is found by its message and table alone', () => {
    const registry = createPluginRegistry(setting().dependencies);
    for (const { message, table } of pluginSteps) expect(registry.find(message, table)).not.toBeNull();
    expect(registry.find('pmds_StartSync', 'account')).toBeNull();
    expect(registry.find('Update', 'pmds_datasync')).toBeNull();
  });
});

describe('polling', () => {
  const request: PendingRequest = { dataSyncId, requestedOn: noon };
  const polling = (found: readonly PendingRequest[], active: SyncRunId | null = null) => {
    const { dependencies, starts } = setting(active);
    const poll: PollDependencies = {
      ...dependencies,
      pending: { list: async () => found },
      runIdOfRequest: () => runId,
    };
    return { poll, starts };
  };
  const never = new AbortController().signal;

  it('starts a row whose request is newer than its start, under an id made of the request', async () => {
    const { poll, starts } = polling([request]);
    expect(await pollRequests(poll, new Set(), never)).toEqual([runId]);
    expect(starts).toMatchObject([{ runId, dataSyncId, trigger: 'request', requestedAt: noon }]);
  });

  it('hands the same request on once, however often it is found', async () => {
    const { poll, starts } = polling([request]);
    const known = new Set<SyncRunId>();
    await pollRequests(poll, known, never);
    expect(await pollRequests(poll, known, never)).toEqual([]);
    expect(starts).toHaveLength(1);
  });

  it('looks again at a request that met an active run', async () => {
    const known = new Set<SyncRunId>();
    const busy = polling([request], otherRunId);
    expect(await pollRequests(busy.poll, known, never)).toEqual([]);
    expect(busy.starts).toEqual([]);
    expect(await pollRequests(polling([request]).poll, known, never)).toEqual([runId]);
  });

  it('looks less often while starts come by webhook, until a row had to be found', async () => {
    const rests: number[] = [];
    const inbound = new InboundPath();
    const stop = new AbortController();
    const found: (readonly PendingRequest[])[] = [[], [], [request], []];
    const { poll } = polling([]);
    const clock = {
      now: () => noon,
      sleep: async (ms: number) => {
        rests.push(ms);
        if (rests.length === 1) inbound.webhookArrived();
        if (rests.length === 4) stop.abort();
      },
    };
    const pending = { list: async () => found.shift() ?? [] };
    const options = { dependencies: { ...poll, pending }, clock, events: createEvents('silent'), inbound };
    await keepPolling({ ...options, intervalMs: 5_000 }, stop.signal);
    expect(rests).toEqual([5_000, 20_000, 5_000, 5_000]);
  });

  it('forgets requests that are no longer found', async () => {
    const known = new Set([otherRunId]);
    await pollRequests(polling([]).poll, known, never);
    expect(known.size).toBe(0);
  });
});
