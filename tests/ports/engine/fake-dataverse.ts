import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { memberReader, members } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/member-records';
import type { QueryNote } from '@pmds/contracts/run/query-notes';
import type { RunReadLimit } from '@pmds/bridge/domain/access/read-limit';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import type { RecordLayout } from '@pmds/bridge/domain/member/record/record-layout';
import type { PlannedList } from '@pmds/bridge/domain/run/run';
import type {
  AccountCount,
  ChangedMembersRequest,
  MemberPage,
  MemberPageRequest,
  MemberSource,
  PagePosition,
  Presence,
  RecipientSource,
  SourceChecks,
  SourcePace,
  ListReads,
  MemberReads,
  Slice,
  SliceSpan,
  TakeRecord,
} from '@pmds/bridge/ports/recipient-source';
import type { OwnWrites } from '@pmds/bridge/ports/store/links/written-links';

export type Person = Readonly<Record<string, unknown>> & { readonly id: RowId; readonly createdon: Date };

/** An id that sorts like its number, so that tests can talk of the n-th person. */
export function personId(table: SelectableTable, number: number): RowId {
  const id = parseRowId(`00000000-0000-4000-800${table === 'contact' ? '0' : '1'}-${String(number).padStart(12, '0')}`);
  if (!id.ok) throw new Error('The test made an id that is none.');
  return id.value;
}

export const columns: readonly ColumnPlan[] = [
  { logicalName: 'firstname', kind: 'text', property: 'firstname' },
  { logicalName: 'birthdate', kind: 'datetime', property: 'birthdate' },
];

/** A member in good order; `more` overrides. */
export function aPerson(table: SelectableTable, number: number, more: Readonly<Record<string, unknown>> = {}): Person {
  return {
    id: personId(table, number),
    createdon: new Date(Date.UTC(2024, 0, 1) + number * 60_000),
    statecode: 0,
    emailaddress1: `person${number}@example.org`,
    firstname: `Person ${number}`,
    birthdate: '1980-05-17',
    ...more,
  };
}

/** Changing a person in a test says so by `modifiedon`; who was never changed is as old as created. */
function modifiedOn(person: Person): Date {
  return person['modifiedon'] instanceof Date ? person['modifiedon'] : person.createdon;
}

/** Since then, and not last by the service itself. */
function isChanged(person: Person, since: Date, ownWrites: readonly OwnWrites[]): boolean {
  const at = modifiedOn(person);
  const ours = ownWrites.some(
    ({ from, until, users }) => at >= from && at <= until && users.some((user) => user === person['modifiedby']),
  );
  return at >= since && !ours;
}

function pageOf<Value>(
  people: readonly Person[],
  layout: RecordLayout,
  take: TakeRecord<Value>,
  next: PagePosition | null,
): MemberPage<Value> {
  const reader = memberReader(layout, null, take);
  return members({
    values: people.map((person) => reader.take({ ...person, [`${layout.table}id`]: person.id })),
    next,
  });
}

/** People and lists in memory, paged as Dataverse pages; tests change them between pages. */
export class FakeDataverse implements SourceChecks, ListReads, MemberReads, SourcePace {
  readonly maxIdsPerCall = 7;
  readonly maxSampledPerCall = 20;
  pageTakesMs = 1_000;
  readonly pageRows: number;
  concurrency: number;
  waiting: { readonly untilMs: number; readonly reason: string } | null = null;
  readonly people: Record<SelectableTable, Map<RowId, Person>> = { contact: new Map(), lead: new Map() };
  /** Members per static list. */
  readonly members = new Map<RowId, Set<RowId>>();
  /** Members of dynamic lists, by list name. */
  readonly queries = new Map<string, (person: Person) => boolean>();
  readonly unreadable = new Set<RowId>();
  columns: readonly ColumnPlan[] = columns;
  /** Called before each page of members, with its number among all of the run. */
  beforePage: (page: number) => void | Promise<void> = () => undefined;
  /** Called before it is asked who changed meanwhile. */
  beforeCheck: () => void | Promise<void> = () => undefined;
  /** What it answers when it is asked for the first mail to lists. */
  firstSend: (lists: readonly RowId[], from: Date) => Date | null = () => null;
  pages = 0;
  /** Rows of members that were asked for, by page or by id. */
  memberRows = 0;
  membershipPages = 0;

