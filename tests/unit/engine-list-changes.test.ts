import { watchLists, type SafeSync } from '@pmds/bridge/application/watch-lists';
import { listChange, type CurrentList } from '@pmds/bridge/domain/list-changes';
import type { PlannedList } from '@pmds/bridge/domain/run';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';

const idOf = (number: number): RowId => `00000000-0000-4000-8000-00000000000${number}` as RowId;
const fixed: PlannedList = {
  id: idOf(1),
  name: 'Spring',
  table: 'contact',
  kind: 'static',
  query: null,
  memberCount: 10,
};
const dynamic: PlannedList = { id: idOf(2), name: 'Ulm', table: 'contact', kind: 'dynamic', query: '<fetch/>' };
const now = ({ id, name, query, memberCount }: PlannedList, more: Partial<CurrentList> = {}): CurrentList => {
  return { id, name, query, memberCount: memberCount ?? null, ...more };
};

describe('CD-27 lists that were synced', () => {
  it('are covered while they are the same, whatever they are called', () => {
    expect(listChange([fixed, dynamic], [now(dynamic), now(fixed, { name: 'Summer' })])).toBeNull();
  });

  it.each([
    [
      'a list that gained a member',
      [now(fixed, { memberCount: 11 }), now(dynamic)],
      '"Spring" has 1 member more than when it was synced (not ready: 1)',
    ],
    [
      'a list that lost members',
      [now(fixed, { memberCount: 7 }), now(dynamic)],
      '"Spring" has 3 members fewer than when it was synced',
    ],
    [
      'another query',
      [now(fixed), now(dynamic, { query: '<fetch distinct="true"/>' })],
      'the query of marketing list "Ulm" was changed',
    ],
    [
      'a list that was added',
      [now(fixed), now(dynamic), now({ ...fixed, id: idOf(3), name: 'New' })],
      '"New" was added (not ready: 10)',
    ],
    ['a list that was removed', [now(fixed)], '"Ulm" was removed'],
  ])('are not covered any more after %s, and the sentence says so', (_, lists, said) => {
    const why = listChange([fixed, dynamic], lists);
    expect(why).toContain(said);
    expect(why).toMatch(/^Not safe to send any more: .* Start the sync again\.$/);
  });
});

describe('CD-27 a look at the lists', () => {
  const sync = (number: number, lists: readonly CurrentList[]): SafeSync => ({
    dataSyncId: idOf(number),
    etag: 'W/"1"',
    lists,
  });
  async function look(
    options: { readonly active?: SyncRunId; readonly synced?: null; readonly changed?: boolean } = {},
  ) {
    const said: string[] = [];
    const withdrawn = await watchLists(
      {
        safe: {
          list: async () => [sync(8, [now(fixed)]), sync(9, [now(fixed, { memberCount: 12 })])],
          withdraw: async (_, why) => {
            said.push(why);
            return options.changed !== true;
          },
        },
        ledger: {
          activeRunOf: async () => options.active ?? null,
          syncedLists: async () => (options.synced === null ? null : [fixed]),
        },
      },
      new AbortController().signal,
    );
    return { withdrawn, said: said.length };
  }

  it('takes the mark back from a sync whose lists changed, and from no other', async () => {
    expect(await look()).toEqual({ withdrawn: [idOf(9)], said: 1 });
  });

  it('leaves a sync alone whose run is on its way, and one that this store has not synced', async () => {
    expect(await look({ active: 'run' as SyncRunId })).toEqual({ withdrawn: [], said: 0 });
    expect(await look({ synced: null })).toEqual({ withdrawn: [], said: 0 });
  });

  it('leaves a row for the next look that was changed meanwhile', async () => {
    expect(await look({ changed: true })).toEqual({ withdrawn: [], said: 1 });
  });
});
