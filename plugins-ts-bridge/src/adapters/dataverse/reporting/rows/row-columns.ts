import { storedBrake } from '@pmds/contracts/start/brake';
import { actorValue } from '@pmds/contracts/run/actors';
import { ready, type OutcomeCounts } from '@pmds/contracts/run/counts';
import { Choices, Tables } from '@pmds/contracts/generated/tables';
import { memberSets } from '@pmds/contracts/fields/member-table';
import { factsOf, memberOutcomes } from '@pmds/contracts/run/outcomes';
import { mailOutcomeJson } from '@pmds/contracts/run/mail-outcome';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { failures, isRetryable } from '../../../../domain/failures.js';
import type { RunRowPatch } from '../../../../domain/outbox/kinds/run-row.js';
import type { SyncRowPatch } from '../../../../domain/outbox/kinds/sync-row.js';
import type { TableCounts } from '../../../../domain/run/run.js';
import type { TraceRow } from '../../../../domain/run/trace.js';

/** A payload of the Web API: columns by name, lookups as `property@odata.bind`. */
export type Columns = Readonly<Record<string, string | number | boolean | null>>;

const sync = Tables.dataSync.columns;
const run = Tables.syncRun.columns;
const trace = Tables.errorTrace.columns;

/** Drops what the patch does not mention, so that only changed columns are written and no flow runs without need. */
function present(columns: Readonly<Record<string, string | number | boolean | null | undefined>>): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Columns;
}

const bind = (column: { readonly navigationProperty: string }): string => `${column.navigationProperty}@odata.bind`;
const reference = (set: string, id: string): string => `/${set}(${id})`;

