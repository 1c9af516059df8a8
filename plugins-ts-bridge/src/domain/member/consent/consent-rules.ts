import type { OptOutFlag } from '../settled-outcome.js';
import { inactive } from './inactive.js';
import { noAddress } from './no-address.js';
import { optedOut } from './opted-out.js';
import { inOutcomeOrder, type ConsentRule } from './rule.js';

/** The rules of a run, in the order in which they are asked. */
export function consentRules(flags: readonly OptOutFlag[]): readonly ConsentRule[] {
  return inOutcomeOrder([inactive, noAddress, ...flags.map(optedOut)]);
}
