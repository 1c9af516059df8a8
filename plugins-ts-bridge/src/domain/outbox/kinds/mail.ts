import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { mailReasons, type MailReason } from '@pmds/contracts/run/mail-outcome';
import type { NewerInCrm, ScopeTally } from '@pmds/contracts/run/run-tally';
import { syncStatuses, type SyncStatus } from '@pmds/contracts/run/sync-status';
import { z } from 'zod';
import type { TableCounts } from '../../run/run.js';
import { membersSchema, newerInCrmSchema, scopeTallySchema, tableCounts } from '../schema/counts.js';
import { countSchema, moment } from '../schema/values.js';

/** What the completion mail says. */
export interface CompletionNotice {
  readonly name: string;
  /** `null`: the run ended before its row was read; who is to be told is asked when the mail is due. */
  readonly to: readonly string[] | null;
  readonly status: SyncStatus;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date;
  readonly members: Readonly<Record<SelectableTable, number>>;
  readonly counts: TableCounts;
  readonly errors: number;
  readonly removed: number;
  readonly newer?: NewerInCrm;
  /** How much of the sync the run covered; absent where that was all. */
  readonly covered?: ScopeTally;
  readonly apiCalls: number;
  readonly safeToSend: boolean;
  readonly readiness: string;
  readonly message: string | null;
  /** The sync was deleted: there is no row to open. */
  readonly rowIsGone?: boolean;
}

/** Attempts at one mail. */
export interface MailAttempts {
  /** When the first one was made. */
  readonly since: Date;
  /** Attempts that failed so far. */
  readonly failed: number;
  /** Why the last one did; the Error Trace says so. */
  readonly reasons: readonly MailReason[];
}

export interface DueMail {
  readonly notice: CompletionNotice;
  /** Absent before the first attempt. */
  readonly attempts?: MailAttempts;
}

const notice: z.ZodType<CompletionNotice> = z.strictObject({
  name: z.string(),
  to: z.array(z.string()).nullable(),
  status: z.enum(syncStatuses),
  requestedAt: moment,
  startedAt: moment.nullable(),
  completedAt: moment,
  members: membersSchema,
  counts: tableCounts,
  errors: countSchema,
  removed: countSchema,
  newer: z.exactOptional(newerInCrmSchema),
  covered: z.exactOptional(scopeTallySchema),
  apiCalls: countSchema,
  safeToSend: z.boolean(),
  readiness: z.string(),
  message: z.string().nullable(),
  rowIsGone: z.exactOptional(z.boolean()),
});

export const mail: z.ZodType<DueMail> = z.strictObject({
  notice,
  attempts: z.exactOptional(
    z.strictObject({ since: moment, failed: countSchema, reasons: z.array(z.enum(mailReasons)) }),
  ),
});
