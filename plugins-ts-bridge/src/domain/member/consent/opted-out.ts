import { optedOutBy, type OptOutFlag } from '../settled-outcome.js';
import type { RowRule } from './rule.js';

/** Somebody said no by a flag of their row. */
export function optedOut(flag: OptOutFlag): RowRule {
  return {
    outcome: optedOutBy(flag),
    columns: () => [flag],
    standsAgainst: (record) => record.json(flag) === 'true',
  };
}
