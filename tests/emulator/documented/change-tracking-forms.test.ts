import { aWorld, type World } from '../server-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const tracking = { Prefer: 'odata.track-changes' };
const linkOf = (body: Readonly<Record<string, unknown>>): string => String(body['@odata.deltaLink']);

describe('delta links', () => {
  it('stand between the context and the rows, in the first answer and in each delta', async () => {
    await world.create('accounts', { name: 'Monte Orton' });
    const first = await world.call('GET', 'accounts?$select=name,accountnumber,telephone1,fax', undefined, tracking);
    expect(first.headers.get('preference-applied')).toBe('odata.track-changes');
    expect(Object.keys(first.body)).toEqual(['@odata.context', '@odata.deltaLink', 'value']);
    await world.create('accounts', { name: 'A "value":[ in a name' });
    const delta = await world.call('GET', linkOf(first.body));
    expect(Object.keys(delta.body)).toEqual(['@odata.context', '@odata.deltaLink', 'value']);
    expect(delta.body['@odata.context']).toBe(
      `${world.connection.url}$metadata#accounts(name,accountnumber,telephone1,fax)/$delta`,
    );
    expect(delta.body.value).toMatchObject([{ name: 'A "value":[ in a name' }]);
    const nothing = await world.call('GET', linkOf(delta.body));
    expect(nothing).toMatchObject({ status: 200, body: { value: [] } });
  });

  it('stand behind the count, and on the last page only', async () => {
    const counted = await world.call('GET', 'accounts?$select=name&$count=true', undefined, tracking);
    expect(Object.keys(counted.body)).toEqual(['@odata.context', '@odata.count', '@odata.deltaLink', 'value']);
    const prefer = { Prefer: 'odata.track-changes,odata.maxpagesize=1' };
    const page = await world.call('GET', 'accounts?$select=name', undefined, prefer);
    expect(Object.keys(page.body)).toEqual(['@odata.context', 'value', '@odata.nextLink']);
    const last = await world.call('GET', String(page.body['@odata.nextLink']), undefined, prefer);
    expect(Object.keys(last.body)).toEqual(['@odata.context', '@odata.deltaLink', 'value']);
  });
});

// The names and sentences of …/reference/web-service-error-codes
describe('refusals', () => {
  it('ChangeTrackingNotEnabledForEntity: a table without change tracking', async () => {
    expect(await world.call('GET', 'systemusers?$select=fullname', undefined, tracking)).toMatchObject({
      status: 400,
      body: { error: { code: '0x80072491', message: "Entity systemuser isn't enabled for change tracking." } },
    });
  });

  it('ExpiredVersionStamp: a token older than the organisation keeps changes', async () => {
    const old = 'accounts?$select=name&$deltatoken=919042%2108%2f22%2f2017%2008%3a10%3a44';
    expect(await world.call('GET', old)).toMatchObject({
      status: 400,
      body: {
        error: {
          code: '0x80044352',
          message: 'Version stamp associated with the client has expired. Please perform a full sync.',
        },
      },
    });
  });

  it.each(['filter', 'orderby', 'expand', 'top'])('$%s in the documented words', async (option) => {
    const value = { filter: "name eq 'a'", orderby: 'name', expand: 'primarycontactid', top: '1' }[option];
    const answer = await world.call('GET', `accounts?$select=name&$${option}=${value ?? ''}`, undefined, tracking);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: { message: `The "${option}" query parameter isn't supported when Change Tracking is enabled.` },
      },
    });
  });
});
