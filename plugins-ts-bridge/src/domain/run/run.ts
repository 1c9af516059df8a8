import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { FieldSelection, SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { OutcomeCounts } from '@pmds/contracts/run/counts';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { StartParameters } from '@pmds/contracts/start/start-parameters';
import type { QueryNote } from '@pmds/contracts/run/query-notes';
import type { SyncStatus } from '@pmds/contracts/run/sync-status';
import type { PlannedDestination } from '../delivery/delivery.js';
import type { FailureCode } from '../failures.js';
import type { PlannedForm } from '../links/planned-form.js';
import type { ColumnPlan } from '../member/columns.js';
import type { ReportedFailure } from '../reported-failure.js';
import { usualOptOutFlags, type OptOutFlag } from '../member/settled-outcome.js';
import type { RunScope } from './scope.js';

/** What made a run start. */
export const runTriggers = ['button', 'request', 'api', 'schedule', 'retry'] as const;
export type RunTrigger = (typeof runTriggers)[number];
/**
 * `full` writes a new generation beside the current one; `incremental` changes the current one by what differs;
 * `retry` does so for the members that failed in the run before, and reads nobody else;
 * `automatic` is asked for and becomes one of the first two once it is known what is stored.
 */
export const runTypes = ['automatic', 'full', 'incremental', 'retry'] as const;
export type RunType = (typeof runTypes)[number];

/** Why a run ends before it begins. */
export interface RunRefusal {
  readonly code: FailureCode;
  /** What happened, one sentence; the code says what to do, or the sentence does. */
  readonly detail: string;
}

/** A start that was accepted and is on disk. */
export interface RunRequest {
  readonly runId: SyncRunId;
  readonly dataSyncId: RowId;
  readonly runType: RunType;
  readonly trigger: RunTrigger;
  readonly requestedAt: Date;
  /** Tells a call that came twice from another one that names the same run; `null` where the caller gave none. */
  readonly correlationId?: string | null;
  /** It is to end with this and nothing else. */
  readonly refusal?: RunRefusal;
  /** Trace rows to whose members a retry is limited; without it everybody who failed is meant. */
  readonly traceIds?: readonly RowId[];
  /** What the start asked for besides; absent where it was nothing. */
  readonly parameters?: StartParameters;
}

/** The steps of an active run, in their order. `ended` runs only wait for their outbox to empty. */
export type RunPhase = 'claim' | 'scan' | 'read' | 'verify' | 'deliver' | 'ended';

/** A marketing list as it was at the claim. */
export interface PlannedList {
  readonly id: RowId;
  readonly name: string;
  /** Whose rows its members are. */
  readonly table: SelectableTable;
  /** The list holds accounts; its members are their primary contacts. */
  readonly holds?: 'account';
  readonly kind: 'static' | 'dynamic';
  /** FetchXML of a dynamic list. */
  readonly query: string | null;
  /** The user who owns a dynamic list, absent where a team does. */
  readonly owner?: RowId;
  /** What Dataverse counted on a static list at the claim. By this alone a change is noticed later; who the members are, the id scan says. */
  readonly memberCount?: number;
  /** Of a list that the run does not cover: how it was when it was read. */
  readonly asOf?: ListAsOf;
}

/** A marketing list when it was read, by an earlier run than the one that says so. */
export interface ListAsOf {
  /** Start of the run that read it, by Dataverse's clock, as ISO text. */
  readonly startedAt: string;
  readonly memberCount?: number;
  /** Version number of the newest membership of all static lists at the claim of that run. */
  readonly newestMembership?: number;
}

/** Time zone of a sync. */
export interface SyncTimeZone {
  /** What the row says, `null` where it leaves it to the owner's settings. */
  readonly setting: string | null;
  /** IANA name, `null` where it could not be found out. */
  readonly name: string | null;
}

/** What the saved row asked for at the claim; a run never looks at the row again. */
export interface SyncOrder {
  readonly name: string;
  readonly notificationEmails: readonly string[];
  readonly fields: FieldSelection;
  readonly lists: readonly PlannedList[];
  /** Which of the lists the run covers; absent, as in runs of before it could be chosen, for all. */
  readonly scope?: RunScope;
  /** Why the run covers all lists although its start named some. */
  readonly widened?: string;
  /** Start of the run that read the covered lists, by Dataverse's clock, as ISO text; absent in runs of before it was kept. */
  readonly readAt?: string;
  /** Where members are delivered beside the profile store; absent for nowhere. */
  readonly destinations?: readonly PlannedDestination[];
  /** ISO text: until when the sync's mails are planned to be sent, as its row says it. */
  readonly plannedSendEnd?: string;
  /** Described web forms that links are made to; absent for none. */
  readonly forms?: readonly PlannedForm[];
  /** In which zone moments are shown; absent in runs of before it was asked. */
  readonly timeZone?: SyncTimeZone;
  /** Flags that stood against the mailing at the claim; absent in runs of before they could be chosen. */
  readonly optOutFlags?: readonly OptOutFlag[];
  /** Version number of the newest membership of all its static lists at the claim, 0 for none. */
  readonly newestMembership?: number;
  /** What queries of lists ask for that this run takes in another way; absent for nothing. */
  readonly queryNotes?: readonly QueryNote[];
  /** Tables whose members are read again where a row that a lookup names was changed: its name may be another. */
  readonly relabelled?: readonly SelectableTable[];
  /** Some members may be out of the service's reach, so nobody's values are taken over unseen. */
  readonly readLimited?: boolean;
}

/** What is known of a run at any time. */
interface RunFacts extends RunRequest {
  readonly status: SyncStatus;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** When the first mail to its lists is planned; `null` when none is, and as long as nobody has asked. */
  readonly plannedSend: Date | null;
  /** Whether Dataverse was asked for it: only runs that are on their way side by side need an order. */
  readonly sendKnown: boolean;
  /** Number of this run's tables of members and profiles. */
  readonly generation: number;
  /** What an incremental run starts from, `null` for a full one. */
  readonly base: RunBase | null;
  readonly apiCalls: number;
  readonly cancelRequested: boolean;
  readonly failure: { readonly code: FailureCode; readonly detail: string } | null;
  /** What another process met while it worked on the run's ranges. */
  readonly reportedFailure: ReportedFailure | null;
  /** Why the brake stopped it; absent where it did not. */
  readonly brake?: readonly BrakeFinding[];
}

/** A run that has not claimed its row, or ended before it did. */
export interface UnclaimedRun extends RunFacts {
  readonly known: 'request';
  readonly phase: 'claim' | 'ended';
}

interface ClaimFacts extends RunFacts {
  readonly order: SyncOrder;
  readonly columns: Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;
}

/** A run that finds out who its members are, or ended before it knew. */
interface ScanningRun extends ClaimFacts {
  readonly known: 'order';
  readonly phase: 'scan' | 'ended';
}

/** A run whose scan is sealed: it is fixed who its members are. */
export interface SealedRun extends ClaimFacts {
  readonly known: 'members';
  readonly phase: Exclude<RunPhase, 'claim'>;
  readonly members: Readonly<Record<SelectableTable, number>>;
}

export type ClaimedRun = ScanningRun | SealedRun;

/** A run as the ledger keeps it, by how far it came. One that ended knows what it had found out until then. */
export type Run = UnclaimedRun | ClaimedRun;

export function isClaimed(run: Run): run is ClaimedRun {
  return run.known !== 'request';
}

/** What the row asked for; `null` where the run ended, or stands, before its claim. */
export function keptOrder(run: Run | null): SyncOrder | null {
  return run !== null && isClaimed(run) ? run.order : null;
}

/** Members that the scan found; nobody before it was sealed. */
export function membersOf(run: Run | null): Readonly<Record<SelectableTable, number>> {
  return run?.known === 'members' ? run.members : { contact: 0, lead: 0 };
}

/** Flags that stand against the mailing of an order. */
export function optOutFlagsOf(order: SyncOrder | null): readonly OptOutFlag[] {
  return order?.optOutFlags ?? usualOptOutFlags;
}

/** Whether both ask the same people: whoever is kept by other flags has to be read again. */
export function sameOptOuts(a: SyncOrder | null, b: SyncOrder | null): boolean {
  return [...optOutFlagsOf(a)].sort().join() === [...optOutFlagsOf(b)].sort().join();
}

export interface RunBase {
  /** Generation whose profiles are kept and changed. */
  readonly generation: number;
  /** Members modified since then are read again. */
  readonly changedSince: Date;
}

export type TableCounts = Readonly<Record<SelectableTable, OutcomeCounts>>;

export const progressStages = ['scan', 'read', 'verify', 'deliver', 'finish'] as const;

/** How far an active run is; the JSON of `pmds_progress`. */
export interface RunProgress {
  readonly stage: (typeof progressStages)[number];
  readonly done: number;
  readonly total: number;
  readonly ratePerSecond: number;
  readonly waiting: { readonly seconds: number; readonly reason: string } | null;
  /** When the service said so, by Dataverse's clock: who reads it later knows for how long nothing was heard. */
  readonly at: Date;
}
