import type { RowId, SyncRunId } from '@pmds/contracts/ids';

/** Of what everything that is stored goes. */
export type PurgeScope =
  | { readonly kind: 'sync'; readonly dataSyncId: RowId }
  /** A contact or lead; ids of Dataverse are unique among both. */
  | { readonly kind: 'person'; readonly id: RowId }
  /** What was read on demand, and who was closed, before a time in ISO. */
  | { readonly kind: 'fetched'; readonly before: string };

/** How much is stored of something. */
export interface Holdings {
  readonly runs: number;
  /** Rows with values that runs stored, in all generations. */
  readonly profiles: number;
  /** Rows that say who is on which list, and who was skipped or failed. */
  readonly memberships: number;
  /** People read on demand. */
  readonly onDemand: number;
  /** People who are closed. */
  readonly closed: number;
  readonly traces: number;
  /** Submits of web forms and uses of links, as they are remembered. */
  readonly responses: number;
  /** Reports that wait for Dataverse. */
  readonly reports: number;
  readonly deadLetters: number;
}

/** What a purge came to. */
export type Purged =
  | { readonly kind: 'purged'; readonly held: Holdings }
  /** Runs on their way hold it, or may read it again: nothing was purged. */
  | { readonly kind: 'refused'; readonly runs: readonly SyncRunId[] };

/** Looks at what is stored, beside whoever writes it. */
export interface HoldingsReader extends AsyncDisposable {
  holdings(scope: PurgeScope): Promise<Holdings>;
  /** Runs on their way that stand against a purge. */
  holders(scope: PurgeScope): Promise<readonly SyncRunId[]>;
  /** As `Retention.due`. */
  due(until: Date): Promise<readonly RowId[]>;
}

/** Where a purge is asked for: whoever writes the store carries it out after what was accepted before. */
export interface PurgeOrders {
  addPurge(scope: PurgeScope): Promise<void>;
  /** Whether the order waits to be carried out. */
  waitsPurge(scope: PurgeScope): Promise<boolean>;
  /** What was read on demand of a person, or closed him, and was not moved into the ledger yet. */
  waitingOf(id: RowId): Promise<number>;
}

/** Nothing is stored. */
export const noHoldings: Holdings = {
  runs: 0,
  profiles: 0,
  memberships: 0,
  onDemand: 0,
  closed: 0,
  traces: 0,
  responses: 0,
  reports: 0,
  deadLetters: 0,
};

export const isEmpty = (holdings: Holdings): boolean => Object.values(holdings).every((count) => count === 0);
