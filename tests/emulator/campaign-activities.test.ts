import { guidOfName } from '@pmds/emulator/model/guid';
import { aWorld, send, type World } from './server-world';

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
const fetchXml = (of: string) =>
  `<fetch><entity name="campaignactivity"><attribute name="activityid"/><link-entity name="campaignactivityitem" from="campaignactivityid" to="activityid" link-type="exists"><filter><condition attribute="itemid" operator="in"><value>${of}</value></condition></filter></link-entity></entity></fetch>`;

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
    const made = await anActivity('2030-02-01T00:00:00Z');
    for (const to of [list, other]) await link(made, to);
    const of = `campaignactivityitems?$select=itemid,itemobjecttypecode&$filter=_campaignactivityid_value eq ${made}`;
    const items = (await world.call('GET', of.replaceAll(' ', '%20'))).body.value;
    expect(items).toHaveLength(2);
    for (const itemid of [list, other]) {
      expect(items).toContainEqual(expect.objectContaining({ itemid, itemobjecttypecode: 'list' }));
    }
    await world.call('DELETE', `campaignactivities(${made})`);
  });

  it('are found by FetchXML through their items', async () => {
    const found = async (of: string) =>
      (await world.call('GET', `campaignactivities?fetchXml=${encodeURIComponent(fetchXml(of))}`)).body.value;
    expect(await found(list)).toMatchObject([{ activityid: activity }]);
    expect(await found(other)).toEqual([]);
  });

  it('are seen as far as Read on Activity reaches: their own and the shared ones with the depth of a user', async () => {
    const noa = guidOfName('systemuser:Noa None');
    const found = async () => {
      const headers = { Cookie: `local-dataverse-user=${noa}` };
      const path = `campaignactivities?fetchXml=${encodeURIComponent(fetchXml(list))}`;
      return send('GET', `${world.connection.url}${path}`, undefined, headers);
    };
    const refused = await found();
    expect(refused.status).toBe(403);
    expect(refused.body.error?.message).toContain('is missing prvReadActivity privilege');
    const unit = String((await world.call('GET', 'WhoAmI')).body['BusinessUnitId']);
    const roleid = await world.create('roles', {
      name: 'Own activities',
      'businessunitid@odata.bind': `/businessunits(${unit})`,
    });
    const grants = [{ roleid, privilegeid: guidOfName('privilege:prvReadActivity'), privilegedepthmask: 1 }];
    await world.admin('POST', 'rows/roleprivileges', JSON.stringify(grants));
    const roles = `systemusers(${noa})/systemuserroles_association/$ref`;
    await world.call('POST', roles, { '@odata.id': `roles(${roleid})` });
    expect((await found()).body.value).toEqual([]);
    const row = (table: string, key: string, id: string) => ({
      '@odata.type': `Microsoft.Dynamics.CRM.${table}`,
      [key]: id,
    });
    await world.call('POST', 'GrantAccess', {
      Target: row('campaignactivity', 'activityid', activity),
      PrincipalAccess: { AccessMask: 'ReadAccess', Principal: row('systemuser', 'ownerid', noa) },
    });
    expect((await found()).body.value).toMatchObject([{ activityid: activity }]);
  });

  it('take their pairs with them when they are deleted', async () => {
    const made = await anActivity('2030-01-01T00:00:00Z');
    await link(made, other);
    expect(await activitiesOf(other)).toHaveLength(1);
    await world.call('DELETE', `campaignactivities(${made})`);
    expect(await activitiesOf(other)).toEqual([]);
  });
});
