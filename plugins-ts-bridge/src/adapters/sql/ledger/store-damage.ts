import { RunFailure } from '../../../domain/failures.js';

/** What is stored of a run cannot be read: it ends the run, and no other one. */
export class StoreDamage extends RunFailure {
  /** @param problem What of it cannot be read, and why. It holds no value. */
  constructor(runId: string, problem: string) {
    super('STORE_DAMAGED', `Run ${runId} cannot be read from the store: ${problem}.`);
    this.name = 'StoreDamage';
  }
}
