import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { noOutcomes, type OutcomeCounts } from '@pmds/contracts/run/counts';
import { memberOutcomes } from '@pmds/contracts/run/outcomes';
import type { NewerInCrm, ScopeTally } from '@pmds/contracts/run/run-tally';
import { z } from 'zod';
import { optOutFlags, type OptOutCounts } from '../../member/settled-outcome.js';
import type { TableCounts } from '../../run/run.js';
import { countSchema } from './values.js';

export const table = z.enum(selectableTables);

/** Outcomes that the version before did not know are counted as none. */
const outcomeCounts = z
  .partialRecord(z.enum(memberOutcomes), countSchema)
  .transform((counts): OutcomeCounts => ({ ...noOutcomes, ...counts }));

export const tableCounts: z.ZodType<TableCounts> = z.strictObject({ contact: outcomeCounts, lead: outcomeCounts });

export const membersSchema: z.ZodType<Readonly<Record<SelectableTable, number>>> = z.strictObject({
  contact: countSchema,
  lead: countSchema,
});

export const optOutCounts: z.ZodType<OptOutCounts> = z.partialRecord(z.enum(optOutFlags), countSchema);

export const newerInCrmSchema: z.ZodType<NewerInCrm> = z.strictObject({ members: countSchema, more: z.boolean() });

export const scopeTallySchema: z.ZodType<ScopeTally> = z.strictObject({
  lists: countSchema,
  listsInAll: countSchema,
  members: countSchema,
});
