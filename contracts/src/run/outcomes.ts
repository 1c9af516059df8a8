import type { Tables } from '../generated/tables.js';

/** `ready`: can be prefilled; `skipped`: left out on purpose; `failed`: somebody has to do something first. */
export type OutcomeGroup = 'ready' | 'skipped' | 'failed';

/** Why nobody may be shown a member any more, whichever sync asks. */
export type ClosedReason = 'deleted' | 'inactive' | 'opted-out';

interface OutcomeFacts {
  readonly group: OutcomeGroup;
  /** Column of the run that counts it, contacts and leads together; `null`: the JSON of `pmds_counts` alone tells. */
  readonly runColumn: keyof (typeof Tables)['syncRun']['columns'] | null;
  /** Which runs that read changes alone may take it over from the run before; the others look at the member again. */
  readonly lasts: 'always' | 'in-a-retry' | 'never';
  /** A member with it is closed for all syncs; `null`: it says nothing to others. */
  readonly closes: ClosedReason | null;
}

/**
 * What becomes of each member of a run. Every member has exactly one outcome; the first that applies wins, in this order.
 * A new outcome is a line here, the rule that gives it, and its words in each language.
 */
const outcomes = {
  'failed-unreadable': { group: 'failed', runColumn: 'failedUnreadable', lasts: 'never', closes: null },
  'skipped-deleted': { group: 'skipped', runColumn: 'skippedDeleted', lasts: 'in-a-retry', closes: 'deleted' },
  'skipped-inactive': { group: 'skipped', runColumn: 'skippedInactive', lasts: 'always', closes: 'inactive' },
  'skipped-no-email': { group: 'skipped', runColumn: 'skippedNoEmail', lasts: 'always', closes: null },
  'skipped-opted-out': { group: 'skipped', runColumn: 'skippedOptedOut', lasts: 'always', closes: 'opted-out' },
  'failed-value': { group: 'failed', runColumn: 'failedValue', lasts: 'never', closes: null },
  // The run counts those that are ready by table, in the columns of contacts and leads.
  synced: { group: 'ready', runColumn: null, lasts: 'never', closes: null },
  unchanged: { group: 'ready', runColumn: 'unchanged', lasts: 'never', closes: null },
} as const satisfies Readonly<Record<string, OutcomeFacts>>;

export type MemberOutcome = keyof typeof outcomes;
export type NotReadyOutcome = {
  [Outcome in MemberOutcome]: (typeof outcomes)[Outcome]['group'] extends 'ready' ? never : Outcome;
}[MemberOutcome];

export const memberOutcomes = Object.keys(outcomes) as readonly MemberOutcome[];

export function factsOf(outcome: MemberOutcome): OutcomeFacts {
  return outcomes[outcome];
}

export function outcomesIn(...groups: readonly OutcomeGroup[]): readonly MemberOutcome[] {
  return groups.flatMap((group) => memberOutcomes.filter((outcome) => outcomes[outcome].group === group));
}

/** Outcomes that leave a member without a prefilled form, the gravest first. */
export const notReadyOutcomes = outcomesIn('failed', 'skipped') as readonly NotReadyOutcome[];
