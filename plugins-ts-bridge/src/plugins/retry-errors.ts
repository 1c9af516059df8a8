import { CustomApis } from '@pmds/contracts/generated/custom-apis';
import type { Result } from '@pmds/contracts/result';
import type { ContextFailure, MessageContext } from '@pmds/contracts/sync-request';
import type { RequestSyncDependencies } from '../application/request-sync.js';
import type { Plugin, PluginAnswer, PluginStep } from './plugin.js';
import { keepRequest } from './start-sync.js';

export const retryErrorsStep: PluginStep = {
  message: CustomApis.retryErrors.uniqueName,
  table: CustomApis.retryErrors.boundTable,
  mode: 'synchronous',
};

/** Runs when somebody calls `pmds_RetryErrors` on a Profile Management Data Sync: keeps the request for the members that failed. */
export class RetryErrors implements Plugin {
  readonly step = retryErrorsStep;
  readonly #dependencies: RequestSyncDependencies;

  constructor(dependencies: RequestSyncDependencies) {
    this.#dependencies = dependencies;
  }

  Execute(context: MessageContext): Promise<Result<PluginAnswer, ContextFailure>> {
    return keepRequest(context, { trigger: 'retry', runType: 'retry' }, this.#dependencies);
  }
}
