import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { QueryNote, StoredQueryNotes } from '@pmds/contracts/run/query-notes';
import type { NewerInCrm, ScopeTally } from '@pmds/contracts/run/run-tally';
import { syncStatuses, type SyncStatus } from '@pmds/contracts/run/sync-status';
import type { BrakeFinding } from '@pmds/contracts/start/brake';
import { z } from 'zod';
import type { OptOutCounts } from '../../member/settled-outcome.js';
import { runTriggers, runTypes, type RunTrigger, type RunType, type TableCounts } from '../../run/run.js';
import {
  membersSchema,
  newerInCrmSchema,
  optOutCounts,
  scopeTallySchema,
  table,
  tableCounts,
} from '../schema/counts.js';
import { countSchema, moment } from '../schema/values.js';

/** Changed columns of the Data Sync Run row, whose primary key is the run id. */
export interface RunRowPatch {
  readonly name?: string;
  readonly runType?: RunType;
  readonly trigger?: RunTrigger;
  readonly status?: SyncStatus;
  readonly requestedAt?: Date;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly members?: Readonly<Record<SelectableTable, number>>;
  readonly counts?: TableCounts;
  readonly optOuts?: OptOutCounts;
  readonly errors?: number;
  readonly removed?: number;
  readonly newer?: NewerInCrm;
  /** Lists that the run covers, for people. */
  readonly scope?: string;
  /** How much of the sync it covered; absent where that was all. */
  readonly covered?: ScopeTally;
  /** Why the brake stopped the run. */
  readonly brake?: readonly BrakeFinding[];
  readonly queries?: StoredQueryNotes;
  /** What became of each delivery, a line each. */
  readonly deliveries?: string;
  readonly apiCalls?: number;
  readonly seconds?: number;
  readonly manifest?: string;
  readonly message?: string;
}

export interface RunRowReport {
  readonly patch: RunRowPatch;
  /** Of the patch these columns of Dataverse alone, where the others were written before. */
  readonly only?: readonly string[];
}

const compared = { before: countSchema, now: countSchema };
const brakeFinding: z.ZodType<BrakeFinding> = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('all'), ...compared }),
  z.strictObject({ of: z.literal('table'), table, ...compared }),
  z.strictObject({ of: z.literal('list'), id: z.string(), name: z.string(), ...compared }),
]);

const noted = { list: z.string(), said: z.string() };
const queryNote: z.ZodType<QueryNote> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('limit'), ...noted }),
  z.strictObject({
    kind: z.literal('zone'),
    service: z.string().nullable(),
    owner: z.string().nullable(),
    ...noted,
  }),
]);
const queries: z.ZodType<StoredQueryNotes> = z.strictObject({ notes: z.array(queryNote), more: countSchema });

const patch: z.ZodType<RunRowPatch> = z.strictObject({
  name: z.exactOptional(z.string()),
  runType: z.exactOptional(z.enum(runTypes)),
  trigger: z.exactOptional(z.enum(runTriggers)),
  status: z.exactOptional(z.enum(syncStatuses)),
  requestedAt: z.exactOptional(moment),
  startedAt: z.exactOptional(moment),
  completedAt: z.exactOptional(moment),
  members: z.exactOptional(membersSchema),
  counts: z.exactOptional(tableCounts),
  optOuts: z.exactOptional(optOutCounts),
  errors: z.exactOptional(countSchema),
  removed: z.exactOptional(countSchema),
  newer: z.exactOptional(newerInCrmSchema),
  scope: z.exactOptional(z.string()),
  covered: z.exactOptional(scopeTallySchema),
  brake: z.exactOptional(z.array(brakeFinding)),
  queries: z.exactOptional(queries),
  deliveries: z.exactOptional(z.string()),
  apiCalls: z.exactOptional(countSchema),
  seconds: z.exactOptional(z.number()),
  manifest: z.exactOptional(z.string()),
  message: z.exactOptional(z.string()),
});

export const runRow: z.ZodType<RunRowReport> = z.strictObject({ patch, only: z.exactOptional(z.array(z.string())) });
