import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { aPerson, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, rowId, runIdOf, World, type Backend, type WorldOptions } from './world';

/** The brake: per list, per kind of member and in all; released by a person, for the numbers that were shown. */
export function brakeSuite(store: SuiteStore): void {
  it('N8 stops again and again instead of replacing what is stored by nothing, however often it is started', async () => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 25);
    await world.run(1);
    on(world, 1, 'contact', 0);
    for (const run of [2, 3, 4]) await world.run(run);
    for (const run of [2, 3, 4]) expect(await endOf(world, run)).toBe('NO_MEMBERS');
    expect(await isStored(world, 'contact', 7)).toBe(true);
    await confirmed(world, 5, 4);
    expect(await endOf(world, 5)).toBe('completed');
    expect(await isStored(world, 'contact', 7)).toBe(false);
    // Lists that stay empty are no news.
    await world.run(6);
    expect(await endOf(world, 6)).toBe('completed');
  });

  it.each([
    ['above half', 21, 'completed'],
    ['exactly half', 20, 'completed'],
    ['below half', 19, 'SHRINK_BRAKE'],
  ])('N8 of 40 members, %s: %i end %s', async (_which, left, end) => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 40);
    await world.run(1);
    on(world, 1, 'contact', left);
    await world.run(2);
    expect(await endOf(world, 2)).toBe(end);
    expect(await isStored(world, 'contact', 39)).toBe(end !== 'completed');
  });

  it.each([
    ['above half', 21, 'completed'],
    ['exactly half', 20, 'completed'],
    ['below half', 19, 'SHRINK_BRAKE'],
  ])('N8 counts leads beside contacts: of 40, %s (%i) end %s', async (_which, left, end) => {
    // Both lists together stay above half in every case: the leads alone decide.
    const world = aWorld(store.backend, { lists: [aList(1, 'contact'), aList(2, 'lead'), aList(3, 'lead')] });
    on(world, 1, 'contact', 100);
    on(world, 2, 'lead', 20);
    on(world, 3, 'lead', 20, 100);
    await world.run(1);
    on(world, 2, 'lead', 10);
    on(world, 3, 'lead', left - 10, 100);
    await world.run(2);
    expect(await endOf(world, 2)).toBe(end);
    if (end === 'SHRINK_BRAKE') expect(await messageOf(world, 2)).toContain(`leads: 40 before, ${left} now`);
  });

  it('K6 exactly half needs no confirmation, and a run that was not stopped cannot be confirmed', async () => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 40);
    await world.run(1);
    on(world, 1, 'contact', 20);
    await world.run(2);
    expect(await endOf(world, 2)).toBe('completed');
    on(world, 1, 'contact', 9);
    await world.run(3);
    expect(await endOf(world, 3)).toBe('SHRINK_BRAKE');
    // One that names a run which was not stopped releases nothing.
    await confirmed(world, 4, 2);
    expect(await endOf(world, 4)).toBe('SHRINK_BRAKE');
    await confirmed(world, 5, 4);
    expect(await endOf(world, 5)).toBe('completed');
  });

  it.each([
    ['leads of two kinds', 'lead', 'contact'],
    ['contacts of two kinds', 'contact', 'lead'],
    ['one contact list of two', 'contact', 'contact'],
    ['one lead list of two', 'lead', 'lead'],
  ] as const)('K6 stops when %s came back empty and the rest is well', async (_which, empty, well) => {
    const world = aWorld(store.backend, { lists: [aList(1, well), aList(2, empty)] });
    on(world, 1, well, 100);
    on(world, 2, empty, 10, 200);
    await world.run(1);
    on(world, 2, empty, 0);
    await world.run(2);
    expect(await endOf(world, 2)).toBe('SHRINK_BRAKE');
    expect(await isStored(world, empty, 205)).toBe(true);
    expect(await messageOf(world, 2)).toContain('marketing list "List 2": 10 before, 0 now');
  });

  it('K6 counts people once: two lists that come to hold the same people have lost half of all', async () => {
    const world = aWorld(store.backend, { lists: [aList(1, 'contact'), aList(2, 'contact')] });
    on(world, 1, 'contact', 20);
    on(world, 2, 'contact', 20, 100);
    await world.run(1);
    on(world, 1, 'contact', 15);
    on(world, 2, 'contact', 15);
    await world.run(2);
    expect(await messageOf(world, 2)).toContain('(contacts: 40 before, 15 now)');
  });

  it('K6 a confirmation holds for the numbers that were shown: 100 to 40 does not release 40 to 1', async () => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 100);
    await world.run(1);
    on(world, 1, 'contact', 40);
    await world.run(2);
    on(world, 1, 'contact', 1);
    await confirmed(world, 3, 2);
    expect(await endOf(world, 3)).toBe('SHRINK_BRAKE');
    expect(await messageOf(world, 3)).toContain('the numbers are not those');
    expect(await isStored(world, 'contact', 99)).toBe(true);
    // What is new has been said now, and may be confirmed.
    await confirmed(world, 4, 3);
    expect(await endOf(world, 4)).toBe('completed');
  });

  it.each([
    ['as many as were shown', 40, 'completed'],
    ['one more', 41, 'completed'],
    ['one fewer', 39, 'SHRINK_BRAKE'],
  ])('K6 after 100 to 40 was confirmed, %s (%i) end %s', async (_which, found, end) => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 100);
    await world.run(1);
    on(world, 1, 'contact', 40);
    await world.run(2);
    on(world, 1, 'contact', found);
    await confirmed(world, 3, 2);
    expect(await endOf(world, 3)).toBe(end);
  });

  it('K6 confirming one list says nothing of another one', async () => {
    const world = aWorld(store.backend, { lists: [aList(1, 'contact'), aList(2, 'lead')] });
    on(world, 1, 'contact', 30);
    on(world, 2, 'lead', 30);
    await world.run(1);
    on(world, 1, 'contact', 3);
    await world.run(2);
    on(world, 2, 'lead', 3);
    await confirmed(world, 3, 2);
    expect(await endOf(world, 3)).toBe('SHRINK_BRAKE');
  });

  it('K6 a confirmation names the last run of its own sync, stopped for its numbers', async () => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 50);
    await world.run(1);
    on(world, 1, 'contact', 5);
    await world.run(2);
    await world.run(3);
    // Not the last one any more, one that was never stopped, one that nobody knows.
    for (const [run, named] of [
      [4, 2],
      [5, 1],
      [6, 99],
    ] as const) {
      await confirmed(world, run, named);
      expect(await endOf(world, run)).toBe('SHRINK_BRAKE');
    }
    await confirmed(world, 7, 6);
    expect(await endOf(world, 7)).toBe('completed');
  });

  it('K6 a list that was taken off the sync, or added, is no loss', async () => {
    const world = aWorld(store.backend, { lists: [aList(1, 'contact'), aList(2, 'contact')] });
    on(world, 1, 'contact', 10);
    on(world, 2, 'contact', 90, 100);
    await world.run(1);
    world.lists = [aList(1, 'contact')];
    await world.run(2);
    expect(await endOf(world, 2)).toBe('completed');
    world.lists = [aList(1, 'contact'), aList(3, 'lead')];
    await world.run(3);
    expect(await endOf(world, 3)).toBe('completed');
  });

  it('K6 a large list that is new does not hide what the others lost', async () => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 100);
    await world.run(1);
    world.lists = [aList(1, 'contact'), aList(2, 'contact')];
    on(world, 1, 'contact', 10);
    on(world, 2, 'contact', 500, 1000);
    await world.run(2);
    expect(await endOf(world, 2)).toBe('SHRINK_BRAKE');
  });

  it('K6 tells the run row the numbers, so that the form can ask', async () => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 100);
    await world.run(1);
    on(world, 1, 'contact', 40);
    await world.run(2);
    const row = (await world.outcome(2)).messages.findLast((message) => message.kind === 'run-row');
    expect(row?.kind === 'run-row' ? row.patch.brake : null).toEqual([
      { of: 'list', id: rowId(1), name: 'List 1', before: 100, now: 40 },
      { of: 'table', table: 'contact', before: 100, now: 40 },
    ]);
  });

  it('K6 an incremental run is stopped like a full one', async () => {
    const world = aWorld(store.backend);
    on(world, 1, 'contact', 60);
    await world.run(1);
    world.runType = 'automatic';
    on(world, 1, 'contact', 29);
    await world.run(2);
    expect(await endOf(world, 2)).toBe('SHRINK_BRAKE');
    await confirmed(world, 3, 2);
    expect(await endOf(world, 3)).toBe('completed');
    // From now on the smaller number is what is compared with.
    on(world, 1, 'contact', 15);
    await world.run(4);
    expect(await endOf(world, 4)).toBe('completed');
  });
}

