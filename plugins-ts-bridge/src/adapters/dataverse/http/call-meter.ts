import type { SyncRunId } from '@pmds/contracts/ids';
import type { CallCounter } from '../../../ports/events.js';
import type { CallPurpose } from './client.js';

/** Counts round-trips per flow (run), until the engine moves them into the ledger. */
export class CallMeter implements CallCounter {
  readonly #calls = new Map<string, number>();

  /** Stands behind `onCall` of the client. */
  readonly count = (call: { readonly purpose: CallPurpose; readonly flow: string }): void => {
    this.#calls.set(call.flow, (this.#calls.get(call.flow) ?? 0) + 1);
  };

  /** Calls of a flow since the last time. */
  drain(flow: SyncRunId): number {
    const calls = this.#calls.get(flow) ?? 0;
    this.#calls.delete(flow);
    return calls;
  }
}
