import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { ClaimedRun } from '../run/run.js';
import type { PlannedForm } from './planned-form.js';

/** A web form as far as a link says something of it. */
export interface LinkedForm {
  /** `null` for a form that nobody described. */
  readonly id: RowId | null;
  /** Audience of its links; `null` for a form that nobody described, whose links go by its address. */
  readonly key: string | null;
  readonly address: string;
  /** How often a link opens the form; `null`: as often as one likes. */
  readonly maximumUses: number | null;
  /** ISO text. */
  readonly expiresOn: string;
}

/** To which form, by which run, from when. */
export interface LinkTerms {
  readonly form: LinkedForm;
  /** Links of a run are revoked together; `null` for those made apart from any. */
  readonly runId: SyncRunId | null;
  /** To the second. */
  readonly issuedAt: Date;
}

/** Links that a run makes say that they were made when it started: whatever batch is written twice has the same links. */
export function linkTermsOf(run: ClaimedRun, form: PlannedForm): LinkTerms {
  return { form, runId: run.runId, issuedAt: wholeSecond(run.startedAt ?? run.requestedAt) };
}

export function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}
