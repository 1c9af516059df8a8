import type { SyncRunId } from '@pmds/contracts/ids';
import type { MessageContext } from '@pmds/contracts/start/sync-request';
import {
  pollRequests,
  type PendingRequest,
  type PollDependencies,
} from '@pmds/bridge/application/intake/poll-requests';
import type { RetryDependencies } from '@pmds/bridge/application/intake/retry-selection';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import { createEvents } from '@pmds/bridge/events';
import { InboundPath, keepPolling } from '@pmds/bridge/polling';
import { createPluginRegistry, pluginSteps } from '@pmds/bridge/plugins/registry';
import { RetryErrors } from '@pmds/bridge/plugins/retry-errors';
import { selfTestRunId, StartSync } from '@pmds/bridge/plugins/start-sync';
import { aLedger, anIntake, dataSyncId, noon, otherRunId, runId } from './builders.js';

function setting(active: SyncRunId | null = null, known: Parameters<typeof aLedger>[1] = {}) {
  const { intake, starts } = anIntake();
  let woken = 0;
  const dependencies: RetryDependencies = {
    intake,
    ledger: aLedger(active, known),
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
  targets: [],
  initiatingUserId: null,
  correlationId: null,
  operationId: null,
  parameters,
  isStripped: false,
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
    const members = { changes: { add: async () => undefined }, optOutFlags: usualOptOutFlags, localNow: () => noon };
    const registry = createPluginRegistry({ ...setting().dependencies, ...members });
    for (const { message, table } of pluginSteps(usualOptOutFlags))
      expect(registry.find(message, table)).not.toBeNull();
    expect(registry.find('pmds_StartSync', 'account')).toBeNull();
    expect(registry.find('Update', 'pmds_datasync')).toBeNull();
  });
});

describe('the plug-in RetryErrors', () => {
  const [failedId, brokenId] = ['55555555-5555-4555-8555-555555555555', '66666666-6666-4666-8666-666666666666'];
  const member = { table: 'contact', id: '77777777-7777-4777-8777-777777777777' } as const;
  const traces = [
    { id: failedId, code: 'VALUE_NOT_ALLOWED', member },
    { id: brokenId, code: 'MEMBER_ID_INVALID', member },
  ] as const;
  const retry = { runId, dataSyncId, runType: 'retry', trigger: 'retry', requestedAt: noon };

  it('N6 keeps a retry of everybody who failed', async () => {
    const { dependencies, starts, woken } = setting();
    await new RetryErrors(dependencies).Execute(context({ RunId: runId }));
    expect(starts).toEqual([retry]);
    expect(woken()).toBe(1);
  });

  it('N6 keeps a retry of the named Trace rows', async () => {
    const { dependencies, starts } = setting(null, { traces });
    const parameters = { RunId: runId, TraceIds: [failedId.toUpperCase(), failedId] };
    const answer = await new RetryErrors(dependencies).Execute(context(parameters));
    expect(answer).toEqual({ ok: true, value: { outcome: 'accepted', runId } });
    expect(starts).toEqual([{ ...retry, traceIds: [failedId] }]);
  });

  it.each([
    ['no Trace row', [], /^No Error Trace is selected/],
    ['one that is settled or of another sync', [failedId, otherRunId], /no open error of a member of this sync/],
    ['one that cannot be retried', [failedId, brokenId], /cannot be retried/],
  ])('N6 refuses a call that names %s with a sentence, and keeps nothing', async (_, TraceIds, sentence) => {
    const { dependencies, starts, woken } = setting(null, { traces });
    const answer = await new RetryErrors(dependencies).Execute(context({ RunId: runId, TraceIds }));
    expect(answer).toMatchObject({ ok: false, failure: { field: 'InputParameters.TraceIds' } });
    expect(answer.ok ? '' : answer.failure.sentence).toMatch(sentence);
    expect(starts).toEqual([]);
    expect(woken()).toBe(0);
  });

  it('N6 has nothing against a repeated call, though its Trace rows are settled by now', async () => {
    const { dependencies } = setting(null, { runs: [runId] });
    const answer = await new RetryErrors(dependencies).Execute(context({ RunId: runId, TraceIds: [failedId] }));
    expect(answer).toMatchObject({ ok: true, value: { runId } });
  });

  it('N6 names the run that is on its way, whatever is named', async () => {
    const { dependencies, starts } = setting(otherRunId);
    const answer = await new RetryErrors(dependencies).Execute(context({ RunId: runId, TraceIds: [failedId] }));
    expect(answer).toEqual({ ok: true, value: { outcome: 'already-running', runId: otherRunId } });
    expect(starts).toEqual([]);
  });
});

describe('polling', () => {
  const request: PendingRequest = { dataSyncId, requestedOn: noon, modifiedOn: noon };
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
      steadyMs: () => 0,
      sleep: async (ms: number) => {
        rests.push(ms);
        if (rests.length === 1) inbound.webhookArrived();
        if (rests.length === 4) stop.abort();
      },
    };
    const pending = { list: async () => found.shift() ?? [] };
    const options = { dependencies: { ...poll, pending }, clock, events: createEvents('silent').polls, inbound };
    await keepPolling({ ...options, intervalMs: 5_000 }, stop.signal);
    expect(rests).toEqual([5_000, 20_000, 5_000, 5_000]);
  });

  it('forgets requests that are no longer found', async () => {
    const known = new Set([otherRunId]);
    await pollRequests(polling([]).poll, known, never);
    expect(known.size).toBe(0);
  });
});
