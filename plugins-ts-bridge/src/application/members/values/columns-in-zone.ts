import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { RunFailure } from '../../../domain/failures.js';
import type { Run, SyncOrder, SyncTimeZone } from '../../../domain/run/run.js';
import type { TraceRow } from '../../../domain/run/trace.js';
import { inZone, momentColumns } from '../../../domain/values/column-zone.js';
import type { RunContext } from '../../run/run-context.js';
import { traceOf } from '../../run/run-traces.js';

type Columns = Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;

interface ZonedColumns {
  readonly columns: Columns;
  /** What the order says of it. */
  readonly timeZone: Pick<SyncOrder, 'timeZone'>;
  readonly warnings: readonly TraceRow[];
}

/**
 * The columns of a run with the zone in which its moments are shown. It is kept with the run, so that whoever changes
 * their settings changes what is shown by the next run and not what was stored before.
 * @param ask Asked only where a column needs it.
 * @throws RunFailure TIME_ZONE_INVALID for a setting that names no zone.
 */
export async function columnsInZone(
  { hashing, clock }: Pick<RunContext, 'hashing' | 'clock'>,
  run: Run,
  columns: Columns,
  ask: (() => Promise<SyncTimeZone>) | undefined,
): Promise<ZonedColumns> {
  const moments = selectableTables.flatMap((table) =>
    momentColumns(columns[table]).map(({ logicalName }) => `${table}.${logicalName}`),
  );
  if (moments.length === 0) return { columns, timeZone: {}, warnings: [] };
  const timeZone = (await ask?.()) ?? { setting: null, name: null };
  const { setting, name } = timeZone;
  if (setting !== null && name === null) {
    throw new RunFailure('TIME_ZONE_INVALID', `The time zone "${setting}" of the sync is none that is known.`);
  }
  const zoned = { contact: inZone(columns.contact, name), lead: inZone(columns.lead, name) };
  if (name !== null) return { columns: zoned, timeZone: { timeZone }, warnings: [] };
  const message = `The time zone of the sync's owner is not known, so these dates are left empty in forms: ${moments.join(', ')}.`;
  const warning = { stage: 'claim', code: 'TIME_ZONE_UNKNOWN', message, severity: 'warning' } as const;
  return { columns: zoned, timeZone: { timeZone }, warnings: [traceOf(run, warning, { hashing, now: clock.now() })] };
}
