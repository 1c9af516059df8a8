import fc from 'fast-check';
import { request } from 'node:http';
import { aWorld, type World } from './server-world';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

describe('headers of answers', () => {
  it('are those of the documentation', async () => {
    const { headers } = await world.call('GET', 'WhoAmI');
    expect(headers.get('content-type')).toBe('application/json; odata.metadata=minimal');
    expect(headers.get('odata-version')).toBe('4.0');
    expect(headers.get('req_id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-ms-dop-hint')).toBe('4');
    expect(headers.get('set-cookie')).toContain('ARRAffinity=');
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#include-more-details-with-errors
  it('give errors the requested annotations', async () => {
    const plain = await world.call('GET', 'nothings');
    expect(Object.keys(plain.body.error ?? {})).toEqual(['code', 'message']);
    const { body } = await world.call('GET', 'nothings', undefined, { Prefer: 'odata.include-annotations="*"' });
    expect(Object.keys(body.error ?? {})).toEqual(
      expect.arrayContaining([
        '@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus',
        '@Microsoft.PowerApps.CDS.HelpLink',
      ]),
    );
  });
});

describe('what does not exist', () => {
  it.each([
    ['an unknown set', 'GET', 'nothings', 404, '0x8006088a'],
    ['an unknown operation', 'POST', 'DoNothing', 404, '0x8006088a'],
    ['an action called as a function', 'GET', 'PublishAllXml', 404, ''],
    ['a function called as an action', 'POST', 'WhoAmI', 404, ''],
    ['DELETE on a set', 'DELETE', 'contacts', 405, '0x80060888'],
    ['an operation of Dataverse that is not here', 'POST', 'BulkDelete', 501, '0x80060888'],
    ['changing definitions', 'POST', 'EntityDefinitions', 501, '0x80060888'],
    ['Dataverse search', 'POST', '../../search/v1.0/query', 501, '0x80060888'],
    ['a key that is none', 'PATCH', 'contacts(5)', 400, '0x80060888'],
    ['a broken percent sign', 'GET', 'contacts(%zz)', 400, '0x80060888'],
    ['an open quote', 'GET', "contacts(lastname='a)", 400, '0x80060888'],
  ])('%s is answered by its documented status', async (_what, method, path, status, code) => {
    const answer = await world.call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {});
    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });

  it('an upload that the client breaks off is no error of the server', async () => {
    const { url, token } = world.connection;
    const written: string[] = [];
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    try {
      const { hostname, port, pathname } = new URL(`${url}contacts`);
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Content-Length': 1000 };
      const upload = request({ method: 'POST', hostname, port, path: pathname, headers });
      const closed = new Promise((resolve) => upload.on('error', () => undefined).on('close', resolve));
      upload.write('{"lastname":', () => upload.destroy());
      await closed;
      // The answer to the next request comes after the broken one has been dealt with.
      expect((await world.call('GET', 'WhoAmI')).status).toBe(200);
      expect(written.filter((text) => text.startsWith('unexpected'))).toEqual([]);
    } finally {
      stderr.mockRestore();
    }
  });

  it('only OData 4.0 is spoken', async () => {
    expect((await world.call('GET', 'WhoAmI', undefined, { 'OData-Version': '4.01' })).status).toBe(400);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/count-rows#retrieve-total-record-count
it('RetrieveTotalRecordCount counts rows of the named tables', async () => {
  await world.create('leads', { lastname: 'A' });
  const answer = await world.call('GET', `RetrieveTotalRecordCount(EntityNames=@p1)?@p1=["lead"]`);
  expect(answer.body).toMatchObject({
    EntityRecordCountCollection: { Count: 1, IsReadOnly: false, Keys: ['lead'], Values: [1] },
  });
  expect((await world.call('GET', 'RetrieveTotalRecordCount(EntityNames=@p1)')).status).toBe(400);
  expect((await world.call('GET', `RetrieveTotalRecordCount(EntityNames=@p1)?@p1=["nothing"]`)).status).toBe(400);
});

describe('whatever is sent', () => {
  const fine = (status: number) =>
    expect([200, 201, 204, 400, 401, 403, 404, 405, 412, 413, 414, 501]).toContain(status);
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[()'/$&?%=@.a-z]*$/));

  it('a path never ends in an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE'), async (path, method) => {
        const encoded = `${world.connection.url}contacts${path.replace(/[^\x21-\x7e]|#/g, '')}`;
        if (!URL.canParse(encoded)) return;
        const answer = await world.call(method, encoded, method === 'GET' ? undefined : '{}');
        fine(answer.status);
        expect(answer.text).not.toContain('    at ');
      }),
      { numRuns: 150 },
    );
  });

  it('a body never does either', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json()),
        fc.constantFrom(
          'contacts',
          'lists',
          'serviceendpoints',
          'AddListMembersList',
          'contacts/Microsoft.Dynamics.CRM.CreateMultiple',
          'sdkmessageprocessingsteps',
          'emails',
        ),
        async (body, path) => {
          fine((await world.call('POST', path, body)).status);
        },
      ),
      { numRuns: 150 },
    );
    const members = fc.dictionary(
      fc.constantFrom(
        'lastname',
        'parentcustomerid_account',
        'parentcustomerid_account@odata.bind',
        '@odata.type',
        'birthdate',
        'Targets',
        'contact_customer_accounts',
      ),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(members, async (body) => {
        fine((await world.call('POST', 'contacts', body)).status);
        fine((await world.call('POST', 'accounts/Microsoft.Dynamics.CRM.UpsertMultiple', body)).status);
      }),
      { numRuns: 100 },
    );
  });

  it('a request that is no HTTP is answered 400', async () => {
    const { port } = new URL(world.connection.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/', headers: { 'X-Long': 'x'.repeat(100_000) } }, (response) =>
        resolve(response.statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(400);
  });
});
