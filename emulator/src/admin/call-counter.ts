import type { ApiRequest } from '../http/requests/message.js';
import type { PageEvent } from '../query/caller.js';

const memberTables = new Set(['contact', 'lead', 'account']);

interface CallCounts {
  readonly total: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** Pages of contacts, leads and accounts that asked for more than ids. */
  readonly memberPages: number;
  /** Pages of list members, and pages of ids alone. */
  readonly membershipPages: number;
  readonly rows: number;
  readonly throttled: number;
  /** Most Web API requests that were under way at the same time. */
  readonly mostConcurrent: number;
  /** Requests that sent the affinity cookie back, which ties a client to one server. */
  readonly withAffinityCookie: number;
}

/** Counts what reaches the Web API, so that a client's promises about its calls can be checked. */
export class CallCounter {
  #counts = zero();
  #running = 0;

  get counts(): CallCounts {
    return { ...this.#counts, byKind: { ...this.#counts.byKind } };
  }

  reset(): void {
    this.#counts = zero();
  }

  /** Call when a request arrives; the returned function when it has been answered. */
  begin(request: ApiRequest): (status: number) => void {
    const counts = this.#counts;
    counts.total++;
    const kind = kindOf(request);
    counts.byKind[kind] = (counts.byKind[kind] ?? 0) + 1;
    if (request.headers.get('cookie')?.includes('ARRAffinity') === true) counts.withAffinityCookie++;
    this.#running++;
    counts.mostConcurrent = Math.max(counts.mostConcurrent, this.#running);
    return (status) => {
      this.#running--;
      if (status === 429) counts.throttled++;
    };
  }

  page({ phase, table, columns, rowCount }: PageEvent): void {
    if (phase === 'before') return;
    this.#counts.rows += rowCount;
    if (memberTables.has(table) && asksForMoreThanIds(table, columns)) this.#counts.memberPages++;
    else if (memberTables.has(table) || table === 'listmember') this.#counts.membershipPages++;
  }
}

/** Columns by which reading is steered; a page of these and the key alone is no page of members. */
const steering: ReadonlySet<string> = new Set(['createdon', 'modifiedon', 'versionnumber']);

/** True when a page asks for columns that say something about its rows. */
export function asksForMoreThanIds(table: string, columns: readonly string[]): boolean {
  return columns.some((column) => column !== `${table}id` && !steering.has(column));
}

function zero() {
  return {
    total: 0,
    byKind: {} as Record<string, number>,
    memberPages: 0,
    membershipPages: 0,
    rows: 0,
    throttled: 0,
    mostConcurrent: 0,
    withAffinityCookie: 0,
  };
}

function kindOf({ method, path, query }: ApiRequest): string {
  if (path === '$batch') return 'batch';
  if (
    /^(\$metadata|EntityDefinitions|GlobalOptionSetDefinitions|RelationshipDefinitions|RetrieveMetadataChanges)/.test(
      path,
    )
  )
    return 'metadata';
  const operation = /(?:^|\/)(?:Microsoft\.Dynamics\.CRM\.(\w+)|([A-Z]\w*))(?:\(.*\))?$/.exec(path);
  const operationName = operation?.[1] ?? operation?.[2];
  if (operationName !== undefined) return operationName;
  if (path.endsWith('/$ref')) return method === 'DELETE' ? 'disassociate' : 'associate';
  if (method === 'GET')
    return path.includes('(') ? 'retrieve' : query.toLowerCase().includes('fetchxml') ? 'fetch' : 'retrieveMultiple';
  return { POST: 'create', PATCH: 'update', PUT: 'update', DELETE: 'delete' }[method] ?? method.toLowerCase();
}
