import { factsOf, type ClosedReason, type MemberOutcome } from '@pmds/contracts/run/outcomes';

/**
 * Flags of contacts and leads by which people say no. Which of them stand against a mailing is for the organisation to
 * say; any one of those is enough.
 */
export const optOutFlags = [
  'donotbulkemail',
  'donotemail',
  'donotsendmm',
  'donotphone',
  'donotpostalmail',
  'donotfax',
] as const;
export type OptOutFlag = (typeof optOutFlags)[number];

/** Without a setting: bulk e-mail, e-mail at all, marketing material. */
export const usualOptOutFlags: readonly OptOutFlag[] = ['donotbulkemail', 'donotemail', 'donotsendmm'];

/** Members by the flag that stood against them, where there were any. */
export type OptOutCounts = Readonly<Partial<Record<OptOutFlag, number>>>;

/** Opted out, and by which flag: whoever asks why somebody got no mail needs its name. */
type OptedOut = `skipped-opted-out:${OptOutFlag}`;

/** Why a member is not stored, as the ledger keeps it. */
export type SettledOutcome = Exclude<MemberOutcome, 'synced' | 'unchanged' | 'skipped-opted-out'> | OptedOut;

/** Left out on purpose. */
export type SkippedOutcome = Extract<SettledOutcome, `skipped-${string}`>;

export function optedOutBy(flag: OptOutFlag): OptedOut {
  return `skipped-opted-out:${flag}`;
}

/** How the ledger keeps an outcome: each flag by itself. */
export function keptAs(outcome: MemberOutcome): readonly string[] {
  return outcome === 'skipped-opted-out' ? optOutFlags.map(optedOutBy) : [outcome];
}

/** Why a member with this outcome, as the ledger keeps it, is closed for all syncs; `null` where he is not. */
export function closedBy(kept: string): ClosedReason | null {
  return factsOf(outcomeOf(kept)).closes;
}

/** The outcome that is counted on the run. */
export function outcomeOf(kept: string): MemberOutcome {
  const [outcome = kept] = kept.split(':');
  return outcome as MemberOutcome;
}

/** The flag, `null` for every other outcome. */
export function optOutFlagOf(kept: string): OptOutFlag | null {
  const flag = kept.split(':')[1];
  return flag === undefined ? null : (flag as OptOutFlag);
}
