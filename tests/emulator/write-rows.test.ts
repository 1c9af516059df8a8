import { aWorld, type World } from './server-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-entity-web-api and its neighbours
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const missing = '00000000-0000-4000-8000-00000000dead';

describe('creating rows', () => {
  it('answers 204 with the URL of the new row', async () => {
    const answer = await world.call('POST', 'contacts', { firstname: 'Ana', lastname: 'Ruiz' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('odata-entityid')).toMatch(/\/api\/data\/v9\.2\/contacts\([0-9a-f-]{36}\)$/);
  });

  it('answers 201 with the row and without OData-EntityId when asked for the representation', async () => {
    const answer = await world.call(
      'POST',
      'contacts?$select=fullname',
      { firstname: 'Ana', lastname: 'Ruiz' },
      { Prefer: 'return=representation' },
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ fullname: 'Ana Ruiz' });
    expect(answer.headers.get('odata-entityid')).toBeNull();
    expect(answer.headers.get('preference-applied')).toBe('return=representation');
  });

  it('fills owner, state and who made it', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    const { body } = await world.call(
      'GET',
      `contacts(${id})?$select=statecode,statuscode,_ownerid_value,_createdby_value`,
    );
    const { UserId } = (await world.call('GET', 'WhoAmI')).body;
    expect(body).toMatchObject({ statecode: 0, statuscode: 1, _ownerid_value: UserId, _createdby_value: UserId });
  });

  it('makes related rows in the same transaction, on both sides of a relationship', async () => {
    const id = await world.create('accounts', {
      name: 'Contoso',
      primarycontactid: { lastname: 'First' },
      contact_customer_accounts: [{ lastname: 'Second' }, { lastname: 'Third' }],
    });
    const { body } = await world.call(
      'GET',
      `accounts(${id})?$select=name&$expand=primarycontactid($select=lastname),contact_customer_accounts($select=lastname)`,
    );
    expect(body).toMatchObject({ primarycontactid: { lastname: 'First' } });
    expect(body['contact_customer_accounts']).toHaveLength(2);
  });

  it('leaves nothing behind when one part of a deep insert fails', async () => {
    const before = (await world.call('GET', 'accounts/$count')).text;
    const answer = await world.call('POST', 'accounts', {
      name: 'Lost',
      contact_customer_accounts: [{ lastname: 'x'.repeat(51) }],
    });
    expect(answer.status).toBe(400);
    expect((await world.call('GET', 'accounts/$count')).text).toBe(before);
  });

  it('binds lookups, and clears them with null', async () => {
    const account = await world.create('accounts', { name: 'Fabrikam' });
    const contact = await world.create('contacts', {
      lastname: 'B',
      'parentcustomerid_account@odata.bind': `/accounts(${account})`,
    });
    const read = () => world.call('GET', `contacts(${contact})?$select=_parentcustomerid_value`);
    expect((await read()).body).toMatchObject({ _parentcustomerid_value: account });
    await world.call('PATCH', `contacts(${contact})`, { 'parentcustomerid_account@odata.bind': null });
    expect((await read()).body).toMatchObject({ _parentcustomerid_value: null });
  });

  it('refuses a second row with the same id: 412 0x80040237', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    const answer = await world.call('POST', 'contacts', { contactid: id, lastname: 'B' });
    expect(answer).toMatchObject({ status: 412, body: { error: { code: '0x80040237' } } });
  });
});

describe('validation by metadata', () => {
  it.each([
    ['an unknown column', { lastname: 'A', lastnam: 'B' }, '0x80048d19', "Invalid property 'lastnam'"],
    [
      'a text that is too long',
      { lastname: 'x'.repeat(51) },
      '0x80044331',
      "exceeded the maximum allowed length of '50'",
    ],
    ['a number for a text', { lastname: 5 }, '0x80048d19', "'Edm.String'"],
    [
      'a text for a number',
      { numberofchildren: 'two' },
      '0x80048d19',
      "Cannot convert the literal 'two' to the expected type 'Edm.Int32'",
    ],
    ['a number out of range', { numberofchildren: -1 }, '0x80044330', 'outside the valid range'],
    ['a value that is no option', { gendercode: 99 }, '0x8004431a', 'Accepted Values: 1,2'],
    ['a date that is none', { birthdate: '2020-13-01' }, '0x80048d19', "'Edm.Date'"],
    [
      'a lookup as a plain value',
      { _parentcustomerid_value: missing },
      '0x80048d19',
      'Use Navigation properties instead',
    ],
    ['a bind to something unknown', { 'nobody@odata.bind': '/contacts(1)' }, '0x80048d19', 'undeclared property'],
  ])('refuses %s', async (_what, body, code, message) => {
    const answer = await world.call('POST', 'contacts', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error?.code).toBe(code);
    expect(answer.body.error?.message).toContain(message);
  });

  it('takes a text of exactly the allowed length', async () => {
    expect((await world.call('POST', 'contacts', { lastname: 'x'.repeat(50) })).status).toBe(204);
  });

  it('does not ask for what only forms require', async () => {
    expect((await world.call('POST', 'contacts', {})).status).toBe(204);
  });

  it('asks for what the system requires', async () => {
    const answer = await world.call('POST', 'lists', { createdfromcode: 2 });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: '0x80040200', message: "Required field 'listname' is missing" } },
    });
  });

  it('refuses a body that is not JSON or no object with 0x80060888', async () => {
    for (const body of ['{"lastname":', '[]', '"text"']) {
      expect(await world.call('POST', 'contacts', body)).toMatchObject({
        status: 400,
        body: { error: { code: '0x80060888' } },
      });
    }
  });
});

