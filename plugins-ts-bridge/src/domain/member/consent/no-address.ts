import type { RowRule } from './rule.js';

/** Nobody can be mailed at an address of white space. */
export const noAddress: RowRule = {
  outcome: 'skipped-no-email',
  columns: () => ['emailaddress1'],
  standsAgainst(record) {
    const address = record.text('emailaddress1');
    return address === null || address.trim() === '';
  },
};
