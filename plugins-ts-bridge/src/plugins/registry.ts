import type { Plugin, PluginStep } from './plugin.js';
import type { OptOutFlag } from '../domain/member/settled-outcome.js';
import { MemberChanged, memberChangedSteps, type MemberChangedDependencies } from './member-changed.js';
import { RetryErrors, retryErrorsStep } from './retry-errors.js';
import { StartSync, startSyncStep } from './start-sync.js';
import type { RetryDependencies } from '../application/intake/retry-selection.js';

/** Every step the service is registered on; set-up creates exactly these. */
export function pluginSteps(optOutFlags: readonly OptOutFlag[]): readonly PluginStep[] {
  return [startSyncStep, retryErrorsStep, ...memberChangedSteps(optOutFlags)];
}

/** The plug-ins by what they are registered on. */
export interface PluginRegistry {
  find(message: string, table: string): Plugin | null;
}

/** Bulk messages that are several of another one. */
const severalOf = new Map([
  ['UpdateMultiple', 'Update'],
  ['DeleteMultiple', 'Delete'],
]);

export function createPluginRegistry(dependencies: RetryDependencies & MemberChangedDependencies): PluginRegistry {
  const plugins: readonly Plugin[] = [
    new StartSync(dependencies),
    new RetryErrors(dependencies),
    ...memberChangedSteps(dependencies.optOutFlags).map((step) => new MemberChanged(step, dependencies)),
  ];
  return {
    find(message, table) {
      const single = severalOf.get(message) ?? message;
      return plugins.find(({ step }) => step.message === single && step.table === table) ?? null;
    },
  };
}