  constructor(options: { readonly pageRows?: number; readonly concurrency?: number } = {}) {
    this.pageRows = options.pageRows ?? 10;
    this.concurrency = options.concurrency ?? 2;
  }

  /** For those who take it as the port. */
  get source(): RecipientSource {
    return { checks: this, lists: this, members: this, pace: this };
  }

  add(table: SelectableTable, people: readonly Person[]): void {
    for (const person of people) this.people[table].set(person.id, person);
  }

  /** Another view of the same people and lists, with pages of its own. */
  alike(): FakeDataverse {
    const other = new FakeDataverse({ pageRows: this.pageRows, concurrency: this.concurrency });
    for (const table of selectableTables) other.add(table, [...this.people[table].values()]);
    for (const [list, members] of this.members) other.members.set(list, members);
    return other;
  }

  planColumns(): ReturnType<SourceChecks['planColumns']> {
    return Promise.resolve({ contact: this.columns, lead: this.columns });
  }

  /** Tables that are not read as a whole. */
  limits: readonly RunReadLimit[] = [];

  checkAccess(): Promise<readonly RunReadLimit[]> {
    return Promise.resolve(this.limits);
  }

  queryNotes(): Promise<readonly QueryNote[]> {
    return Promise.resolve([]);
  }

  sources(lists: readonly PlannedList[]): readonly MemberSource[] {
    const fixed = selectableTables.flatMap((table): readonly MemberSource[] => {
      const own = [...lists.entries()].filter(([, list]) => list.table === table && list.kind === 'static');
      if (own.length === 0) return [];
      const listIds = own.map(([, list]) => list.id);
      return [{ table, lists: own.map(([number]) => number), query: { kind: 'static', listIds } }];
    });
    const dynamic = [...lists.entries()]
      .filter(([, list]) => list.kind === 'dynamic')
      .map(([number, list]): MemberSource => {
        return { table: list.table, lists: [number], query: { kind: 'dynamic', fetchXml: '', listName: list.name } };
      });
    return [...fixed, ...dynamic];
  }

  accountsWithoutContact(_list: PlannedList): Promise<AccountCount> {
    return Promise.resolve({ atLeast: 0, more: false });
  }

