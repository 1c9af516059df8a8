import { aWorld, type World } from './server-world';

// https://learn.microsoft.com/dynamics365/developer/reference/entities/campaignactivity and …/campaignactivityitem
let world: World;
let list: string;
let other: string;
let activity: string;
beforeAll(async () => {
  world = await aWorld();
  list = await world.create('lists', { listname: 'Spring', createdfromcode: 2 });
  other = await world.create('lists', { listname: 'Autumn', createdfromcode: 2 });
  activity = await anActivity('2030-03-01T00:00:00Z');
  await link(activity, list);
});
afterAll(() => world.close());

const anActivity = (scheduledstart: string, more: object = {}) =>
  world.create('campaignactivities', { subject: 'Mailing', channeltypecode: 7, scheduledstart, ...more });
const link = (from: string, to: string) =>
  world.call('POST', `campaignactivities(${from})/campaignactivitylist_association/$ref`, {
    '@odata.id': `lists(${to})`,
  });
const activitiesOf = async (of: string) =>
  (await world.call('GET', `lists(${of})/campaignactivitylist_association?$select=subject`)).body.value;

describe('campaign activities', () => {
  it('begin open and proposed, and become closed or canceled', async () => {
    const made = await anActivity('2030-01-01T00:00:00Z');
    const state = async () =>
      (await world.call('GET', `campaignactivities(${made})?$select=statecode,statuscode,scheduledstart`)).body;
    expect(await state()).toMatchObject({ statecode: 0, statuscode: 1, scheduledstart: '2030-01-01T00:00:00Z' });
    await world.call('PATCH', `campaignactivities(${made})`, { statecode: 2, statuscode: 3 });
    expect(await state()).toMatchObject({ statecode: 2, statuscode: 3 });
  });

  it('are associated with marketing lists from either end, each pair once', async () => {
    expect(await activitiesOf(list)).toMatchObject([{ activityid: activity }]);
    expect((await link(activity, list)).status).toBe(412);
    const fromList = `lists(${other})/campaignactivitylist_association`;
    const url = { '@odata.id': `campaignactivities(${activity})` };
    expect((await world.call('POST', `${fromList}/$ref`, url)).status).toBe(204);
    expect(await activitiesOf(other)).toMatchObject([{ activityid: activity }]);
    expect((await world.call('DELETE', `${fromList}(${activity})/$ref`)).status).toBe(204);
    expect(await activitiesOf(other)).toEqual([]);
  });

  it('have an item for each pair, which says that it is a list', async () => {
    const { body } = await world.call('GET', 'campaignactivityitems?$select=itemid,itemobjecttypecode');
    expect(body.value).toMatchObject([{ itemid: list, itemobjecttypecode: 'list' }]);
  });

  it('are found by FetchXML through their items', async () => {
    const fetchXml = (of: string) =>
      `<fetch><entity name="campaignactivity"><attribute name="activityid"/><link-entity name="campaignactivityitem" from="campaignactivityid" to="activityid" link-type="exists"><filter><condition attribute="itemid" operator="in"><value>${of}</value></condition></filter></link-entity></entity></fetch>`;
    const found = async (of: string) =>
      (await world.call('GET', `campaignactivities?fetchXml=${encodeURIComponent(fetchXml(of))}`)).body.value;
    expect(await found(list)).toMatchObject([{ activityid: activity }]);
    expect(await found(other)).toEqual([]);
  });

  it('take their pairs with them when they are deleted', async () => {
    const made = await anActivity('2030-01-01T00:00:00Z');
    await link(made, other);
    expect(await activitiesOf(other)).toHaveLength(1);
    await world.call('DELETE', `campaignactivities(${made})`);
    expect(await activitiesOf(other)).toEqual([]);
  });
});