describe('changing rows', () => {
  it('changes only what is named', async () => {
    const id = await world.create('contacts', { firstname: 'Ana', lastname: 'Ruiz', jobtitle: 'Lead' });
    expect((await world.call('PATCH', `contacts(${id})`, { firstname: 'Eva' })).status).toBe(204);
    const { body } = await world.call('GET', `contacts(${id})?$select=fullname,jobtitle`);
    expect(body).toMatchObject({ fullname: 'Eva Ruiz', jobtitle: 'Lead' });
  });

  it('makes the row when PATCH finds none, unless If-Match forbids it', async () => {
    expect((await world.call('PATCH', `contacts(${missing})`, { lastname: 'A' }, { 'If-Match': '*' })).status).toBe(
      404,
    );
    expect((await world.call('PATCH', `contacts(${missing})`, { lastname: 'A' })).status).toBe(204);
    expect((await world.call('GET', `contacts(${missing})?$select=lastname`)).body).toMatchObject({ lastname: 'A' });
  });

  it('does not touch an existing row with If-None-Match: *', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    const answer = await world.call('PATCH', `contacts(${id})`, { lastname: 'B' }, { 'If-None-Match': '*' });
    expect(answer).toMatchObject({
      status: 412,
      body: { error: { message: 'A record with matching key values already exists.' } },
    });
  });

  it('writes with the current version and refuses a stale one with 412', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    const { headers } = await world.call('GET', `contacts(${id})?$select=lastname`);
    const etag = headers.get('etag') ?? '';
    expect((await world.call('PATCH', `contacts(${id})`, { lastname: 'B' }, { 'If-Match': etag })).status).toBe(204);
    const stale = await world.call('PATCH', `contacts(${id})`, { lastname: 'C' }, { 'If-Match': etag });
    expect(stale).toMatchObject({
      status: 412,
      body: {
        error: {
          code: '0x80060882',
          message: "The version of the existing record doesn't match the RowVersion property provided.",
        },
      },
    });
  });

  it('answers 304 for a version that the caller has', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    const { headers } = await world.call('GET', `contacts(${id})?$select=lastname`);
    const again = await world.call('GET', `contacts(${id})?$select=lastname`, undefined, {
      'If-None-Match': headers.get('etag') ?? '',
    });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(
      (await world.call('GET', `contacts(${id})?$select=lastname`, undefined, { 'If-None-Match': 'null' })).status,
    ).toBe(200);
  });

  it('sets and clears a single column with PUT and DELETE', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    expect((await world.call('PUT', `contacts(${id})/jobtitle`, { value: 'Clerk' })).status).toBe(204);
    expect((await world.call('GET', `contacts(${id})/jobtitle`)).body).toMatchObject({ value: 'Clerk' });
    expect((await world.call('DELETE', `contacts(${id})/jobtitle`)).status).toBe(204);
    expect((await world.call('GET', `contacts(${id})/jobtitle`)).status).toBe(204);
  });

  it('gives a new state its default reason and refuses a reason of another state', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    await world.call('PATCH', `contacts(${id})`, { statecode: 1 });
    expect((await world.call('GET', `contacts(${id})?$select=statuscode`)).body).toMatchObject({ statuscode: 2 });
    const wrong = await world.call('PATCH', `contacts(${id})`, { statecode: 0, statuscode: 2 });
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: '0x80048408' } } });
  });

  it('has no deep update', async () => {
    const id = await world.create('accounts', { name: 'A' });
    expect((await world.call('PATCH', `accounts(${id})`, { primarycontactid: { lastname: 'B' } })).status).toBe(400);
  });
});

describe('deleting rows', () => {
  it('answers 204, then 404 0x80040217', async () => {
    const id = await world.create('contacts', { lastname: 'A' });
    expect((await world.call('DELETE', `contacts(${id})`)).status).toBe(204);
    expect(await world.call('DELETE', `contacts(${id})`)).toMatchObject({
      status: 404,
      body: { error: { code: '0x80040217', message: `Entity 'contact' With Id = ${id} Does Not Exist` } },
    });
  });

  it('takes the row out of lookups that pointed to it', async () => {
    const account = await world.create('accounts', { name: 'A' });
    const contact = await world.create('contacts', {
      lastname: 'B',
      'parentcustomerid_account@odata.bind': `accounts(${account})`,
    });
    await world.call('DELETE', `accounts(${account})`);
    expect((await world.call('GET', `contacts(${contact})?$select=_parentcustomerid_value`)).body).toMatchObject({
      _parentcustomerid_value: null,
    });
  });
});

