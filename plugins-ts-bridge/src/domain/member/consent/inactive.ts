import type { RowRule } from './rule.js';

/** Contact: 1 inactive; lead: 1 qualified, 2 disqualified. A row without a state is active. */
export const inactive: RowRule = {
  outcome: 'skipped-inactive',
  columns: () => ['statecode'],
  standsAgainst(record) {
    const state = record.json('statecode');
    return state !== null && state !== '0' && Number(state) !== 0;
  },
};
