import { randomUUID } from 'node:crypto';
import { noOutcomes } from '@pmds/contracts/run/counts';
import type { PlannedList } from '@pmds/bridge/domain/run/run';
import { aRow, EngineWorld, range } from './engine/engine-world';

const kinds = ['status', 'reset', 'truncate', 'slow', 'not-json', 'half'] as const;
/** A page of members, a page of memberships, and the members that no page returned, by id. */
const matches = ['contacts?', 'listmembers', '$batch'] as const;
const seeds = [1, 2, 3, 4] as const;

interface Fault {
  readonly kind: (typeof kinds)[number];
  readonly status: number;
  readonly match: (typeof matches)[number];
  readonly count: 1;
  readonly afterMatches: number;
  readonly milliseconds: number;
}

/**
 * The same schedule for the same seed: half of the classes for each kind of request, and the other half in the schedule
 * after it, in an order of their own. There is one `$batch`: what it suffers meets its first try or the next one, so what
 * only slows it down comes last.
 */
function schedule(seed: number): readonly Fault[] {
  let state = seed + (seed % 2);
  const next = (below: number): number => {
    // Numbers of a linear congruential generator (Numerical Recipes), the upper bits.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return matches.flatMap((match) => {
    const left: Fault['kind'][] = [...kinds];
    const deck = kinds.map(() => left.splice(next(left.length), 1)[0] ?? 'status');
    const half = seed % 2 === 1 ? deck.slice(0, 3) : deck.slice(3);
    half.sort((one, other) => Number(one === 'slow') - Number(other === 'slow'));
    return half.map((kind): Fault => {
      const status = [500, 502, 503, 504][next(4)] ?? 500;
      const afterMatches = match === '$batch' ? 0 : next(4);
      return { kind, status, match, count: 1, afterMatches, milliseconds: 50 };
    });
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
    // The last five are on the list and nowhere else.
    lists = [
      await world.staticList('contact', [...range(0, 300), ...range(400, 405)]),
      await world.dynamicList(
        'contact',
        '<fetch><entity name="contact"><filter><condition attribute="lastname" operator="eq" value="Odd"/></filter></entity></fetch>',
      ),
    ];
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => world.admin('DELETE', 'faults'));

  const undisturbed = { ...noOutcomes, 'skipped-inactive': 5, 'skipped-deleted': 5, 'failed-value': 1, synced: 344 };
  const runToItsEnd = async (): Promise<void> => {
    const { run, counts, errors } = await world.run(lists, { fields: ['firstname', 'birthdate'], pageRows: 40 });
    expect(run).toMatchObject({ status: 'completed-with-errors', members: { contact: 355, lead: 0 } });
    expect(counts.contact).toEqual(undisturbed);
    expect(errors).toBe(1);
  };

  it.each(seeds)(
    'of every class, number %i, suffers each and ends with the counts of an undisturbed one',
    async (seed) => {
      const orders = schedule(seed);
      for (const order of orders) await world.admin('POST', 'faults', order);
      const { fired: before } = (await world.admin('GET', 'faults')) as { readonly fired: number };
      await runToItsEnd();
      expect(await world.admin('GET', 'faults')).toEqual({ fired: before + orders.length, pending: [], throttle: 0 });
    },
  );

  it.each(['requests', 'time', 'concurrency'])(
    'that is throttled by the %s limit between failures suffers both and ends with the same counts',
    async (kind) => {
      const orders = schedule(1).filter(({ match }) => match !== '$batch');
      for (const order of orders) await world.admin('POST', 'faults', order);
      await world.admin('POST', 'throttle', { count: 2, retryAfter: 1, kind });
      await world.admin('POST', 'calls/reset');
      await runToItsEnd();
      expect(await world.admin('GET', 'faults')).toMatchObject({ pending: [], throttle: 0 });
      expect(await world.admin('GET', 'calls')).toMatchObject({ throttled: 2 });
    },
  );

  it('names the orders that nobody met', async () => {
    const order = { kind: 'reset', match: 'nobody_asks_for_this', count: 2 };
    await world.admin('POST', 'faults', order);
    await runToItsEnd();
    expect(await world.admin('GET', 'faults')).toMatchObject({ pending: [order] });
  });

  it('has schedules in which every kind of request meets every class', () => {
    const met = new Set(seeds.flatMap(schedule).map(({ kind, match }) => `${match} ${kind}`));
    expect(met.size).toBe(kinds.length * matches.length);
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
