import { Tables } from '@pmds/contracts/generated/tables';
import { isActive, statusOfValue } from '@pmds/contracts/run/sync-status';

const { logicalName, primaryKey, columns } = Tables.dataSync;

/** A sync that somebody wants to delete. */
export interface RemovableSync {
  readonly id: string;
  readonly name: string;
  /** A run is on its way, or is asked for. */
  readonly running: boolean;
}

/** Keeps the address of a call short. */
const idsPerCall = 50;

/** Reads syncs as they are now, in the order of their ids; one that is gone already is left out. */
export async function readSyncs(ids: readonly string[]): Promise<readonly RemovableSync[]> {
  const select = [columns.name, columns.status, columns.requestedOn, columns.startedOn].map((one) => one.logicalName);
  const found: RemovableSync[] = [];
  for (let at = 0; at < ids.length; at += idsPerCall) {
    const filter = ids
      .slice(at, at + idsPerCall)
      .map((id) => `${primaryKey} eq ${bare(id)}`)
      .join(' or ');
    const query = `?$select=${select.join(',')}&$filter=${filter}`;
    const { entities } = await Xrm.WebApi.retrieveMultipleRecords(logicalName, query);
    found.push(...(entities as readonly Row[]).map(syncOf));
  }
  return found;
}

type Row = Readonly<Record<string, unknown>>;

function syncOf(row: Row): RemovableSync {
  const [requested, started] = [row[columns.requestedOn.logicalName], row[columns.startedOn.logicalName]];
  const queued =
    typeof requested === 'string' && (typeof started !== 'string' || new Date(requested) > new Date(started));
  const name = row[columns.name.logicalName];
  return {
    id: String(row[primaryKey]),
    name: typeof name === 'string' ? name : '',
    running: queued || isActive(statusOfValue(row[columns.status.logicalName]) ?? 'draft'),
  };
}

const bare = (id: string): string => id.replace(/[{}]/g, '').toLowerCase();
