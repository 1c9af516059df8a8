import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { ok, type Result } from '@pmds/contracts/result';
import type { ContextFailure, MessageContext } from '@pmds/contracts/start/sync-request';
import type { GatheredChanges } from '../application/intake/gather-changes.js';
import { changeMessages, closingColumns, changesTold, type ChangeMessage } from '../domain/member/member-change.js';
import type { OptOutFlag } from '../domain/member/settled-outcome.js';
import type { Plugin, PluginAnswer, PluginStep } from './plugin.js';

interface MemberStep extends PluginStep {
  readonly message: ChangeMessage;
}

/**
 * Delete, Merge, and Update of the columns that close somebody, on contacts and leads. Asynchronous: nobody who works in
 * Dataverse waits for the service, or is refused because of it.
 */
export function memberChangedSteps(optOutFlags: readonly OptOutFlag[]): readonly MemberStep[] {
  return selectableTables.flatMap((table) =>
    changeMessages.map((message) => ({
      message,
      table,
      mode: 'asynchronous' as const,
      optional: true as const,
      ...(message === 'Update' ? { filteringColumns: closingColumns(optOutFlags) } : {}),
    })),
  );
}

export interface MemberChangedDependencies {
  readonly changes: Pick<GatheredChanges, 'add'>;
  readonly optOutFlags: readonly OptOutFlag[];
  /** By this machine's clock. */
  readonly localNow: () => Date;
  readonly wakeWorker: () => void;
}

/** Runs when a contact or lead was deleted, merged, deactivated or opted out: keeps who it was, and calls nobody. */
export class MemberChanged implements Plugin {
  readonly step: MemberStep;
  readonly #dependencies: MemberChangedDependencies;

  constructor(step: MemberStep, dependencies: MemberChangedDependencies) {
    this.step = step;
    this.#dependencies = dependencies;
  }

  async Execute(context: MessageContext): Promise<Result<PluginAnswer, ContextFailure>> {
    const { changes, optOutFlags, localNow, wakeWorker } = this.#dependencies;
    const told = changesTold(context, this.step.message, optOutFlags, localNow());
    if (!told.ok) return told;
    await changes.add(told.value);
    if (told.value.length > 0) wakeWorker();
    return ok({ outcome: 'noted', members: told.value.length });
  }
}
