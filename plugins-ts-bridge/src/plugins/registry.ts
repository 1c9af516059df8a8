import type { Plugin, PluginStep } from './plugin.js';
import { RetryErrors, retryErrorsStep } from './retry-errors.js';
import { StartSync, startSyncStep } from './start-sync.js';
import type { RetryDependencies } from '../application/intake/retry-selection.js';

/** Every step the service is registered on; set-up creates exactly these. */
export const pluginSteps: readonly PluginStep[] = [startSyncStep, retryErrorsStep];

/** The plug-ins by what they are registered on. */
export interface PluginRegistry {
  find(message: string, table: string): Plugin | null;
}

export function createPluginRegistry(dependencies: RetryDependencies): PluginRegistry {
  const plugins: readonly Plugin[] = [new StartSync(dependencies), new RetryErrors(dependencies)];
  return {
    find: (message, table) => plugins.find(({ step }) => step.message === message && step.table === table) ?? null,
  };
}
