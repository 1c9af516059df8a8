import { pick, randomOf } from './random.js';
import type { SeedTable } from './seed.js';

/** What is wrong with a seeded row on purpose. Causes are drawn apart from each other, so some rows have several. */
export interface Trouble {
  /** Deleted after the sync has counted the members and before it has read the first of them. */
  readonly deletedWhileRunning: boolean;
  readonly inactive: boolean;
  readonly noEmail: boolean;
  /** The flag that opts the person out, where one is set. */
  readonly optedOutBy: 'donotbulkemail' | 'donotemail' | null;
  /** A column holding something its type does not allow: it can only get in around the Web API's validation. */
  readonly wrongValue: { readonly column: string; readonly value: string } | null;
}

const wrongValues: Readonly<Record<SeedTable, readonly { readonly column: string; readonly value: string }[]>> = {
  contact: [
    { column: 'numberofchildren', value: 'two' },
    { column: 'birthdate', value: '30 February' },
    { column: 'gendercode', value: 'unknown' },
  ],
  lead: [
    { column: 'numberofemployees', value: 'about 50' },
    { column: 'revenue', value: '1,5 Mio.' },
  ],
};

export function troubleOf(seed: number, table: SeedTable, index: number): Trouble {
  const random = randomOf(seed, `${table} trouble`, index);
  const [deleted, inactive, noEmail, optedOut, wrong] = [random(), random(), random(), random(), random()];
  return {
    deletedWhileRunning: deleted < 0.002,
    inactive: inactive < 0.02,
    noEmail: noEmail < 0.025,
    optedOutBy: optedOut < 0.03 ? 'donotbulkemail' : optedOut < 0.04 ? 'donotemail' : null,
    wrongValue: wrong < 0.0015 ? pick(random, wrongValues[table]) : null,
  };
}
