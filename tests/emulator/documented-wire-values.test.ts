import { aWorld, type World } from './server-world';

let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/select-columns */
describe('numbers on the wire', () => {
  it.each([
    [5000, '5000.0000'],
    [0.5, '0.5000'],
    [-12.3456, '-12.3456'],
    [100_000_000_000, '100000000000.0000'],
  ])('an amount of %d has four decimals, in a row and in a collection', async (revenue, written) => {
    const id = await world.create('accounts', { name: `Of ${revenue}`, revenue });
    for (const path of [`accounts(${id})?$select=revenue`, `accounts?$select=revenue&$filter=accountid eq ${id}`]) {
      expect((await world.call('GET', path)).text).toContain(`"revenue":${written},`);
      const annotated = await world.call('GET', path, undefined, { Prefer: 'odata.include-annotations="*"' });
      expect(annotated.text).toContain(`"revenue":${written}`);
    }
  });

  it('a row version reads as digits without a decimal', async () => {
    const id = await world.create('accounts', { name: 'Versioned' });
    expect((await world.call('GET', `accounts(${id})?$select=versionnumber`)).text).toMatch(/"versionnumber":\d+[,}]/);
  });
});

/** https://learn.microsoft.com/dynamics365/developer/reference/entities/listmember */
it('names of list members stand in name, beside what kind of row each is', async () => {
  const definition = await world.call(
    'GET',
    "EntityDefinitions(LogicalName='listmember')?$select=PrimaryIdAttribute,PrimaryNameAttribute",
  );
  expect(definition.body).toMatchObject({ PrimaryIdAttribute: 'listmemberid', PrimaryNameAttribute: 'name' });
  const read = await world.call('GET', 'listmembers?$select=name,entitytype,entityidtypecode');
  expect([read.status, read.body.value]).toEqual([200, []]);
});

/** https://learn.microsoft.com/troubleshoot/power-platform/dataverse/dataverse-web-api-and-sdk/web-api-client-errors */
describe('names of operations', () => {
  it.each(['Account', 'whoami', 'NoSuchFunction', 'NoSuchFunction()', 'Microsoft.Dynamics.CRM.NoSuchFunction()'])(
    'that nobody has are 404, naming the segment: %s',
    async (path) => {
      const answer = await world.call('GET', path);
      expect(answer).toMatchObject({ status: 404, body: { error: { code: '0x8006088a' } } });
      expect(answer.body.error?.message).toMatch(/^Resource not found for the segment '/);
    },
  );

  it.each([
    'ExportSolution',
    'RetrieveDuplicates',
    'GetTrackingTokenEmail',
    'GetAllTimeZonesWithDisplayName',
    'BulkDelete',
  ])('that the platform has and the local Dataverse has not are 501, naming it: %s', async (name) => {
    const method = /^(Retrieve|Get)/.test(name) ? 'GET' : 'POST';
    const answer = await world.call(method, method === 'GET' ? `${name}()` : name, method === 'GET' ? undefined : {});
    expect(answer.status).toBe(501);
    expect(answer.body.error?.message).toContain(name);
  });

  it('called by the wrong method are 404 in the documented words', async () => {
    const answer = await world.call('POST', 'WhoAmI', {});
    expect(answer.status).toBe(404);
    expect(answer.body.error).toEqual({
      code: '',
      message: expect.stringMatching(
        /^No HTTP resource was found that matches the request URI '.*WhoAmI'\.$/,
      ) as unknown,
    });
  });
});
