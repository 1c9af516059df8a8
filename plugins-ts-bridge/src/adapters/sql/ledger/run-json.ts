import { type SelectableTable, selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { StartParameters } from '@pmds/contracts/start/start-parameters';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ReportedFailure } from '../../../domain/reported-failure.js';
import type { ClaimedRun, RunRefusal, SyncOrder } from '../../../domain/run/run.js';
import { readJson } from '../../../domain/values/read-json.js';
import type { Schema } from '../schema.js';
import { StoreDamage } from './store-damage.js';

/** What the columns of a run hold as JSON. */
interface RunJson {
  readonly trace_ids: readonly RowId[];
  readonly refusal: RunRefusal;
  readonly parameters: StartParameters;
  readonly brake: readonly BrakeFinding[];
  readonly sync_order: SyncOrder;
  readonly columns: ClaimedRun['columns'];
  readonly members: Readonly<Record<SelectableTable, number>>;
  readonly reported_failure: ReportedFailure;
}

const text = z.string();
const count = z.int().min(0);
const table = z.enum(selectableTables);
const byTable = <Value extends z.ZodType>(value: Value) => z.looseObject({ contact: value, lead: value });
const numbers = { before: count, now: count };

/** Loose: what this version does not know, a later one has written. */
const schemas: Readonly<Record<keyof RunJson, z.ZodType>> = {
  trace_ids: z.array(text),
  refusal: z.looseObject({ code: text, detail: text }),
  parameters: z.looseObject({
    confirm: text.optional(),
    listIds: z.array(text).optional(),
    runType: z.int().optional(),
    trigger: z.int().optional(),
    stripped: z.literal(true).optional(),
  }),
  brake: z.array(
    z.discriminatedUnion('of', [
      z.looseObject({ of: z.literal('all'), ...numbers }),
      z.looseObject({ of: z.literal('table'), table, ...numbers }),
      z.looseObject({ of: z.literal('list'), id: text, name: text, ...numbers }),
    ]),
  ),
  sync_order: z.looseObject({
    name: text,
    notificationEmails: z.array(text),
    fields: z.looseObject({}),
    lists: z.array(
      z.looseObject({
        id: text,
        name: text,
        table,
        kind: z.enum(['static', 'dynamic']),
        query: text.nullable(),
        asOf: z.looseObject({ startedAt: z.iso.datetime() }).optional(),
      }),
    ),
    scope: z
      .discriminatedUnion('covers', [
        z.looseObject({ covers: z.literal('all') }),
        z.looseObject({ covers: z.literal('some'), lists: z.array(text).min(1) }),
      ])
      .optional(),
    readAt: z.iso.datetime().optional(),
    plannedSendEnd: z.iso.datetime().optional(),
    forms: z
      .array(
        z.looseObject({
          id: text,
          key: text,
          address: text,
          linkColumns: byTable(text.nullable()),
          linkDays: z.number(),
          maximumUses: z.int().nullable(),
          expiresOn: z.iso.datetime(),
          sendPlanned: z.boolean(),
        }),
      )
      .optional(),
  }),
  columns: byTable(z.array(z.looseObject({ logicalName: text, kind: text, property: text }))),
  members: byTable(count),
  reported_failure: z.looseObject({ code: text, detail: text, later: z.boolean() }),
};

/**
 * @returns `null` where nothing is stored.
 * @throws StoreDamage where what is stored is not what it should be.
 */
export function storedJson<Column extends keyof RunJson>(
  row: Selectable<Schema['run']>,
  column: Column,
): RunJson[Column] | null {
  const stored = row[column];
  if (stored === null) return null;
  const read = readJson(stored, schemas[column]);
  // The schema has looked at everything that the service would stumble over.
  if (read.ok) return read.value as RunJson[Column];
  throw new StoreDamage(row.run_id, `column "${column}" ${read.failure}`);
}
