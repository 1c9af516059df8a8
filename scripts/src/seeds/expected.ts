import type { MemberOutcome } from '@pmds/contracts/run/outcomes';
import type { SeedList } from './lists.js';
import { rowsOf, seedTables, type Seed, type SeedTable } from './seed.js';
import { troubleOf, type Trouble } from './trouble.js';

/** What a full run into an empty store has to end with, per table: computed from the seed alone, never from a result. */
export type ExpectedCounts = Readonly<Record<SeedTable, ExpectedOfTable>>;

interface ExpectedOfTable {
  /** Distinct members of all lists together. */
  readonly members: number;
  readonly outcomes: Readonly<Record<MemberOutcome, number>>;
}

/** The one outcome of a member in a first run; of several causes the first in this order counts. */
export function expectedOutcome(trouble: Trouble): MemberOutcome {
  if (trouble.deletedWhileRunning) return 'skipped-deleted';
  if (trouble.inactive) return 'skipped-inactive';
  if (trouble.noEmail) return 'skipped-no-email';
  if (trouble.optedOutBy !== null) return 'skipped-opted-out';
  if (trouble.wrongValue !== null) return 'failed-value';
  return 'synced';
}

export function isMember(lists: readonly SeedList[], table: SeedTable, index: number): boolean {
  return lists.some((list) => list.table === table && list.holds(index));
}

export function expectedCounts(seed: Seed, lists: readonly SeedList[]): ExpectedCounts {
  const count = (table: SeedTable) => {
    const tally = new OutcomeTally();
    for (let index = 0; index < rowsOf(seed, table); index += 1) {
      if (isMember(lists, table, index)) tally.add(expectedOutcome(troubleOf(seed.seed, table, index)));
    }
    return tally.counted();
  };
  return { contact: count('contact'), lead: count('lead') };
}

/** Counts members by outcome, one at a time. */
export class OutcomeTally {
  readonly #outcomes: Record<MemberOutcome, number> = {
    'failed-unreadable': 0,
    'skipped-deleted': 0,
    'skipped-inactive': 0,
    'skipped-no-email': 0,
    'skipped-opted-out': 0,
    'failed-value': 0,
    synced: 0,
    unchanged: 0,
  };
  #members = 0;

  add(outcome: MemberOutcome): void {
    this.#members += 1;
    this.#outcomes[outcome] += 1;
  }

  counted(): ExpectedOfTable {
    return { members: this.#members, outcomes: { ...this.#outcomes } };
  }
}

/** Indices of the members that are deleted while the run goes on. */
export function* deletedWhileRunning(seed: Seed, lists: readonly SeedList[]): Generator<readonly [SeedTable, number]> {
  for (const table of seedTables) {
    for (let index = 0; index < rowsOf(seed, table); index += 1) {
      if (troubleOf(seed.seed, table, index).deletedWhileRunning && isMember(lists, table, index)) yield [table, index];
    }
  }
}