/** A text that is longer than its column would be refused as a whole. */
function clipped(text: string, { maxLength }: { readonly maxLength: number }): string {
  const cut = text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
  // Half of a character of two units is none, and would be refused as well.
  return cut.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

/** Words of ours in text columns that people read in views; Dataverse compares text without regard to case. */
function worded(word: string | undefined): string | undefined {
  return word === undefined ? undefined : `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

export function syncRowColumns(patch: SyncRowPatch): Columns {
  const { progress, message, readiness, completionMail } = patch;
  return present({
    [sync.status.logicalName]: patch.status === undefined ? undefined : statusValue(patch.status),
    [sync.startedOn.logicalName]: patch.startedAt?.toISOString(),
    [sync.completedOn.logicalName]: patch.completedAt === null ? null : patch.completedAt?.toISOString(),
    [sync.contactsSynced.logicalName]: patch.contactsSynced,
    [sync.leadsSynced.logicalName]: patch.leadsSynced,
    [sync.errors.logicalName]: patch.errors,
    [bind(sync.currentRunId)]:
      patch.currentRunId === undefined ? undefined : reference(Tables.syncRun.entitySetName, patch.currentRunId),
    [sync.progress.logicalName]: progress === undefined || progress === null ? progress : JSON.stringify(progress),
    [sync.safeToSend.logicalName]: patch.safeToSend,
    [sync.readinessReasons.logicalName]:
      readiness === undefined ? undefined : clipped(readiness, sync.readinessReasons),
    [sync.message.logicalName]: typeof message === 'string' ? clipped(message, sync.message) : message,
    [sync.completionMail.logicalName]:
      completionMail === undefined || completionMail === null ? completionMail : mailOutcomeJson(completionMail),
  });
}

export function runRowColumns(patch: RunRowPatch): Columns {
  const { counts, members } = patch;
  return present({
    [run.name.logicalName]: patch.name === undefined ? undefined : clipped(patch.name, run.name),
    [run.runType.logicalName]: worded(patch.runType),
    [run.trigger.logicalName]: worded(patch.trigger),
    [run.status.logicalName]: patch.status === undefined ? undefined : statusValue(patch.status),
    [run.requestedOn.logicalName]: patch.requestedAt?.toISOString(),
    [run.startedOn.logicalName]: patch.startedAt?.toISOString(),
    [run.completedOn.logicalName]: patch.completedAt?.toISOString(),
    [run.contactMembers.logicalName]: members?.contact,
    [run.leadMembers.logicalName]: members?.lead,
    ...(counts === undefined ? {} : countColumns(counts, patch)),
    [run.errors.logicalName]: patch.errors,
    [run.removed.logicalName]: patch.removed,
    [run.scope.logicalName]: patch.scope === undefined ? undefined : clipped(patch.scope, run.scope),
    [run.deliveries.logicalName]:
      patch.deliveries === undefined ? undefined : clipped(patch.deliveries, run.deliveries),
    [run.apiCalls.logicalName]: patch.apiCalls,
    [run.seconds.logicalName]: patch.seconds === undefined ? undefined : Math.round(patch.seconds),
    [run.manifest.logicalName]: patch.manifest === undefined ? undefined : clipped(patch.manifest, run.manifest),
    [run.message.logicalName]: patch.message === undefined ? undefined : clipped(patch.message, run.message),
  });
}

/** Column of a run for each outcome that has one. */
const counted = memberOutcomes.flatMap((outcome) => {
  const { runColumn } = factsOf(outcome);
  return runColumn === null ? [] : [{ outcome, column: run[runColumn].logicalName }];
});

function countColumns(
  counts: TableCounts,
  { optOuts, newer, covered, brake, queries }: Pick<RunRowPatch, 'optOuts' | 'newer' | 'covered' | 'brake' | 'queries'>,
): Columns {
  const both = (outcome: keyof OutcomeCounts): number => counts.contact[outcome] + counts.lead[outcome];
  return {
    [run.contactsSynced.logicalName]: ready(counts.contact),
    [run.leadsSynced.logicalName]: ready(counts.lead),
    ...Object.fromEntries(counted.map(({ column, outcome }) => [column, both(outcome)])),
    // By which flag people opted out, who changed meanwhile, what stopped the run and what queries ask has no column of its own.
    [run.counts.logicalName]: JSON.stringify({
      ...counts,
      optOuts,
      newer,
      scope: covered,
      brake: brake === undefined ? undefined : storedBrake(brake),
      queries,
    }),
  };
}

interface TraceShown {
  /** Whether the lookup to the member is set; it cannot be when the member is gone. */
  readonly withMember: boolean;
  /** The column that the row speaks of, as people read it. */
  readonly column: string | undefined;
}

export function traceColumns(row: TraceRow, { withMember, column }: TraceShown): Columns {
  const { member } = row;
  const { remedy, actor } = failures[row.code];
  const linked = withMember && member?.exists === true ? member : null;
  return present({
    [trace.errorTraceId.logicalName]: row.id,
    [trace.name.logicalName]: clipped(
      member === null ? row.code : `${row.code} ${member.table} ${member.id}`,
      trace.name,
    ),
    [bind(trace.syncRunId)]: reference(Tables.syncRun.entitySetName, row.runId),
    [bind(trace.dataSyncId)]: reference(Tables.dataSync.entitySetName, row.dataSyncId),
    [trace.memberId.logicalName]: member === null ? undefined : clipped(member.id, trace.memberId),
    [trace.memberTable.logicalName]: member?.table,
    [bind(trace.contactId)]: linked?.table === 'contact' ? reference(memberSets.contact, linked.id) : undefined,
    [bind(trace.leadId)]: linked?.table === 'lead' ? reference(memberSets.lead, linked.id) : undefined,
    [trace.stage.logicalName]: worded(row.stage),
    [trace.reason.logicalName]: Choices.traceReason.values[row.code],
    [trace.reasonCode.logicalName]: row.code,
    [trace.column.logicalName]: column === undefined ? undefined : clipped(column, trace.column),
    [trace.severity.logicalName]: worded(row.severity),
    [trace.message.logicalName]: clipped(row.message, trace.message),
    [trace.remedy.logicalName]: clipped(remedy, trace.remedy),
    [trace.retryable.logicalName]: isRetryable(row.code),
    [trace.actor.logicalName]: actorValue(actor),
    [trace.occurredOn.logicalName]: row.occurredAt.toISOString(),
  });
}
