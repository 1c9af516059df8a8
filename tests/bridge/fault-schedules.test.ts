import { randomUUID } from 'node:crypto';
import { noOutcomes } from '@pmds/contracts/counts';
import type { PlannedList } from '@pmds/bridge/domain/run';
import { aRow, EngineWorld, range } from './engine/engine-world';

const kinds = ['status', 'status', 'reset', 'truncate', 'slow', 'not-json', 'throttle'] as const;

/** The same schedule for the same seed: trouble of every class, spread over the requests of a run. */
function schedule(seed: number): readonly (readonly [path: string, order: object])[] {
  let state = seed;
  const next = (below: number): number => {
    // Numbers of a linear congruential generator (Numerical Recipes), the upper bits.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: 8 }, () => {
    const kind = kinds[next(kinds.length)] ?? 'status';
    const throttleKind = (['requests', 'time', 'concurrency'] as const)[next(3)];
    if (kind === 'throttle') return ['throttle', { count: 1, retryAfter: 1, kind: throttleKind }] as const;
    const status = [500, 502, 503, 504][next(4)];
    const match = ['contacts', 'listmembers', '$batch'][next(3)];
    return ['faults', { kind, status, match, count: 1, afterMatches: next(6), milliseconds: 50 }] as const;
  });
}

describe('a run through a schedule of faults', () => {
  let world: EngineWorld;
  let lists: readonly PlannedList[];
  beforeAll(async () => {
    world = await EngineWorld.start();
    const trouble = (number: number): object =>
      number === 7 ? { birthdate: 'soon' } : number < 5 ? { statecode: 1, statuscode: 2 } : {};
    await world.load(
      'contact',
      range(0, 400).map((number) => aRow('contact', number, trouble(number))),
    );
    lists = [
      await world.staticList('contact', range(0, 300)),
      await world.dynamicList(
        'contact',
        '<fetch><entity name="contact"><filter><condition attribute="lastname" operator="eq" value="Odd"/></filter></entity></fetch>',
      ),
    ];
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => world.admin('DELETE', 'faults'));

  it.each([1, 2, 3, 4])('of every class, number %i, ends with the counts of an undisturbed one', async (seed) => {
    for (const [path, order] of schedule(seed)) await world.admin('POST', path, order);
    const { run, counts, errors } = await world.run(lists, { fields: ['firstname', 'birthdate'], pageRows: 40 });
    expect(run).toMatchObject({ status: 'completed-with-errors', members: { contact: 350, lead: 0 } });
    expect(counts.contact).toEqual({ ...noOutcomes, 'skipped-inactive': 5, 'failed-value': 1, synced: 344 });
    expect(errors).toBe(1);
  });

  it('has a schedule in which every class comes up', () => {
    const orders = [1, 2, 3, 4]
      .flatMap(schedule)
      .map(([path, order]) => ('kind' in order && path === 'faults' ? order.kind : path));
    expect(new Set(orders)).toEqual(new Set(kinds));
  });

  it('counts a membership whose id is no GUID as an error, and as nobody', async () => {
    const list = await world.staticList('contact', range(10, 20));
    await world.load('listmember', [
      {
        listmemberid: randomUUID(),
        listid: list.id,
        entityid: 'nobody',
        'entityid@table': 'contact',
        entitytype: 'contact',
      },
    ]);
    const { run, counts, traces } = await world.run([list]);
    expect(run).toMatchObject({ status: 'completed-with-errors', members: { contact: 10, lead: 0 } });
    expect(counts.contact).toEqual({ ...noOutcomes, synced: 10 });
    expect(traces).toMatchObject([{ code: 'MEMBER_ID_INVALID', member: { table: 'contact', id: 'nobody' } }]);
  });
});
