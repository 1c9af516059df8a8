import type { MemberOutcome } from '@pmds/contracts/counts';

/** Flags that stand against bulk e-mail; any one of them is enough. */
export const optOutFlags = ['donotbulkemail', 'donotemail'] as const;
export type OptOutFlag = (typeof optOutFlags)[number];

/** Opted out, and by which flag: whoever asks why somebody got no mail needs its name. */
export type OptedOut = `skipped-opted-out:${OptOutFlag}`;

/** Why a member is not stored, as the ledger keeps it. */
export type SettledOutcome = Exclude<MemberOutcome, 'synced' | 'unchanged' | 'skipped-opted-out'> | OptedOut;

export function optedOutBy(flag: OptOutFlag): OptedOut {
  return `skipped-opted-out:${flag}`;
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
