import { CustomApis } from '@pmds/contracts/generated/custom-apis';
import { refused, type Result } from '@pmds/contracts/result';
import { runIdOf, traceIdsOf, type ContextFailure, type MessageContext } from '@pmds/contracts/start/sync-request';
import { selectionProblem, type RetryDependencies } from '../application/intake/retry-selection.js';
import type { Plugin, PluginAnswer, PluginStep } from './plugin.js';
import { keepRequest } from './start-sync.js';

export const retryErrorsStep: PluginStep = {
  message: CustomApis.retryErrors.uniqueName,
  table: CustomApis.retryErrors.boundTable,
  mode: 'synchronous',
};

/**
 * Runs when somebody calls `pmds_RetryErrors` on a Profile Management Data Sync: keeps the request for the members that
 * failed, or for those of the Trace rows that the call names.
 */
export class RetryErrors implements Plugin {
  readonly step = retryErrorsStep;
  readonly #dependencies: RetryDependencies;

  constructor(dependencies: RetryDependencies) {
    this.#dependencies = dependencies;
  }

  async Execute(context: MessageContext): Promise<Result<PluginAnswer, ContextFailure>> {
    const traceIds = traceIdsOf(context);
    if (!traceIds.ok) return traceIds;
    const wish = { trigger: 'retry', runType: 'retry' } as const;
    if (traceIds.value === null) return keepRequest(context, wish, this.#dependencies);
    const runId = runIdOf(context);
    if (!runId.ok) return runId;
    const selection = { dataSyncId: context.rowId, runId: runId.value, traceIds: traceIds.value };
    const problem = await selectionProblem(selection, this.#dependencies.ledger);
    if (problem !== null) {
      const expected = 'open Error Traces of members of this sync that a retry can read again';
      return refused({ field: 'InputParameters.TraceIds', expected, sentence: problem.sentence });
    }
    return keepRequest(context, { ...wish, traceIds: traceIds.value }, this.#dependencies);
  }
}
