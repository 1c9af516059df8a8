import { counted } from '@pmds/contracts/wording';
import type { FailureCode } from '../failures.js';

/** Where members are delivered, beside the profile store. */
export type DestinationKind = 'csv' | 'crm-column';

/** A destination that a sync has, as it was at the claim. Its position among them identifies it within the run. */
export interface PlannedDestination {
  readonly kind: DestinationKind;
}

/** What a destination has to know again after the service died; made and read by itself alone. */
export type DeliveryState = Readonly<Record<string, string | number>>;

/** What became of the members that were to be delivered. */
export interface DeliveryCounts {
  readonly written: number;
  /** The destination had them as they are. */
  readonly unchanged: number;
  /** The destination does not take them. */
  readonly refused: number;
  readonly failed: number;
}

export const nothingDelivered: DeliveryCounts = { written: 0, unchanged: 0, refused: 0, failed: 0 };

export function addDelivered(a: DeliveryCounts, b: Partial<DeliveryCounts>): DeliveryCounts {
  return {
    written: a.written + (b.written ?? 0),
    unchanged: a.unchanged + (b.unchanged ?? 0),
    refused: a.refused + (b.refused ?? 0),
    failed: a.failed + (b.failed ?? 0),
  };
}

/** Members that were accounted for; equal to those that were to be delivered, or the delivery has failed. */
export function accountedFor({ written, unchanged, refused, failed }: DeliveryCounts): number {
  return written + unchanged + refused + failed;
}

/** What a destination says of a delivery that is complete. */
export interface Receipt {
  /** Where it is, in words that an operator finds it by: the name of a file. */
  readonly at: string;
}

export interface DeliveryFailure {
  readonly code: FailureCode;
  /** What happened, one sentence. */
  readonly detail: string;
}

/** A delivery of a run as the ledger keeps it. */
export interface StoredDelivery {
  readonly position: number;
  readonly kind: DestinationKind;
  /** `null` before its first batch. */
  readonly state: DeliveryState | null;
  readonly counts: DeliveryCounts;
  /** Once it is complete. */
  readonly receipt: Receipt | null;
  readonly failure: DeliveryFailure | null;
}

const names: Readonly<Record<string, string>> = {
  csv: 'CSV file',
  'crm-column': 'Links in columns',
} satisfies Record<DestinationKind, string>;

/** What a delivery came to, one line for the run's row. */
export function deliveryLine({ kind, counts, receipt, failure }: StoredDelivery): string {
  const name = names[kind] ?? kind;
  if (failure !== null) return `${name}: not delivered. ${failure.detail}`;
  const { written, unchanged, refused, failed } = counts;
  const rest = [
    ...(unchanged === 0 ? [] : [`${unchanged} unchanged`]),
    ...(refused === 0 ? [] : [`${refused} refused`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ];
  const said = [`${counted(written, 'row')} written`, ...rest].join(', ');
  return receipt === null ? `${name}: not complete, ${said}.` : `${name}: ${receipt.at}, ${said}.`;
}
