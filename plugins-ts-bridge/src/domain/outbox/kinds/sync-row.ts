import type { SyncRunId } from '@pmds/contracts/ids';
import { mailReasons, type MailOutcome } from '@pmds/contracts/run/mail-outcome';
import { syncStatuses, type SyncStatus } from '@pmds/contracts/run/sync-status';
import { z } from 'zod';
import { progressStages, type RunProgress } from '../../run/run.js';
import { countSchema, moment, runId } from '../schema/values.js';

/** Changed columns of the Data Sync row; what is absent stays as it is, `null` empties. */
export interface SyncRowPatch {
  readonly status?: SyncStatus;
  readonly startedAt?: Date;
  readonly completedAt?: Date | null;
  readonly contactsSynced?: number;
  readonly leadsSynced?: number;
  readonly errors?: number;
  readonly currentRunId?: SyncRunId;
  readonly progress?: RunProgress | null;
  readonly safeToSend?: boolean;
  readonly readiness?: string;
  readonly message?: string | null;
  /** `null`: nobody was left without the mail, as far as is known. */
  readonly completionMail?: MailOutcome | null;
}

export interface SyncRowReport {
  readonly patch: SyncRowPatch;
  /** Of the patch these columns of Dataverse alone, where the others were written before. */
  readonly only?: readonly string[];
}

const progress: z.ZodType<RunProgress> = z.strictObject({
  stage: z.enum(progressStages),
  done: countSchema,
  total: countSchema,
  ratePerSecond: z.number(),
  waiting: z.strictObject({ seconds: z.number(), reason: z.string() }).nullable(),
  at: moment,
});

const completionMail: z.ZodType<MailOutcome> = z.strictObject({
  state: z.enum(['foreseen', 'unsent']),
  unsent: z.array(
    z.strictObject({
      addresses: z.array(z.string()),
      reason: z.enum(mailReasons),
      detail: z.string(),
      againUntil: z.string().nullable(),
    }),
  ),
});

const patch: z.ZodType<SyncRowPatch> = z.strictObject({
  status: z.exactOptional(z.enum(syncStatuses)),
  startedAt: z.exactOptional(moment),
  completedAt: z.exactOptional(moment.nullable()),
  contactsSynced: z.exactOptional(countSchema),
  leadsSynced: z.exactOptional(countSchema),
  errors: z.exactOptional(countSchema),
  currentRunId: z.exactOptional(runId),
  progress: z.exactOptional(progress.nullable()),
  safeToSend: z.exactOptional(z.boolean()),
  readiness: z.exactOptional(z.string()),
  message: z.exactOptional(z.string().nullable()),
  completionMail: z.exactOptional(completionMail.nullable()),
});

export const syncRow: z.ZodType<SyncRowReport> = z.strictObject({ patch, only: z.exactOptional(z.array(z.string())) });
