import { CustomApis } from '@pmds/contracts/generated/custom-apis';
import { ok, type Result } from '@pmds/contracts/result';
import { startParametersOf } from '@pmds/contracts/start/start-parameters';
import { runIdOf, type ContextFailure, type MessageContext } from '@pmds/contracts/start/sync-request';
import { requestSync, type RequestSyncDependencies, type SyncRequest } from '../application/intake/request-sync.js';
import type { Plugin, PluginAnswer, PluginStep } from './plugin.js';

export const startSyncStep: PluginStep = {
  message: CustomApis.startSync.uniqueName,
  table: CustomApis.startSync.boundTable,
  mode: 'synchronous',
};

/** A run id of zeros knocks: it shows that the way from Dataverse is open, and starts nothing. Set-up uses it. */
export const selfTestRunId = '00000000-0000-0000-0000-000000000000';

/** Runs when somebody calls `pmds_StartSync` on a Profile Management Data Sync: keeps the request, starts nothing itself. */
export class StartSync implements Plugin {
  readonly step = startSyncStep;
  readonly #dependencies: RequestSyncDependencies;

  constructor(dependencies: RequestSyncDependencies) {
    this.#dependencies = dependencies;
  }

  async Execute(context: MessageContext): Promise<Result<PluginAnswer, ContextFailure>> {
    const asked = startParametersOf(context);
    if (!asked.ok) return asked;
    // The button mints the run id; an empty one is none.
    const trigger = (context.parameters['RunId'] ?? '') === '' ? 'api' : 'button';
    const parameters = asked.value === null ? {} : { parameters: asked.value };
    return keepRequest(context, { trigger, ...parameters }, this.#dependencies);
  }
}

/** Keeps a request for a run under the id that its caller minted, or a new one. */
export async function keepRequest(
  context: MessageContext,
  wish: Pick<SyncRequest, 'trigger' | 'runType' | 'traceIds' | 'parameters'>,
  dependencies: RequestSyncDependencies,
): Promise<Result<PluginAnswer, ContextFailure>> {
  const runId = runIdOf(context);
  if (!runId.ok) return runId;
  if (runId.value === selfTestRunId) return ok({ outcome: 'self-test', runId: runId.value });
  const { rowId: dataSyncId, correlationId } = context;
  const requested = await requestSync({ dataSyncId, runId: runId.value, correlationId, ...wish }, dependencies);
  return ok({ outcome: requested.kind, runId: requested.runId });
}