function aWorld(backend: Backend, options: WorldOptions = {}): World {
  const world = new World(backend, options);
  for (const table of ['contact', 'lead'] as const) {
    world.source.add(
      table,
      range(0, 250).map((number) => aPerson(table, number)),
    );
  }
  world.source.add(
    'contact',
    range(1000, 1500).map((number) => aPerson('contact', number)),
  );
  return world;
}

/** Makes so many people the members of a list, and nobody else. */
function on(world: World, list: number, table: SelectableTable, members: number, first = 0): void {
  world.source.members.delete(rowId(list));
  world.enlist(list, table, range(first, first + members));
}

async function confirmed(world: World, run: number, stopped: number): Promise<void> {
  world.parameters = { confirm: runIdOf(stopped) };
  await world.run(run);
  world.parameters = null;
}

/** `completed`, or the code of the failure. */
async function endOf(world: World, run: number): Promise<string> {
  const { status, failure } = await world.outcome(run);
  return failure ?? status;
}

async function messageOf(world: World, run: number): Promise<string> {
  // Before it there may be how far the run was.
  const row = (await world.outcome(run)).messages.findLast((message) => message.kind === 'sync-row');
  return row?.kind === 'sync-row' ? (row.patch.message ?? '') : '';
}

function isStored(world: World, table: SelectableTable, number: number): Promise<boolean> {
  return world.reader(async (reader) => (await reader.profiles.find(table, personId(table, number))) !== null);
}
