import { watchLists, type SafeSync } from '@pmds/bridge/application/watch/watch-lists';
import { listChange, syncChanges, type CurrentList, type SyncNow } from '@pmds/bridge/domain/run/list-changes';
import type { PlannedList } from '@pmds/bridge/domain/run/run';
import { usualOptOutFlags, type OptOutFlag } from '@pmds/bridge/domain/member/settled-outcome';
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

describe('K3 everything that the mark rests on', () => {
  const fields = { contact: ['firstname', 'emailaddress1'], lead: [] };
  const order = { lists: [fixed, dynamic], fields };
  const same: SyncNow = { fields, lists: [now(fixed), now(dynamic)] };

  it('is covered while nothing has changed, whatever the order of the fields', () => {
    const turned = { contact: ['emailaddress1', 'firstname'], lead: [] };
    expect(syncChanges(order, same)).toEqual([]);
    expect(syncChanges(order, { ...same, fields: turned })).toEqual([]);
  });

  it.each<[string, Partial<SyncNow>, string]>([
    [
      'one joined and another left',
      { lists: [now(fixed, { gained: true }), now(dynamic)] },
      '"Spring" has other members',
    ],
    ['a list was deactivated', { lists: [now(fixed), now(dynamic, { active: false })] }, '"Ulm" was deactivated'],
    ['a list was deleted', { lists: [now(dynamic)] }, '"Spring" was removed from the sync or deleted'],
    ['a list holds leads now', { lists: [now(fixed, { holds: 'lead' }), now(dynamic)] }, '"Spring" is of another kind'],
    [
      'a dynamic list is static now',
      { lists: [now(fixed), now(dynamic, { query: null, memberCount: 3 })] },
      '"Ulm" is of another kind',
    ],
    [
      'fields were added',
      { fields: { contact: [...fields.contact, 'lastname'], lead: [] } },
      'added that are not synced yet: lastname',
    ],
    [
      'fields were removed',
      { fields: { contact: ['firstname'], lead: [] } },
      'removed that are still synced: emailaddress1',
    ],
    [
      'fields of the other table were added',
      { fields: { ...fields, lead: ['companyname'] } },
      'fields of lead were added',
    ],
    ['the selection is broken', { fields: null }, 'selection of fields cannot be read'],
  ])('is not covered any more after %s', (_, change, said) => {
    expect(syncChanges(order, { ...same, ...change }).join()).toContain(said);
  });

  it('names a few of many fields', () => {
    const many = { contact: [...fields.contact, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], lead: [] };
    expect(syncChanges(order, { ...same, fields: many }).join()).toContain('a, b, c, d, e and 3 more');
  });
});

describe('CD-27 K3 a look at the lists', () => {
  const fields = { contact: ['firstname'], lead: [] };
  const firms: PlannedList = { ...fixed, id: idOf(4), name: 'Firms', holds: 'account' };
  const sync = (number: number, lists: readonly CurrentList[], more: Partial<SafeSync> = {}): SafeSync => {
    return { dataSyncId: idOf(number), etag: 'W/"1"', fields, lists, ...more };
  };
  interface Situation {
    readonly active?: SyncRunId;
    readonly unknown?: boolean;
    readonly changed?: boolean;
    readonly newest?: ReadonlyMap<RowId, number>;
    readonly contacts?: readonly RowId[] | null;
    readonly revoked?: boolean;
    readonly optOutFlags?: readonly OptOutFlag[];
    readonly syncs?: readonly SafeSync[];
    readonly lists?: readonly PlannedList[];
  }
  async function look(situation: Situation = {}) {
    const said: string[] = [];
    const asked: number[] = [];
    const accounts: string[] = [];
    const order = {
      name: 'Spring',
      notificationEmails: [],
      fields,
      lists: situation.lists ?? [fixed],
      newestMembership: 70,
    };
    const withdrawn = await watchLists(
      {
        safe: {
          list: async () => situation.syncs ?? [sync(8, [now(fixed)]), sync(9, [now(fixed, { memberCount: 12 })])],
          newestMemberships: async (_, since) => (asked.push(since), situation.newest ?? new Map()),
          changedPrimaryContacts: async ({ name }) => (
            accounts.push(name),
            situation.contacts === undefined ? [] : situation.contacts
          ),
          withdraw: async (_, why) => {
            said.push(why);
            return situation.changed !== true;
          },
        },
        runs: { activeRunOf: async () => situation.active ?? null },
        syncs: {
          syncedRun: async () =>
            situation.unknown === true ? null : { runId: 'run' as SyncRunId, startedAt: new Date(), order },
          strangersTo: async (_sync, _table, ids) => ids.filter((id) => id !== idOf(1)),
        },
        revocations: { isRunRevoked: async () => situation.revoked === true },
        optOutFlags: situation.optOutFlags ?? usualOptOutFlags,
      },
      new AbortController().signal,
    );
    return { withdrawn, said, asked, accounts };
  }

  it('takes the mark back from a sync whose lists changed, and from no other', async () => {
    expect(await look()).toMatchObject({ withdrawn: [idOf(9)], asked: [70] });
  });

  it('leaves a sync alone whose run is on its way, and one that this store has not synced', async () => {
    expect(await look({ active: 'run' as SyncRunId })).toEqual({ withdrawn: [], said: [], asked: [], accounts: [] });
    expect(await look({ unknown: true })).toEqual({ withdrawn: [], said: [], asked: [], accounts: [] });
  });

  it('asks after primary contacts of lists of accounts that the sync still has, and of no other list', async () => {
    const people = { ...fixed, id: idOf(5), name: 'People' };
    const gone = { ...firms, id: idOf(6), name: 'Gone' };
    const { accounts } = await look({ lists: [people, firms, gone], syncs: [sync(8, [now(people), now(firms)])] });
    expect(accounts).toEqual(['Firms']);
  });

  it('leaves a row for the next look that was changed meanwhile', async () => {
    expect((await look({ changed: true })).withdrawn).toEqual([]);
  });

  it.each<[string, Situation, string]>([
    ['somebody came while somebody else left', { newest: new Map([[idOf(1), 71]]) }, '"Spring" has other members'],
    ['other flags count', { optOutFlags: ['donotphone'] }, 'other flags stand against a mailing'],
    ['the links of the run were taken back', { revoked: true }, 'links made for its last run were taken back'],
    [
      'another primary contact was chosen',
      { lists: [firms], syncs: [sync(8, [now(firms)])], contacts: [idOf(1), idOf(7)] },
      'an account on marketing list "Firms" (not ready: 1)',
    ],
    [
      'too many accounts changed to look at',
      { lists: [firms], syncs: [sync(8, [now(firms)])], contacts: null },
      'many accounts on marketing list "Firms"',
    ],
  ])('takes the mark back when %s', async (_, situation, reason) => {
    const { withdrawn, said } = await look({ syncs: [sync(8, [now(fixed)])], ...situation });
    expect(withdrawn).toEqual([idOf(8)]);
    expect(said.join()).toContain(reason);
  });

  it('keeps the mark where the newest membership is the one that was synced, and the primary contact is a member', async () => {
    expect((await look({ syncs: [sync(8, [now(fixed)])], newest: new Map([[idOf(1), 70]]) })).withdrawn).toEqual([]);
    const members = { lists: [firms], syncs: [sync(8, [now(firms)])], contacts: [idOf(1)] };
    expect((await look(members)).withdrawn).toEqual([]);
  });
});
