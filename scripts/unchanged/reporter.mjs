// Reporter of Jest: keeps what the suites of the local Dataverse passed on, and says in one line which did not run.
import { join } from 'node:path';
import { fingerprint, remember, skippable } from './fingerprint.mjs';

const root = join(import.meta.dirname, '..', '..');

export default class UnchangedReporter {
  #whole;
  #skipped;
  #begun = null;

  /** @param options `whole`: Jest runs all suites of its projects; `skipped`: these projects are not among them. */
  constructor(_globalConfig, { whole, skipped }) {
    this.#whole = whole;
    this.#skipped = skipped;
  }

  onRunStart() {
    if (this.#skipped) {
      process.stderr.write(
        `Not run: ${skippable.join(' and ')}. Nothing that they read has changed since they passed; PMDS_TEST_ALL=1 runs them.\n`,
      );
    } else if (this.#whole) this.#begun = fingerprint(root);
  }

  onRunComplete(_contexts, { testResults, wasInterrupted }) {
    if (this.#begun === null || wasInterrupted) return;
    const theirs = testResults.filter((suite) => skippable.includes(suite.displayName?.name));
    const found = new Set(theirs.map((suite) => suite.displayName.name));
    const passed = theirs.every((suite) => suite.numFailingTests === 0 && !suite.testExecError && !suite.skipped);
    // What was changed meanwhile has not been tested.
    if (found.size === skippable.length && passed && fingerprint(root) === this.#begun) remember(root, this.#begun);
  }
}
