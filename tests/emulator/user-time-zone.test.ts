import { aWorld, type World } from './server-world';

const formatted = 'OData.Community.Display.V1.FormattedValue';
const auckland = 290;
const newYork = 35;

/** https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/usersettings */
describe('the time zone that a user has chosen', () => {
  let world: World;
  let caller: string;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());
  beforeAll(async () => {
    caller = String((await world.call('GET', 'WhoAmI')).body['UserId']);
    // 11:00 in UTC on 27 November: already the 28th in Auckland (+13 in summer).
    await world.admin('POST', 'clock', { now: '2026-11-28T03:00:00Z' });
    await world.admin('POST', 'rows/contact', [
      { contactid: '00000000-0000-4000-8000-000000000001', firstname: 'Friday', createdon: '2026-11-27T09:00:00Z' },
      { contactid: '00000000-0000-4000-8000-000000000002', firstname: 'Between', createdon: '2026-11-27T11:30:00Z' },
      { contactid: '00000000-0000-4000-8000-000000000003', firstname: 'Saturday', createdon: '2026-11-28T01:00:00Z' },
    ]);
  });

  const choose = async (timezonecode: number): Promise<void> => {
    const answer = await world.call('PATCH', `usersettingscollection(${caller})`, { timezonecode });
    expect(answer.status).toBe(204);
  };
  const fetched = async (operator: string, value = ''): Promise<string> => {
    const given = value === '' ? '' : ` value='${value}'`;
    const xml = `<fetch><entity name='contact'><attribute name='firstname'/><order attribute='createdon'/><filter><condition attribute='createdon' operator='${operator}'${given}/></filter></entity></fetch>`;
    const answer = await world.call('GET', `contacts?fetchXml=${encodeURIComponent(xml)}`);
    return (answer.body.value ?? []).map((row) => row['firstname']).join(' ');
  };
  const filtered = async (condition: string): Promise<string> => {
    const answer = await world.call('GET', `contacts?$select=firstname&$orderby=createdon&$filter=${condition}`);
    return (answer.body.value ?? []).map((row) => row['firstname']).join(' ');
  };
  const property = "PropertyName='createdon'";

  it.each([
    ['today', '', 92, 'Saturday'],
    ['today', '', auckland, 'Between Saturday'],
    ['today', '', newYork, 'Friday Between Saturday'],
    ['yesterday', '', 92, 'Friday Between'],
    ['yesterday', '', auckland, 'Friday'],
    ['on', '2026-11-27', auckland, 'Friday'],
    ['on-or-before', '2026-11-27', 92, 'Friday Between'],
    ['on-or-after', '2026-11-28', auckland, 'Between Saturday'],
    ['last-x-days', '1', 92, 'Friday Between Saturday'],
    ['this-month', '', newYork, 'Friday Between Saturday'],
  ])('%s %s by the code %i', async (operator, value, code, expected) => {
    await choose(code);
    expect(await fetched(operator, value)).toBe(expected);
  });

  it.each([
    [`Microsoft.Dynamics.CRM.Today(${property})`, 92, 'Saturday'],
    [`Microsoft.Dynamics.CRM.Today(${property})`, auckland, 'Between Saturday'],
    [`Microsoft.Dynamics.CRM.On(${property},PropertyValue='2026-11-27')`, auckland, 'Friday'],
    [`Microsoft.Dynamics.CRM.Yesterday(${property})`, auckland, 'Friday'],
  ])('%s by the code %i', async (condition, code, expected) => {
    await choose(code);
    expect(await filtered(condition)).toBe(expected);
  });

  it('is that of the user who is impersonated, not of who calls', async () => {
    await choose(92);
    const client = { clientId: '00000000-0000-4000-8000-0000000000aa', clientSecret: 'a secret of another one' };
    await world.admin('POST', 'clients', { ...client, name: 'Another', roles: ['System Administrator'] });
    const found = (await world.call('GET', "systemusers?$select=fullname&$filter=fullname eq 'Another'")).body.value;
    const other = String(found?.[0]?.['systemuserid']);
    await world.call('PATCH', `usersettingscollection(${other})`, { timezonecode: auckland });
    const xml = `<fetch aggregate='true'><entity name='contact'><attribute name='contactid' aggregate='count' alias='n'/><filter><condition attribute='createdon' operator='today'/></filter></entity></fetch>`;
    const path = `contacts?fetchXml=${encodeURIComponent(xml)}`;
    const count = async (headers: Record<string, string>): Promise<unknown> =>
      (await world.call('GET', path, undefined, headers)).body.value?.[0]?.['n'];
    expect([await count({}), await count({ MSCRMCallerID: other })]).toEqual([1, 2]);
  });

  it('is in formatted values, daylight saving included', async () => {
    await choose(auckland);
    const path = "contacts?$select=createdon&$filter=firstname eq 'Saturday'";
    const answer = await world.call('GET', path, undefined, { Prefer: `odata.include-annotations="${formatted}"` });
    expect(answer.body.value?.[0]).toMatchObject({
      createdon: '2026-11-28T01:00:00Z',
      [`createdon@${formatted}`]: '11/28/2026 2:00 PM',
    });
  });

  it('is found by its code and by its name', async () => {
    const path = `timezonedefinitions?$select=timezonecode,standardname,userinterfacename,bias&$filter=timezonecode eq ${auckland}`;
    expect((await world.call('GET', path)).body.value).toEqual([
      expect.objectContaining({
        timezonecode: auckland,
        standardname: 'New Zealand Standard Time',
        userinterfacename: '(GMT+12:00) Auckland, Wellington',
        bias: -720,
      }),
    ]);
    const named = "GetTimeZoneCodeByLocalizedName(LocalizedStandardName=@p1,LocaleId=@p2)?@p1='UTC'&@p2=1033";
    expect((await world.call('GET', named)).body).toEqual({
      '@odata.context': `${world.connection.url}$metadata#Microsoft.Dynamics.CRM.GetTimeZoneCodeByLocalizedNameResponse`,
      TimeZoneCode: 92,
    });
  });

  it.each([
    ['2026-11-28T01:00:00Z', auckland, '2026-11-28T14:00:00Z'],
    ['2026-07-01T12:00:00Z', auckland, '2026-07-02T00:00:00Z'],
    ['2026-03-08T06:59:00Z', newYork, '2026-03-08T01:59:00Z'],
    ['2026-03-08T07:00:00Z', newYork, '2026-03-08T03:00:00Z'],
  ])('turns %s into the time of code %i and back', async (moment, code, local) => {
    const there = `LocalTimeFromUtcTime(TimeZoneCode=@p1,UtcTime=@p2)?@p1=${code}&@p2=${moment}`;
    expect((await world.call('GET', there)).body['LocalTime']).toBe(local);
    const back = `UtcTimeFromLocalTime(TimeZoneCode=@p1,LocalTime=@p2)?@p1=${code}&@p2=${local}`;
    expect((await world.call('GET', back)).body['UtcTime']).toBe(moment);
  });
});
