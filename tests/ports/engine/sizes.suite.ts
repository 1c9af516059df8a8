import { noOutcomes } from '@pmds/contracts/run/counts';
import type { RowId } from '@pmds/contracts/ids';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aList, range, runIdOf, World } from './world';

/** What is met only where there is more than one: page, batch, list of the same people, and rows larger than usual. */
export function sizesSuite(store: SuiteStore): void {
  type Repeat = <Row extends { readonly id: string }>(
    rows: readonly Row[],
    cookie: string | undefined,
  ) => readonly Row[];

  /** One dynamic list of 45 contacts in pages of 10, whose query answers with repeated neighbours. */
  function repeatingWorld(stage: 'scan' | 'read', repeat: Repeat): World {
    const source = new FakeDataverse({ pageRows: 10, concurrency: 1 });
    const world = new World(store.backend, {
      source,
      lists: [aList(1, 'contact', { kind: 'dynamic', name: 'All', query: '<fetch/>' })],
    });
    source.add(
      'contact',
      range(0, 45).map((number) => aPerson('contact', number, number === 12 ? { birthdate: 'x' } : {})),
    );
    source.queries.set('All', () => true);
    const [scan, read] = [source.membershipPage.bind(source), source.memberPage.bind(source)];
    if (stage === 'scan') {
      source.membershipPage = async (from, slice, at) => {
        const page = await scan(from, slice, at);
        return { ...page, rows: repeat(page.rows, at?.cookie) };
      };
    } else {
      source.memberPage = async (request, take) => {
        const page = await read(request, take);
        return { ...page, rows: repeat(page.rows, request.at?.cookie) };
      };
    }
    return world;
  }
  const once = { ...noOutcomes, synced: 44, 'failed-value': 1 };

  it.each(['scan', 'read'] as const)('counts once who is repeated within a page of the %s', async (stage) => {
    let repeats = 0;
    const world = repeatingWorld(stage, (rows) =>
      rows.flatMap((row, index) => {
        repeats += index % 3 === 0 ? 2 : 0;
        return index % 3 === 0 ? [row, row, row] : [row];
      }),
    );
    await world.run(1);
    expect(repeats).toBeGreaterThan(20);
    const { counts, members, errors, traces } = await world.outcome(1);
    expect({ members, errors, traces: traces.length }).toEqual({
      members: { contact: 45, lead: 0 },
      errors: 1,
      traces: 1,
    });
    expect(counts.contact).toEqual(once);
  });

  it.each(['scan', 'read'] as const)('counts once who ends a page of the %s and begins the next', async (stage) => {
    const met = new Map<string, unknown>();
    let repeats = 0;
    const world = repeatingWorld(stage, (rows, cookie) => {
      for (const row of rows) met.set(row.id, row);
      // The cookie of a page begins with the id of the last row before it.
      const before = met.get(cookie?.split(' ')[0] ?? '') as (typeof rows)[number] | undefined;
      if (before === undefined) return rows;
      repeats += 1;
      return [before, before, ...rows];
    });
    // The one who fails ends a page as well.
    world.source.add('contact', [aPerson('contact', 12), aPerson('contact', 9, { birthdate: 'x' })]);
    await world.run(1);
    expect(repeats).toBeGreaterThanOrEqual(4);
    const { counts, members, errors, traces } = await world.outcome(1);
    expect({ members, errors, traces: traces.length }).toEqual({
      members: { contact: 45, lead: 0 },
      errors: 1,
      traces: 1,
    });
    expect(counts.contact).toEqual(once);
  });

  it('looks for the missing in as many batches as it takes', async () => {
    const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 10 }) });
    const { source } = world;
    source.add(
      'contact',
      range(0, 60).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 60));
    // Three batches of 7 and one of 2: they leave the list, are deleted or cannot be read after the scan.
    const asked: number[] = [];
    source.beforePage = (page) => {
      if (page !== 1) return;
      const list = source.members.values().next().value;
      for (const number of range(30, 40)) list?.delete(personId('contact', number));
      for (const number of range(40, 48)) source.people.contact.delete(personId('contact', number));
      for (const number of range(48, 53)) source.unreadable.add(personId('contact', number));
    };
    const byId = source.membersById.bind(source);
    source.membersById = (ids, ...given) => {
      asked.push(ids.length);
      return byId(ids, ...given);
    };
    await world.run(1);
    expect(asked).toEqual([7, 7, 7, 2]);
    const { counts, errors } = await world.outcome(1);
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 47, 'skipped-deleted': 8, 'failed-unreadable': 5 });
    expect(errors).toBe(5);
  });

  it('looks for exactly as many missing as fit into a batch, and for one more', async () => {
    for (const missing of [7, 8]) {
      await store.renew();
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 10 }) });
      world.source.add(
        'contact',
        range(0, 20).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 20 + missing));
      await world.run(1);
      expect((await world.outcome(1)).counts.contact).toEqual({
        ...noOutcomes,
        synced: 20,
        'skipped-deleted': missing,
      });
    }
  });

  it('gives what is stored and who was on which list page by page, each row once', async () => {
    const world = new World(store.backend, { lists: [aList(1, 'contact'), aList(2, 'contact')] });
    world.source.add(
      'contact',
      range(0, 25).map((number) => aPerson('contact', number)),
    );
    world.enlist(1, 'contact', range(0, 25));
    world.enlist(2, 'contact', range(5, 15));
    await world.run(1);
    const storage = await store.backend.open();
    const run = await storage.read.runs.find(runIdOf(1));
    await storage[Symbol.asyncDispose]();
    await using proof = store.backend.openProof();
    const stored: RowId[] = [];
    for (let rows = await proof.storedRows(run!, 'contact', null, 10); rows.length > 0 && stored.length < 100;) {
      stored.push(...rows.map(({ id }) => id));
      rows = await proof.storedRows(run!, 'contact', stored.at(-1) ?? null, 10);
    }
    expect(stored).toEqual(range(0, 25).map((number) => personId('contact', number)));
    const memberships: string[] = [];
    for (let rows = await proof.memberships(run!, null, 10); rows.length > 0 && memberships.length < 100;) {
      memberships.push(...rows.map(({ list, id }) => `${list} ${id}`));
      rows = await proof.memberships(run!, rows.at(-1) ?? null, 10);
    }
    expect(memberships).toHaveLength(35);
    expect(new Set(memberships).size).toBe(35);
  });

  it.each([16, 64, 300])(
    'keeps rows of %i KB, many to a page, and finds them unchanged afterwards',
    async (kilobytes) => {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 10 }) });
      const long = (number: number) => `${number} ${'ä€'.repeat((kilobytes * 1024) / 5 + 1)}`;
      world.source.add(
        'contact',
        range(0, 25).map((number) => aPerson('contact', number, { firstname: long(number) })),
      );
      world.enlist(1, 'contact', range(0, 25));
      await world.run(1);
      const found = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 24)));
      expect(found?.values['firstname']).toBe(long(24));
      await world.run(2);
      expect((await world.outcome(2)).counts.contact).toEqual({ ...noOutcomes, unchanged: 25 });
    },
  );

  it('OC-11 counts nobody twice when it falls back to full after members were counted', async () => {
    const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 5 }) });
    world.source.add(
      'contact',
      range(0, 40).map((number) => aPerson('contact', number, number < 2 ? { birthdate: 'x' } : {})),
    );
    world.enlist(1, 'contact', range(0, 40));
    world.runType = 'automatic';
    await world.run(1);
    const later = new Date(Date.now() + 60_000);
    const changed = (number: number, more: object) => aPerson('contact', number, { modifiedon: later, ...more });
    world.source.add('contact', [
      ...range(10, 22).map((number) => changed(number, { firstname: 'Changed' })),
      ...range(22, 25).map((number) => changed(number, { statecode: 1 })),
      ...range(25, 27).map((number) => changed(number, { birthdate: 'x' })),
    ]);
    // One of those that were not read vanishes when all others are counted, just before the run would end.
    let vanishes = true;
    const asItWas = world.lookAgain;
    world.lookAgain = async (run) => {
      if (vanishes) await store.backend.dropProfile(1, personId('contact', 30));
      vanishes = false;
      return asItWas(run);
    };
    await world.run(2);
    expect(world.told.filter((name) => name === 'run-fell-back')).toHaveLength(1);
    const again = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 30)));
    expect(again?.values['firstname']).toBe('Person 30');
    const { counts, errors, traces, status, runType } = await world.outcome(2);
    expect(runType).toBe('full');
    expect(counts.contact).toMatchObject({ 'skipped-inactive': 3, 'failed-value': 4 });
    expect(counts.contact.synced + counts.contact.unchanged).toBe(33);
    expect({ errors, traces: new Set(traces).size, status }).toEqual({
      errors: 4,
      traces: 4,
      status: 'completed-with-errors',
    });
  });
}
