import { marketingListSet } from '@pmds/contracts/fields/member-table';
import { Tables } from '@pmds/contracts/generated/tables';
import { callWebApi, isObject, WebApiError, webApiUrl } from '../../shared/web-api';

/** A marketing list by id (lower case, no braces) and by the name a message uses. */
export interface NamedList {
  readonly id: string;
  readonly name: string;
}

export interface LinkOutcome {
  readonly done: readonly NamedList[];
  /** Those of `done` that these requests changed: what an undo may turn back. */
  readonly changed: readonly NamedList[];
  /** Already added, by this user or by somebody else in the meantime. */
  readonly duplicates: readonly NamedList[];
  readonly refused: readonly { readonly list: NamedList; readonly reason: string }[];
}

const { navigationProperty } = Tables.dataSync.manyToMany.list;
/** Requests on their way at once: enough to make ten lists feel like one, far from the service's limits. */
const atOnce = 4;
/** What the platform says when the row of the intersect table exists. */
const duplicateKey = '0x80040237';

const relationOf = (syncId: string) => `${Tables.dataSync.entitySetName}(${syncId})/${navigationProperty}`;

/**
 * Adds lists to a sync, each by a request of its own, so that one that is refused does not keep the others out.
 * What is there already is read first: a view shows one page of it only.
 * @throws {WebApiError} when the present lists cannot be read; nothing was added then.
 */
export async function addLists(syncId: string, lists: readonly NamedList[]): Promise<LinkOutcome> {
  const present = await presentLists(syncId);
  const duplicates = lists.filter((list) => present.has(list.id));
  const outcome = await each(
    lists.filter((list) => !present.has(list.id)),
    async (list) => {
      await callWebApi(`${relationOf(syncId)}/$ref`, {
        method: 'POST',
        body: JSON.stringify({ '@odata.id': webApiUrl(`${marketingListSet}(${list.id})`) }),
      });
      return true;
    },
  );
  return { ...outcome, duplicates: [...duplicates, ...outcome.duplicates] };
}

/** Takes lists off a sync; the lists themselves stay. One that somebody took off already counts as done. */
export function removeLists(syncId: string, lists: readonly NamedList[]): Promise<LinkOutcome> {
  return each(lists, async (list) => {
    try {
      await callWebApi(`${relationOf(syncId)}(${list.id})/$ref`, { method: 'DELETE' });
      return true;
    } catch (failure) {
      if (!(failure instanceof WebApiError && failure.status === 404)) throw failure;
      return false;
    }
  });
}

async function presentLists(syncId: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let next: string | null = `${relationOf(syncId)}?$select=listid`;
  while (next !== null) {
    const page = await callWebApi(next);
    const body: Readonly<Record<string, unknown>> = isObject(page) ? page : {};
    const rows: unknown = body['value'];
    for (const row of Array.isArray(rows) ? (rows as readonly unknown[]) : []) {
      if (isObject(row) && typeof row['listid'] === 'string') ids.add(row['listid'].toLowerCase());
    }
    const link = body['@odata.nextLink'];
    next = typeof link === 'string' ? link : null;
  }
  return ids;
}

/** @param act Says whether it changed anything. */
async function each(lists: readonly NamedList[], act: (list: NamedList) => Promise<boolean>): Promise<LinkOutcome> {
  const done: NamedList[] = [];
  const changed: NamedList[] = [];
  const duplicates: NamedList[] = [];
  const refused: { list: NamedList; reason: string }[] = [];
  const waiting = [...lists];
  const worker = async () => {
    for (let list = waiting.shift(); list !== undefined; list = waiting.shift()) {
      try {
        if (await act(list)) changed.push(list);
        done.push(list);
      } catch (failure) {
        if (failure instanceof WebApiError && failure.code === duplicateKey) duplicates.push(list);
        else refused.push({ list, reason: failure instanceof Error ? failure.message : String(failure) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, lists.length) }, worker));
  return { done, changed, duplicates, refused };
}
