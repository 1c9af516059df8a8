import { badInputSuite } from './bad-input.suite';
import { brakeSuite } from './brake.suite';
import { changedListsSuite } from './changed-lists.suite';
import { changedMembersSuite } from './changed-members.suite';
import { closedSuite } from './closed.suite';
import { countsSuite } from './counts.suite';
import { damageSuite } from './damage.suite';
import { deliverySuite } from './delivery.suite';
import { secondDestinationSuite } from './second-destination.suite';
import { linksSuite } from './links.suite';
import { endWordsSuite } from './end-words.suite';
import { endingsSuite } from './endings.suite';
import { freshnessSuite } from './freshness.suite';
import { incrementalSuite } from './incremental.suite';
import { prefillMixedSuite } from './prefill-mixed.suite';
import { prefillValuesSuite } from './prefill-values.suite';
import { proofSuite } from './proof.suite';
import { valuesSuite } from './values.suite';
import { webFormsSuite } from './web-forms.suite';
import { purgeSuite } from './purge.suite';
import { retrySuite } from './retry.suite';
import { selectedRetrySuite } from './selected-retry.suite';
import { readLimitsSuite } from './read-limits.suite';
import { resumeSuite } from './resume.suite';
import { sampleSuite } from './sample.suite';
import { sizesSuite } from './sizes.suite';
import { scopeEdgesSuite } from './scope-edges.suite';
import { scopePropertySuite } from './scope-property.suite';
import { scopeSuite } from './scope.suite';
import { sendOrderSuite } from './send-order.suite';
import { userLimitsSuite } from './user-limits.suite';
import type { Backend } from './world';

/** What a run must do on any store. */
export function engineSuite(backendName: string, makeBackend: () => Promise<Backend>): void {
  describe(`a run on ${backendName}`, () => {
    let backend: Backend;
    beforeEach(async () => {
      backend = await makeBackend();
    });
    afterEach(() => backend.dispose());

    const store = {
      get backend() {
        return backend;
      },
      async renew() {
        await backend.dispose();
        backend = await makeBackend();
      },
    };
    countsSuite(store);
    sampleSuite(store);
    incrementalSuite(store);
    freshnessSuite(store);
    scopeSuite(store);
    scopeEdgesSuite(store);
    scopePropertySuite(store);
    resumeSuite(store);
    damageSuite(store);
    retrySuite(store);
    selectedRetrySuite(store);
    proofSuite(store);
    endingsSuite(store);
    deliverySuite(store);
    secondDestinationSuite(store);
    linksSuite(store);
    endWordsSuite(store);
    sizesSuite(store);
    brakeSuite(store);
    closedSuite(store);
    changedMembersSuite(store);
    purgeSuite(store);
    badInputSuite(store);
    userLimitsSuite(store);
    sendOrderSuite(store);
    readLimitsSuite(store);
    changedListsSuite(store);
    valuesSuite(store);
    webFormsSuite(store);
    prefillValuesSuite(store);
    prefillMixedSuite(store);
  });
}
