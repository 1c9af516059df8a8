import type { PlannedList } from '@pmds/bridge/domain/run/run';
import { aRow, EngineWorld, range } from './engine/engine-world';

// Campaign activities of classic marketing: https://learn.microsoft.com/dynamics365/developer/reference/entities/campaignactivity
describe('the mails that are planned to the lists of a run', () => {
  let world: EngineWorld;
  beforeAll(async () => {
    world = await EngineWorld.start();
    await world.load(
      'contact',
      range(0, 20).map((number) => aRow('contact', number)),
    );
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(async () => {
    await world.admin('DELETE', 'faults');
  });

  const hour = 3_600_000;
  /** To the second, as Dataverse keeps it. */
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const inHours = (hours: number): { readonly scheduledstart: string } => ({
    scheduledstart: new Date(now + hours * hour).toISOString(),
  });
  const aList = (): Promise<PlannedList> => world.staticList('contact', range(0, 20));
  const plannedSendOf = async (lists: readonly PlannedList[]): Promise<Date | null> => {
    const { run } = await world.run(lists, { beside: true });
    expect(run.status).toBe('completed');
    return run.plannedSend;
  };

  it('N15 are known by the first of all lists, static and dynamic', async () => {
    const fixed = await aList();
    const dynamic = await world.dynamicList('contact', '<fetch><entity name="contact"/></fetch>');
    await world.mailings(fixed, [inHours(50), inHours(5)]);
    await world.mailings(dynamic, [inHours(3)]);
    await world.mailings(await aList(), [inHours(1)]);
    expect(await plannedSendOf([fixed])).toEqual(new Date(now + 5 * hour));
    expect(await plannedSendOf([fixed, dynamic])).toEqual(new Date(now + 3 * hour));
  });

  it('N15 count until a day after their time', async () => {
    const list = await aList();
    await world.mailings(list, [inHours(-23), inHours(2)]);
    expect(await plannedSendOf([list])).toEqual(new Date(now - 23 * hour));
  });

  it.each([
    ['was closed', { ...inHours(2), statecode: 1, statuscode: 2 }],
    ['was canceled', { ...inHours(2), statecode: 2, statuscode: 3 }],
    ['was sent, though it is still open', { ...inHours(2), statuscode: 6 }],
    ['was aborted', { ...inHours(2), statuscode: 5 }],
    ['was planned for long ago', inHours(-30)],
    ['goes by phone', { ...inHours(2), channeltypecode: 1 }],
    ['has no date', { scheduledstart: null }],
  ])('N15 are none where the only one %s', async (_, mailing) => {
    const list = await aList();
    await world.mailings(list, [mailing]);
    expect(await plannedSendOf([list])).toBeNull();
  });

  it.each([
    [404, 'the organisation has no campaign activities'],
    [403, 'the service may not read them'],
    [400, 'they have no such column'],
  ])('N15 are unknown, and the run goes on, where Dataverse answers %i because %s', async (status) => {
    const list = await aList();
    await world.mailings(list, [inHours(2)]);
    await world.admin('POST', 'faults', { kind: 'status', status, count: 1, match: 'campaignactivities' });
    expect(await plannedSendOf([list])).toBeNull();
  });

  it('E5 N15 cost one call beside another run, and none alone', async () => {
    const lists = [await aList(), await aList()];
    for (const list of lists) await world.mailings(list, [inHours(2), inHours(4)]);
    const callsOf = async (beside: boolean): Promise<number> => {
      await world.admin('POST', 'calls/reset');
      await world.run(lists, { beside });
      return ((await world.admin('GET', 'calls')) as { readonly total: number }).total;
    };
    const alone = await callsOf(false);
    expect(await callsOf(true)).toBe(alone + 1);
  });
});
