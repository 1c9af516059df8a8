import { Tables } from '@pmds/contracts/generated/tables';
import type { OutboxMessageOf } from '../../../../domain/outbox/outbox.js';
import type { OutboxHandler } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import type { Columns } from '../rows/row-columns.js';
import { tellTraceChanges } from '../rows/trace-changes.js';

const run = `${Tables.errorTrace.columns.syncRunId.navigationProperty}@odata.bind`;

/** Lets Trace rows that still hold count on the run that took them over. */
export function adoptTracesHandler(client: DataverseClient): OutboxHandler<'adopt-traces'> {
  const changesOf = ({ subject }: OutboxMessageOf<'adopt-traces'>): Columns => ({
    [run]: `/${Tables.syncRun.entitySetName}(${subject.runId})`,
  });
  return { deliver: (messages, round) => tellTraceChanges(client, { messages, changesOf }, round) };
}
