import { Tables } from '@pmds/contracts/generated/tables';
import { actorOfValue, actorValue, mayBeRetried } from '@pmds/contracts/run/actors';
import type { SelectedTrace } from '@pmds/contracts/start/retry-rules';
import { bareId } from '../../sync-row.js';

const { logicalName, columns } = Tables.errorTrace;
/** `statecode` of a row that is not closed. */
const active = 0;
/** As the service writes it; what is a warning counts as no error. */
const error = 'Error';
/** Ids in one query: its address stays far below what the platform takes. */
const idsPerQuery = 50;

/** Whether a sync has an open error of a member that a retry takes. */
export async function hasErrorsToRetry(dataSyncId: string): Promise<boolean> {
  const { dataSyncId: sync, memberId, severity, actor } = columns;
  const conditions = [
    `${sync.valueProperty} eq ${bareId(dataSyncId)}`,
    `statecode eq ${String(active)}`,
    `${severity.logicalName} eq '${error}'`,
    `${actor.logicalName} ne ${String(actorValue('support'))}`,
    `${memberId.logicalName} ne null`,
  ];
  const query = `?$select=${columns.errorTraceId.logicalName}&$top=1&$filter=${conditions.join(' and ')}`;
  return (await Xrm.WebApi.retrieveMultipleRecords(logicalName, query)).entities.length > 0;
}

/** Reads Error Traces as the rules of a retry look at them; one that is gone is none that is open. */
export async function readSelectedTraces(ids: readonly string[]): Promise<readonly SelectedTrace[]> {
  const found = new Map<string, SelectedTrace>();
  const { errorTraceId, dataSyncId, memberId, severity, actor } = columns;
  const wanted = [errorTraceId, memberId, severity, actor].map((column) => column.logicalName);
  const select = [...wanted, dataSyncId.valueProperty, 'statecode'].join(',');
  for (let at = 0; at < ids.length; at += idsPerQuery) {
    const some = ids.slice(at, at + idsPerQuery).map((id) => `${errorTraceId.logicalName} eq ${bareId(id)}`);
    const query = `?$select=${select}&$filter=${some.join(' or ')}`;
    const { entities } = await Xrm.WebApi.retrieveMultipleRecords(logicalName, query);
    for (const row of entities as readonly Readonly<Record<string, unknown>>[]) {
      const sync = row[dataSyncId.valueProperty];
      found.set(String(row[errorTraceId.logicalName]), {
        dataSyncId: typeof sync === 'string' ? sync : null,
        open:
          row['statecode'] === active &&
          row[severity.logicalName] === error &&
          typeof row[memberId.logicalName] === 'string',
        taken: mayBeRetried(actorOfValue(row[actor.logicalName]) ?? 'support'),
      });
    }
  }
  return ids.map((id) => found.get(bareId(id)) ?? { dataSyncId: null, open: false, taken: false });
}
