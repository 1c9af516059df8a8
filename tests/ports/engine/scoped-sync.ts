import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { aPerson, FakeDataverse, personId, type Person } from './fake-dataverse';
import { aList, range, rowId, runIdOf, World, type Backend } from './world';

/** Lists of the sync by number: two static ones of contacts that overlap, a dynamic one of contacts, one of leads. */
export const scopedLists = [
  aList(1, 'contact'),
  aList(2, 'contact'),
  aList(3, 'contact', { kind: 'dynamic', name: 'Dynamic', query: '<fetch/>' }),
  aList(4, 'lead'),
];

/** People that there are, by number: the last ten contacts are those that the dynamic list finds. */
const people = { contact: 30, lead: 6 } as const;
const everybody = (['contact', 'lead'] as const).flatMap((table) =>
  range(0, people[table]).map((number) => ({ table, id: personId(table, number) })),
);

/** What can be seen of a run that completed. */
export interface Seen {
  readonly members: Readonly<Record<SelectableTable, number>>;
  /** Members by outcome, those that are ready together. */
  readonly counts: Readonly<Record<string, number>>;
  readonly perList: readonly number[];
  /** Open Trace rows of members. */
  readonly traces: readonly string[];
  /** Stored first names by member. */
  readonly stored: Readonly<Record<string, string>>;
}

/**
 * A sync whose runs cover some lists or all, and beside it what such runs have to leave: of lists and people the state in
 * which a run that covers them has read them last.
 */
export class ScopedSync {
  readonly world: World;
  readonly #backend: Backend;
  #readLists = new Map<number, ReadonlySet<RowId>>();
  #readPeople = new Map<RowId, Person | null>();

  constructor(backend: Backend, dataSyncId: RowId = rowId(1)) {
    this.#backend = backend;
    const source = new FakeDataverse({ pageRows: 4, concurrency: 2 });
    this.world = new World(backend, { source, lists: scopedLists, dataSyncId });
    this.world.runType = 'automatic';
    for (const table of ['contact', 'lead'] as const) {
      source.add(
        table,
        range(0, people[table]).map((number) => aPerson(table, number)),
      );
    }
    source.queries.set('Dynamic', (person) => person.id >= personId('contact', 20) && person['firstname'] !== 'Gone');
    this.world.enlist(1, 'contact', range(0, 12));
    this.world.enlist(2, 'contact', range(8, 24));
    this.world.enlist(4, 'lead', range(0, 5));
  }

  /** Makes somebody another, as of now. */
  change(table: SelectableTable, number: number, more: Readonly<Record<string, unknown>>): void {
    this.world.source.add(table, [aPerson(table, number, { modifiedon: new Date(), ...more })]);
  }

  /** Deletes somebody, and with him his memberships. */
  delete(table: SelectableTable, number: number): void {
    const id = personId(table, number);
    this.world.source.people[table].delete(id);
    for (const members of this.world.source.members.values()) members.delete(id);
  }

  leave(list: number, table: SelectableTable, number: number): void {
    this.world.source.members.get(rowId(list))?.delete(personId(table, number));
  }

  /** Runs over some lists, by number, or over all. */
  async run(number: number, lists: readonly number[] | null, type: 'automatic' | 'full' = 'automatic'): Promise<void> {
    this.ask(lists, type);
    await this.world.run(number);
    this.expectRead(lists);
  }

  ask(lists: readonly number[] | null, type: 'automatic' | 'full' | 'retry' = 'automatic'): void {
    this.world.runType = type;
    this.world.parameters = lists === null ? null : { listIds: lists.map(rowId) };
  }

  /** From now on these lists, and whoever is on one of them, have been read as they are. */
  expectRead(lists: readonly number[] | null): void {
    for (const list of lists ?? [1, 2, 3, 4]) {
      const members = this.#membersNow(list);
      this.#readLists.set(list, members);
      for (const id of members) this.#readPeople.set(id, this.#personNow(id));
    }
  }

  /** Whoever failed has been read again. */
  expectRetried(): void {
    for (const [id, person] of this.#readPeople) {
      if (outcomeOf(person).startsWith('failed')) this.#readPeople.set(id, this.#personNow(id));
    }
  }

  expected(): Seen {
    const counts: Record<string, number> = {};
    const members = { contact: 0, lead: 0 };
    const traces: string[] = [];
    const stored: Record<string, string> = {};
    const all = new Set([...this.#readLists.values()].flatMap((list) => [...list]));
    for (const { table, id } of everybody) {
      if (!all.has(id)) continue;
      const person = this.#readPeople.get(id) ?? null;
      const outcome = outcomeOf(person);
      members[table] += 1;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (outcome.startsWith('failed')) traces.push(`VALUE_NOT_ALLOWED ${id}`);
      if (outcome === 'ready') stored[id] = String(person?.['firstname']);
    }
    const perList = [1, 2, 3, 4].map((list) => this.#readLists.get(list)?.size ?? 0);
    return { members, counts, perList, traces: traces.sort(), stored };
  }

  async seen(number: number): Promise<Seen> {
    const { counts: found, members } = await this.world.outcome(number);
    const counts: Record<string, number> = {};
    for (const [outcome, count] of [...Object.entries(found.contact), ...Object.entries(found.lead)]) {
      const key = outcome === 'synced' || outcome === 'unchanged' ? 'ready' : outcome;
      if (count > 0) counts[key] = (counts[key] ?? 0) + count;
    }
    await using storage = await this.#backend.open();
    const lists = await storage.read.counts.lists(runIdOf(number));
    const open = await storage.read.traces.open(runIdOf(number), null, 1_000);
    const stored: Record<string, string> = {};
    await this.world.reader(async ({ profiles }) => {
      for (const { table, id } of everybody) {
        const profile = await profiles.find(table, id);
        if (profile !== null) stored[id] = String(profile.values['firstname']);
      }
    });
    return {
      members: members ?? { contact: 0, lead: 0 },
      counts,
      perList: lists.map((list) => list.members),
      traces: open.flatMap(({ code, member }) => (member === null ? [] : [`${code} ${member.id}`])).sort(),
      stored,
    };
  }

  #membersNow(list: number): ReadonlySet<RowId> {
    const { source } = this.world;
    if (list !== 3) return new Set(source.members.get(rowId(list)));
    const finds = source.queries.get('Dynamic');
    return new Set([...source.people.contact.values()].filter((one) => finds?.(one) === true).map(({ id }) => id));
  }

  #personNow(id: RowId): Person | null {
    const { people: all } = this.world.source;
    return all.contact.get(id) ?? all.lead.get(id) ?? null;
  }
}

/** By the rules that the product states, written down once more. */
function outcomeOf(person: Person | null): string {
  if (person === null) return 'skipped-deleted';
  if (person['statecode'] !== 0) return 'skipped-inactive';
  if (person['emailaddress1'] === null) return 'skipped-no-email';
  if (person['donotbulkemail'] === true) return 'skipped-opted-out';
  return person['birthdate'] === 'x' ? 'failed-value' : 'ready';
}
