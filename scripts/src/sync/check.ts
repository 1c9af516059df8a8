import { memberOutcomes } from '@pmds/contracts/run/outcomes';
import type { ExpectedCounts } from '../seeds/expected.js';
import { seedTables } from '../seeds/seed.js';
import type { RunResult } from './run-result.js';

/** One thing that was compared, in words. */
export interface Check {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly holds: boolean;
}

export function check(what: string, expected: string | number, found: string | number): Check {
  return { what, expected: String(expected), found: String(found), holds: expected === found };
}

/** Compares what Dataverse shows of a first run with what was expected from the people alone. */
export function checkCounts(expected: ExpectedCounts, result: RunResult): readonly Check[] {
  const failures = seedTables.reduce(
    (sum, table) => sum + expected[table].outcomes['failed-value'] + expected[table].outcomes['failed-unreadable'],
    0,
  );
  const checks = [
    check('status', failures === 0 ? 'completed' : 'completed-with-errors', result.status),
    check('errors', failures, result.errors),
    check('error trace rows', failures, result.traces),
  ];
  for (const table of seedTables) {
    const [wanted, found] = [expected[table], result.tables[table]];
    checks.push(check(`${table}: members`, wanted.members, found.members));
    for (const outcome of memberOutcomes) {
      checks.push(check(`${table}: ${outcome}`, wanted.outcomes[outcome], found.outcomes[outcome]));
    }
    const settled = memberOutcomes.reduce((sum, outcome) => sum + found.outcomes[outcome], 0);
    checks.push(check(`${table}: sum of outcomes`, found.members, settled));
    checks.push(check(`${table}: records synced`, wanted.outcomes.synced + wanted.outcomes.unchanged, found.synced));
  }
  return checks;
}