describe('references', () => {
  it('puts a row into a collection and takes it out again', async () => {
    const account = await world.create('accounts', { name: 'A' });
    const contact = await world.create('contacts', { lastname: 'B' });
    const collection = `accounts(${account})/contact_customer_accounts`;
    const count = async () => (await world.call('GET', `${collection}?$select=contactid`)).body.value?.length;
    expect(
      (await world.call('POST', `${collection}/$ref`, { '@odata.id': `${world.connection.url}contacts(${contact})` }))
        .status,
    ).toBe(204);
    expect(await count()).toBe(1);
    expect((await world.call('DELETE', `${collection}(${contact})/$ref`)).status).toBe(204);
    expect(await count()).toBe(0);
    await world.call('POST', `${collection}/$ref`, { '@odata.id': `contacts(${contact})` });
    expect(
      (await world.call('DELETE', `${collection}/$ref?$id=${world.connection.url}contacts(${contact})`)).status,
    ).toBe(204);
    expect(await count()).toBe(0);
  });

  it('pairs rows many to many once, and refuses to unpair what is no pair', async () => {
    const { body } = await world.call('GET', "roles?$select=name&$filter=name eq 'Basic User'");
    const role = String(body.value?.[0]?.['roleid']);
    const noa = (await world.call('GET', "systemusers?$select=fullname&$filter=fullname eq 'Noa None'")).body
      .value?.[0]?.['systemuserid'];
    const roles = `systemusers(${String(noa)})/systemuserroles_association`;
    const reference = { '@odata.id': `roles(${role})` };
    expect((await world.call('POST', `${roles}/$ref`, reference)).status).toBe(204);
    expect((await world.call('POST', `${roles}/$ref`, reference)).status).toBe(412);
    expect((await world.call('DELETE', `${roles}(${role})/$ref`)).status).toBe(204);
    expect((await world.call('DELETE', `${roles}(${role})/$ref`)).status).toBe(404);
  });

  it('sets and clears a single-valued reference', async () => {
    const account = await world.create('accounts', { name: 'A' });
    const contact = await world.create('contacts', { lastname: 'B' });
    const one = `accounts(${account})/primarycontactid`;
    expect((await world.call('PUT', `${one}/$ref`, { '@odata.id': `contacts(${contact})` })).status).toBe(204);
    expect((await world.call('GET', `${one}?$select=lastname`)).body).toMatchObject({ lastname: 'B' });
    expect((await world.call('DELETE', `${one}/$ref`)).status).toBe(204);
    expect((await world.call('GET', one)).status).toBe(204);
  });
});

describe('bulk messages', () => {
  const target = (more: object) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', ...more });

  it('makes all rows and answers their ids in order', async () => {
    const { status, body } = await world.call('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', {
      Targets: [target({ lastname: 'M1' }), target({ lastname: 'M2' })],
    });
    expect(status).toBe(200);
    const [first] = body['Ids'] as string[];
    expect((await world.call('GET', `contacts(${first ?? ''})?$select=lastname`)).body).toMatchObject({
      lastname: 'M1',
    });
  });

  it('makes none when one is wrong', async () => {
    const before = (await world.call('GET', 'contacts/$count')).text;
    const answer = await world.call('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', {
      Targets: [target({ lastname: 'M1' }), target({ gendercode: 9 })],
    });
    expect(answer.status).toBe(400);
    expect((await world.call('GET', 'contacts/$count')).text).toBe(before);
  });

  it('changes and makes rows by id with UpsertMultiple; doing it again changes nothing', async () => {
    const contactid = '00000000-0000-4000-8000-0000000beef1';
    for (let time = 0; time < 2; time++) {
      const answer = await world.call('POST', 'contacts/Microsoft.Dynamics.CRM.UpsertMultiple', {
        Targets: [target({ contactid, lastname: 'Up' })],
      });
      expect(answer.status).toBe(204);
    }
    expect((await world.call('GET', "contacts/$count?$filter=lastname eq 'Up'")).text).toBe('1');
  });

  it('needs a type and a key in each target', async () => {
    const missingType = await world.call('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', {
      Targets: [{ lastname: 'A' }],
    });
    const missingKey = await world.call('POST', 'contacts/Microsoft.Dynamics.CRM.UpdateMultiple', {
      Targets: [target({ lastname: 'A' })],
    });
    expect([missingType.status, missingKey.status]).toEqual([400, 400]);
  });
});
