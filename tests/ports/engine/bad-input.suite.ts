import { noOutcomes } from '@pmds/contracts/run/counts';
import { failures, RunFailure, type FailureCode } from '@pmds/bridge/domain/failures';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { range, World } from './world';

/** What Dataverse may answer that no run can use: a reason and a remedy, never a wrong count. */
export function badInputSuite(store: SuiteStore): void {
  describe('that meets bad input', () => {
    async function syncedWorld(): Promise<World> {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 10 }) });
      world.source.add(
        'contact',
        range(0, 45).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 45));
      await world.run(1);
      return world;
    }

    const refuse = (code: FailureCode) => () => Promise.reject(new RunFailure(code, `Here is why: ${code}.`));
    it.each<[FailureCode, string, (source: FakeDataverse, code: FailureCode) => void]>([
      ['FIELD_MISSING', 'before it reads', (source, code) => void (source.planColumns = refuse(code))],
      ['FIELD_SECURED', 'before it reads', (source, code) => void (source.planColumns = refuse(code))],
      ['LIST_QUERY_REFUSED', 'in the id scan', (source, code) => void (source.membershipPage = refuse(code))],
      ['PAGING_STUCK', 'in the id scan', (source, code) => void (source.membershipPage = refuse(code))],
      ['PAGE_INVALID', 'at its third page', (source, code) => void (source.beforePage = afterTwo(source, code))],
      ['FIELD_MISSING', 'at its third page', (source, code) => void (source.beforePage = afterTwo(source, code))],
      ['ACCESS_DENIED', 'when it looks for the missing', (source, code) => void (source.presence = refuse(code))],
    ])(
      'ends Failed with %s %s, with one Trace row and its remedy, and keeps what was synced',
      async (code, _, spoil) => {
        const world = await syncedWorld();
        world.source.add('contact', [aPerson('contact', 1, { firstname: 'Later' })]);
        world.source.unreadable.add(personId('contact', 2));
        world.source.pages = 0;
        spoil(world.source, code);
        await world.run(2);
        const { status, failure, errors, messages } = await world.outcome(2);
        expect({ status, failure, errors }).toEqual({ status: 'failed', failure: code, errors: 1 });
        const traces = messages.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));
        const runWide = traces.filter((trace) => trace.member === null);
        expect(runWide).toMatchObject([{ code, message: `Here is why: ${code}.` }]);
        const row = messages.findLast((message) => message.kind === 'sync-row');
        expect(row?.kind === 'sync-row' ? row.patch.message : null).toContain(failures[code].remedy);
        const kept = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 1)));
        expect(kept?.values['firstname']).toBe('Person 1');
      },
    );

    it('counts nobody twice whom Dataverse returns without being asked, when it looks for the missing', async () => {
      const world = new World(store.backend, { source: new FakeDataverse({ pageRows: 10 }) });
      world.source.add(
        'contact',
        range(0, 45).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 45));
      world.source.unreadable.add(personId('contact', 2));
      const byId = world.source.membersById.bind(world.source);
      world.source.membersById = (ids, ...given) => byId([...ids, personId('contact', 1)], ...given);
      await world.run(1);
      const { status, counts } = await world.outcome(1);
      expect(status).toBe('completed-with-errors');
      expect(counts.contact).toEqual({ ...noOutcomes, synced: 44, 'failed-unreadable': 1 });
    });

    it('counts a membership whose id is no GUID as an error with a Trace row, once, and as nobody', async () => {
      const world = await syncedWorld();
      const page = world.source.membershipPage.bind(world.source);
      world.source.membershipPage = async (...given) => ({ ...(await page(...given)), invalidIds: ['nobody'] });
      const members = world.source.memberPage.bind(world.source);
      world.source.memberPage = async (...given) => ({ ...(await members(...given)), invalidIds: ['nobody'] });
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome).toMatchObject({ status: 'completed-with-errors', errors: 1, members: { contact: 45, lead: 0 } });
      expect(outcome.counts.contact).toEqual({ ...noOutcomes, unchanged: 45 });
      const [trace] = outcome.messages.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));
      expect(trace).toMatchObject({ code: 'MEMBER_ID_INVALID', member: { id: 'nobody', exists: false } });
    });
  });
}

/** Lets two pages of members pass. */
function afterTwo(source: FakeDataverse, code: FailureCode): (page: number) => void {
  const from = source.pages;
  return (page) => {
    if (page > from + 2) throw new RunFailure(code, `Here is why: ${code}.`);
  };
}
