import { anOrganisation, mark, type Organisation } from './support/organisation';

/** The published requests and answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-conditional-operations-sample */
let organisation: Organisation;
let account: string;
let first: string;
beforeAll(async () => (organisation = await anOrganisation()));
beforeEach(async () => {
  account = await organisation.create('accounts', { name: 'Contoso Ltd', revenue: 5000000, telephone1: '555-0000' });
  first = (await read()).headers['etag'] ?? '';
});
afterAll(() => organisation.close());

const path = () => `accounts(${account})?$select=name,revenue,telephone1,description`;
const read = (headers: Readonly<Record<string, string>> = {}) => organisation.call('GET', path(), { headers });
const stale = "The version of the existing record doesn't match the RowVersion property provided.";

describe('web-api-conditional-operations-sample', () => {
  it('GET with the current etag in If-None-Match: 304 without a body', async () => {
    expect(await read({ 'If-None-Match': first })).toMatchObject({ status: 304, text: '' });
  });

  it('GET with If-None-Match: null, the documented usual header, answers the row', async () => {
    expect((await read({ 'If-None-Match': 'null' })).status).toBe(200);
  });

  it('GET with the old etag after a change: 200 with the new one', async () => {
    await organisation.call('PUT', `accounts(${account})/telephone1`, { body: { value: '555-0001' } });
    const answer = await read({ 'If-None-Match': first });
    expect(answer).toMatchObject({ status: 200, json: { telephone1: '555-0001', revenue: 5000000 } });
    expect(answer.headers['etag']).not.toBe(first);
    expect(answer.json['@odata.etag']).toBe(answer.headers['etag']);
  });

  it.each([
    ['DELETE', undefined],
    ['PATCH', { telephone1: '555-0002', revenue: 6000000 }],
  ])('%s with the old etag in If-Match: 412 with the documented sentence', async (method, body) => {
    await organisation.call('PUT', `accounts(${account})/telephone1`, { body: { value: '555-0001' } });
    const answer = await organisation.call(method, `accounts(${account})`, {
      headers: { 'If-Match': first },
      ...(body === undefined ? {} : { body }),
    });
    expect(answer).toMatchObject({ status: 412, json: { error: { message: stale } } });
    expect(answer.headers['content-type']).toBe('application/json; odata.metadata=minimal');
    expect(answer.headers['odata-version']).toBe('4.0');
  });

  it('PATCH with the current etag: 204', async () => {
    const current = (await read()).headers['etag'] ?? '';
    const body = { telephone1: '555-0003', revenue: 6000000 };
    const answer = await organisation.call('PATCH', `accounts(${account})`, { headers: { 'If-Match': current }, body });
    expect(answer.status).toBe(204);
    expect((await read()).json).toMatchObject({ telephone1: '555-0003', revenue: 6000000 });
  });

  it('PATCH with If-None-Match: * does not update: 412', async () => {
    const answer = await organisation.call('PATCH', `accounts(${account})`, {
      headers: { 'If-None-Match': '*' },
      body: { telephone1: '555-0004' },
    });
    expect(answer).toMatchObject({
      status: 412,
      json: { error: { message: 'A record with matching key values already exists.' } },
    });
  });

  it('PATCH with If-Match: * does not create: 404', async () => {
    const id = crypto.randomUUID();
    const answer = await organisation.call('PATCH', `accounts(${id})`, {
      headers: { 'If-Match': '*' },
      body: { name: mark },
    });
    expect(answer).toMatchObject({
      status: 404,
      json: { error: { code: '0x80040217', message: expect.stringContaining('Does Not Exist') as string } },
    });
  });

  it('304 is not for expanded rows or annotations', async () => {
    const current = (await read()).headers['etag'] ?? '';
    const headers = { 'If-None-Match': current, Prefer: 'odata.include-annotations="*"' };
    expect((await read(headers)).status).toBe(200);
    const expanded = await organisation.call('GET', `${path()}&$expand=primarycontactid($select=fullname)`, {
      headers: { 'If-None-Match': current },
    });
    expect(expanded.status).toBe(200);
  });
});
