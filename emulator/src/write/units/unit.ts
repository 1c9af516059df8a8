import type { Store } from '../../data/store.js';
import type { Transaction } from '../../data/transaction.js';
import type { RowObject } from '../../data/value.js';
import type { UserCaller } from '../../identity/user-caller.js';
import type { Model } from '../../model/model.js';

/** A row another row is pointed to. */
export interface LookupTarget {
  readonly table: string;
  readonly id: string;
}

/** A value of a message's parameters, as plug-ins and webhooks see it. */
export type ParameterValue =
  | string
  | number
  | boolean
  | null
  | { readonly kind: 'reference'; readonly reference: LookupTarget }
  | { readonly kind: 'row'; readonly table: string; readonly id: string; readonly values: RowObject }
  | { readonly kind: 'references'; readonly references: readonly LookupTarget[] }
  | {
      readonly kind: 'rows';
      readonly rows: readonly { readonly table: string; readonly id: string; readonly values: RowObject }[];
    }
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'date'; readonly at: string }
  | { readonly kind: 'choice'; readonly value: number }
  | { readonly kind: 'guid'; readonly id: string }
  | { readonly kind: 'guids'; readonly ids: readonly string[] }
  | { readonly kind: 'relationship'; readonly schemaName: string };

/** Something the platform has done, on which steps may be registered. */
export interface Message {
  /** `Create`, `Update`, `Delete`, `Associate`, … or the unique name of a Custom API. */
  readonly name: string;
  /** Logical name of the primary table; `none` for a message without one. */
  readonly table: string;
  readonly id: string | null;
  readonly input: Readonly<Record<string, ParameterValue>>;
  readonly output?: Readonly<Record<string, ParameterValue>>;
  /** Parameters as they were asked for, where the platform has added to them since. */
  readonly asked?: Readonly<Record<string, ParameterValue>>;
  /** Raised by a bulk message, which is raised itself. */
  readonly inBulk?: true;
  /** True for a message that changed no row, such as a Custom API without a plug-in. */
  readonly writesNothing?: boolean;
  /** Columns of an update, for steps that are only interested in some. */
  readonly changedColumns?: readonly string[];
}

/**
 * One transaction of the platform: a request that writes, or a change set. Operations add the messages they raise; synchronous steps
 * run before the commit and can still take everything back, asynchronous ones are queued after it.
 */
export interface Unit {
  readonly store: Store;
  readonly model: Model;
  readonly caller: UserCaller;
  readonly serviceRoot: string;
  readonly transaction: Transaction;
  readonly messages: Message[];
  /** Rows made earlier in the change set, by Content-ID: `contacts(…)` for `$1`. */
  readonly contentIds: ReadonlyMap<string, string>;
}
