import { ok, type Result } from '@pmds/contracts/result';
import { runIdOf, type ContextFailure, type MessageContext } from '@pmds/contracts/sync-request';
import { requestSync, type RequestSyncDependencies } from '../application/request-sync.js';
import type { Plugin, PluginAnswer, PluginStep } from './plugin.js';

export const startSyncStep: PluginStep = {
  message: 'pmds_StartSync',
  table: 'pmds_datasync',
  mode: 'synchronous',
};

/** Runs when somebody calls `pmds_StartSync` on a Profile Management Data Sync: keeps the request, starts nothing itself. */
export class StartSync implements Plugin {
  readonly step = startSyncStep;
  readonly #dependencies: RequestSyncDependencies;

  constructor(dependencies: RequestSyncDependencies) {
    this.#dependencies = dependencies;
  }

  async Execute(context: MessageContext): Promise<Result<PluginAnswer, ContextFailure>> {
    const runId = runIdOf(context);
    if (!runId.ok) return runId;
    const requested = await requestSync(
      { dataSyncId: context.rowId, runId: runId.value, trigger: runId.value === null ? 'api' : 'button' },
      this.#dependencies,
    );
    return ok({ outcome: requested.kind, runId: requested.runId });
  }
}