  async membershipPage(
    source: MemberSource,
    slice: Slice,
    at: PagePosition | null,
  ): ReturnType<ListReads['membershipPage']> {
    this.membershipPages += 1;
    const rest = this.#memberships(source).filter(
      ({ key, value }) =>
        key > (at?.cookie ?? '') &&
        (slice.from === null || value >= slice.from) &&
        (slice.to === null || value < slice.to),
    );
    const page = rest.slice(0, this.pageRows);
    const next = rest.length > this.pageRows ? { page: (at?.page ?? 0) + 1, cookie: page.at(-1)?.key ?? '' } : null;
    return { rows: page.map(({ list, id }) => ({ list, id })), invalidIds: [], next };
  }

  pageMs(): number {
    return this.pageTakesMs;
  }

  async membershipSpan(source: MemberSource): Promise<SliceSpan | null> {
    const values = this.#memberships(source).map(({ value }) => value);
    const [smallest, largest] = [Math.min(...values), Math.max(...values)];
    return smallest < largest ? { smallest, largest, rowsAtMost: values.length } : null;
  }

  /** Memberships by their key; the value they are sliced by has nothing to do with their order. */
  #memberships(source: MemberSource) {
    const { query } = source;
    const found =
      query.kind === 'static'
        ? query.listIds.flatMap((list, index) =>
            [...(this.members.get(list) ?? [])].map((id) => ({ list: source.lists[index] ?? 0, id })),
          )
        : this.#of(source).map(({ id }) => ({ list: source.lists[0] ?? 0, id }));
    return found
      .map((row) => ({ ...row, key: `${row.id} ${row.list}`, value: (Number(row.id.slice(-12)) * 37) % 101 }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** People of whom a lookup names a row that was changed since; `null`: Dataverse does not tell. */
  relabelled: ReadonlySet<RowId> | null = new Set();

  labelsChanged(): Promise<boolean | null> {
    return Promise.resolve(this.relabelled === null ? null : this.relabelled.size > 0);
  }

  async memberPage<Value>(
    { source, layout, slice, changedSince, ownWrites = [], relabelled, at }: MemberPageRequest,
    take: TakeRecord<Value>,
  ): Promise<MemberPage<Value>> {
    const renamed = (id: RowId): boolean => relabelled === true && this.relabelled?.has(id) === true;
    this.pages += 1;
    await this.beforePage(this.pages);
    const after = at?.cookie ?? '';
    const rest = this.#of(source).filter(
      (person) =>
        person.id > after &&
        (changedSince === null || isChanged(person, changedSince, ownWrites) || renamed(person.id)) &&
        (slice.from === null || person.createdon.getTime() >= slice.from) &&
        (slice.to === null || person.createdon.getTime() < slice.to),
    );
    const page = rest.slice(0, this.pageRows);
    this.memberRows += page.length;
    const cookie = page.at(-1)?.id ?? '';
    const next = rest.length > this.pageRows ? { page: (at?.page ?? 0) + 1, cookie } : null;
    return pageOf(page, layout, take, next);
  }

  async changedMembers<Value>(
    { sources, layout, changedSince, ownWrites = [] }: ChangedMembersRequest,
    take: TakeRecord<Value>,
  ): Promise<MemberPage<Value>> {
    await this.beforeCheck();
    const people = [...this.people[sources[0]?.table ?? 'contact'].values()];
    const changed = people
      .filter((person) => isChanged(person, changedSince, ownWrites))
      .sort((a, b) => modifiedOn(b).getTime() - modifiedOn(a).getTime());
    const page = changed.slice(0, this.pageRows);
    const next = changed.length > this.pageRows ? { page: 1, cookie: page.at(-1)?.id ?? '' } : null;
    return pageOf(page, layout, take, next);
  }

  async createdOn(table: SelectableTable, ids: readonly RowId[]): Promise<readonly Date[]> {
    return ids.flatMap((id) => this.people[table].get(id)?.createdon ?? []);
  }

  async membersById<Value>(
    ids: readonly RowId[],
    layout: RecordLayout,
    take: TakeRecord<Value>,
  ): Promise<MemberPage<Value>> {
    const found = ids.flatMap((id) => (this.unreadable.has(id) ? [] : (this.people[layout.table].get(id) ?? [])));
    this.memberRows += found.length;
    return pageOf(found, layout, take, null);
  }

  async plannedSend(lists: readonly PlannedList[], from: Date): Promise<Date | null> {
    const ids = lists.map((list) => list.id);
    return this.firstSend(ids, from);
  }

  async presence(table: SelectableTable, ids: readonly RowId[]): Promise<ReadonlyMap<RowId, Presence>> {
    return new Map(
      ids.map((id) => [id, !this.people[table].has(id) ? 'gone' : this.unreadable.has(id) ? 'unreadable' : 'readable']),
    );
  }

  #of(source: MemberSource): readonly Person[] {
    const all = [...this.people[source.table].values()].filter((person) => !this.unreadable.has(person.id));
    const { query } = source;
    const matches =
      query.kind === 'static'
        ? (person: Person) => query.listIds.some((list) => this.members.get(list)?.has(person.id))
        : (this.queries.get(query.listName) ?? (() => false));
    return all.filter(matches).sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
