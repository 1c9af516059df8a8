import type { Store } from '../../data/store.js';
import type { UserCaller } from '../../identity/user-caller.js';
import { allSteps, type StepOptions } from '../../messages/steps/step-options.js';
import type { Webhooks } from '../../messages/steps/webhooks.js';
import type { Message, Unit } from './unit.js';
import type { WriteLock } from '../write-lock.js';

interface UnitRunner {
  readonly store: Store;
  readonly webhooks: Webhooks;
  readonly writeLock: WriteLock;
}

interface UnitOptions {
  /** Rows made earlier in the change set, by Content-ID; filled while the work goes on. */
  readonly contentIds?: ReadonlyMap<string, string>;
  readonly steps?: StepOptions;
}

/** What one step of a unit is given: the unit without its end. */
type UnitWork<T> = (unit: Unit) => T;

/**
 * Does `work` in one transaction: its rows, then the synchronous steps of the messages it raised, then the commit, then the
 * asynchronous steps. Whatever throws takes everything back.
 */
export async function runUnit<T>(
  runner: UnitRunner,
  caller: UserCaller,
  serviceRoot: string,
  work: UnitWork<T>,
  { contentIds = new Map(), steps = allSteps }: UnitOptions = {},
): Promise<T> {
  const { store, webhooks } = runner;
  const messages: Message[] = [];
  const release = await runner.writeLock.acquire();
  const transaction = store.begin();
  try {
    const result = work({ store, model: store.model, caller, serviceRoot, transaction, messages, contentIds });
    if (!steps.bypassesSynchronous && webhooks.hasSynchronous(messages)) {
      // A message that wrote nothing keeps nobody else from writing while its endpoint thinks.
      if (messages.every(({ writesNothing }) => writesNothing === true)) release();
      await webhooks.callSynchronous(messages, caller, steps);
    }
    transaction.commit();
    if (!steps.bypassesAsynchronous) webhooks.queueAsynchronous(messages, caller, steps);
    return result;
  } catch (error) {
    transaction.rollback();
    throw error;
  } finally {
    release();
  }
}
