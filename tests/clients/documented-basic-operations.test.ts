import type { Answer } from './support/http';
import { anOrganisation, idOf, mark, type Organisation } from './support/organisation';

/** The published requests and answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-basic-operations-sample */
let organisation: Organisation;
beforeAll(async () => (organisation = await anOrganisation()));
afterAll(() => organisation.close());

const all = { Prefer: 'odata.include-annotations="*"', 'If-None-Match': 'null' };
const formatted = 'OData.Community.Display.V1.FormattedValue';

describe('web-api-basic-operations-sample: a contact', () => {
  let contact: string;
  let created: Answer;
  let updated: Answer;

  beforeAll(async () => {
    created = await organisation.call('POST', 'contacts', {
      headers: { 'If-None-Match': 'null' },
      body: { firstname: 'Rafel', lastname: `Shillo ${mark}` },
    });
    contact = idOf(created.headers['odata-entityid']) ?? '';
    organisation.remember('contacts', contact);
    updated = await organisation.call('PATCH', `contacts(${contact})`, {
      headers: { 'If-Match': '*', 'If-None-Match': 'null' },
      body: { annualincome: 80000, jobtitle: 'Junior Developer' },
    });
  });

  it('POST contacts: 204, OData-Version and the address in OData-EntityId, no body', () => {
    expect(created).toMatchObject({ status: 204, text: '' });
    expect(created.headers['odata-version']).toBe('4.0');
    expect(created.headers['odata-entityid']).toBe(`${organisation.url}contacts(${contact})`);
    expect(created.headers['content-type']).toBeUndefined();
  });

  it('PATCH with If-Match: *: 204 and the address again', () => {
    expect(updated).toMatchObject({ status: 204, text: '' });
    expect(updated.headers['odata-entityid']).toBe(`${organisation.url}contacts(${contact})`);
  });

  it('GET with $select: context, etag, the columns in order with their annotations before them, currency, then the key', async () => {
    const answer = await organisation.call(
      'GET',
      `contacts(${contact})?$select=fullname,annualincome,jobtitle,description`,
      { headers: all },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; odata.metadata=minimal');
    expect(answer.headers['preference-applied']).toBe('odata.include-annotations="*"');
    expect(Object.keys(answer.json)).toEqual([
      '@odata.context',
      '@odata.etag',
      'fullname',
      `annualincome@${formatted}`,
      'annualincome',
      'jobtitle',
      'description',
      `_transactioncurrencyid_value@${formatted}`,
      '_transactioncurrencyid_value@Microsoft.Dynamics.CRM.associatednavigationproperty',
      '_transactioncurrencyid_value@Microsoft.Dynamics.CRM.lookuplogicalname',
      '_transactioncurrencyid_value',
      'contactid',
    ]);
    expect(answer.json).toMatchObject({
      '@odata.context': `${organisation.url}$metadata#contacts(fullname,annualincome,jobtitle,description)/$entity`,
      '@odata.etag': answer.headers['etag'],
      fullname: `Rafel Shillo ${mark}`,
      [`annualincome@${formatted}`]: expect.stringContaining('80,000.00') as string,
      annualincome: 80000,
      description: null,
      '_transactioncurrencyid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'transactioncurrency',
      contactid: contact,
    });
    expect(answer.headers['etag']).toMatch(/^W\/"\d+"$/);
  });

  it('PUT and GET of a single property', async () => {
    const put = await organisation.call('PUT', `contacts(${contact})/telephone1`, { body: { value: '555-0105' } });
    expect(put).toMatchObject({ status: 204, text: '' });
    const got = await organisation.call('GET', `contacts(${contact})/telephone1`);
    expect(got.json).toEqual({
      '@odata.context': `${organisation.url}$metadata#contacts(${contact})/telephone1`,
      value: '555-0105',
    });
    const raw = await organisation.call('GET', `contacts(${contact})/telephone1/$value`);
    expect(raw.text).toBe('555-0105');
    expect(raw.headers['content-type']).toMatch(/^text\/plain/);
  });
});

describe('web-api-basic-operations-sample: related rows', () => {
  it('POST accounts with @odata.bind, read with $select=name, and an expanded contact', async () => {
    const contact = await organisation.create('contacts', { firstname: 'Rafel', lastname: mark });
    const account = await organisation.create('accounts', {
      name: 'Contoso Ltd',
      telephone1: '555-5555',
      'primarycontactid@odata.bind': `contacts(${contact})`,
    });
    const answer = await organisation.call(
      'GET',
      `accounts(${account})?$select=name,&$expand=primarycontactid($select=fullname,jobtitle)`,
      { headers: all },
    );
    expect(answer.json).toEqual({
      '@odata.context': `${organisation.url}$metadata#accounts(name,primarycontactid(fullname,jobtitle))/$entity`,
      '@odata.etag': expect.any(String) as string,
      name: 'Contoso Ltd',
      accountid: account,
      primarycontactid: {
        '@odata.etag': expect.any(String) as string,
        fullname: `Rafel ${mark}`,
        jobtitle: null,
        contactid: contact,
      },
    });
  });

  it('deep insert: an account, its contact and the contact tasks in one request, all or nothing', async () => {
    const tasks = [
      { subject: 'Sign invoice', scheduledstart: '2023-04-19T03:00:00+07:00', scheduleddurationminutes: 60 },
      { subject: 'Setup new display', scheduledstart: '2023-04-20T03:00:00+07:00', scheduleddurationminutes: 60 },
    ];
    const body = {
      name: `Fourth Coffee ${mark}`,
      primarycontactid: { firstname: 'Susie', lastname: mark, Contact_Tasks: tasks },
    };
    const account = await organisation.create('accounts', body);
    const row = await organisation.call('GET', `accounts(${account})?$select=_primarycontactid_value`);
    const contact = String(row.json['_primarycontactid_value']);
    organisation.remember('contacts', contact);
    const read = await organisation.call(
      'GET',
      `contacts(${contact})?$select=fullname&$expand=Contact_Tasks($select=subject,scheduledstart;$orderby=subject)`,
      { headers: all },
    );
    expect(read.json['@odata.context']).toBe(
      `${organisation.url}$metadata#contacts(fullname,Contact_Tasks(subject,scheduledstart))/$entity`,
    );
    expect(read.json['Contact_Tasks']).toMatchObject([
      { subject: 'Setup new display', scheduledstart: '2023-04-19T20:00:00Z' },
      { subject: 'Sign invoice', scheduledstart: '2023-04-18T20:00:00Z' },
    ]);
    const failed = await organisation.call('POST', 'accounts', {
      body: {
        name: `Nothing ${mark}`,
        primarycontactid: { lastname: mark, Contact_Tasks: [{ subject: 'x'.repeat(201) }] },
      },
    });
    expect(failed).toMatchObject({ status: 400, json: { error: { code: '0x80044331' } } });
    expect((await organisation.call('GET', `accounts/$count?$filter=name%20eq%20'Nothing%20${mark}'`)).text).toBe('0');
  });

  it('POST and DELETE of $ref: one-to-many', async () => {
    const contact = await organisation.create('contacts', { lastname: mark });
    const account = await organisation.create('accounts', { name: mark });
    const link = await organisation.call('POST', `accounts(${account})/contact_customer_accounts/$ref`, {
      body: { '@odata.id': `${organisation.url}contacts(${contact})` },
    });
    expect(link).toMatchObject({ status: 204, text: '' });
    const linked = () =>
      organisation.call('GET', `accounts(${account})/contact_customer_accounts?$select=fullname,jobtitle`);
    expect((await linked()).json).toEqual({
      '@odata.context': `${organisation.url}$metadata#contacts(fullname,jobtitle)`,
      value: [{ '@odata.etag': expect.any(String) as string, fullname: mark, jobtitle: null, contactid: contact }],
    });
    const path = `accounts(${account})/contact_customer_accounts(${contact})/$ref`;
    expect(await organisation.call('DELETE', path)).toMatchObject({ status: 204, text: '' });
    expect((await linked()).json.value).toEqual([]);
  });

  it('POST and DELETE of $ref: a role of a user, many-to-many', async () => {
    const { json: me } = await organisation.call('GET', 'WhoAmI');
    const role = await organisation.create('roles', {
      'businessunitid@odata.bind': `businessunits(${String(me['BusinessUnitId'])})`,
      name: `Example Security Role ${mark}`,
    });
    const roles = `systemusers(${String(me['UserId'])})/systemuserroles_association`;
    const body = { '@odata.id': `${organisation.url}roles(${role})` };
    expect(await organisation.call('POST', `${roles}/$ref`, { body })).toMatchObject({ status: 204 });
    const found = await organisation.call('GET', `${roles}?$select=name&$filter=roleid%20eq%20${role}`);
    expect(found.json).toMatchObject({
      '@odata.context': `${organisation.url}$metadata#roles(name)`,
      value: [{ name: `Example Security Role ${mark}`, roleid: role }],
    });
    expect(await organisation.call('DELETE', `${roles}(${role})/$ref`)).toMatchObject({ status: 204, text: '' });
  });

  it('PUT and DELETE of $ref: a single-valued navigation property, and GET of the reference', async () => {
    const contact = await organisation.create('contacts', { lastname: mark });
    const account = await organisation.create('accounts', { name: mark });
    const path = `accounts(${account})/primarycontactid/$ref`;
    const body = { '@odata.id': `${organisation.url}contacts(${contact})` };
    expect(await organisation.call('PUT', path, { body })).toMatchObject({ status: 204 });
    expect((await organisation.call('GET', path)).json).toEqual({
      '@odata.context': `${organisation.url}$metadata#$ref`,
      '@odata.id': `${organisation.url}contacts(${contact})`,
    });
    expect(await organisation.call('DELETE', path)).toMatchObject({ status: 204, text: '' });
    expect((await organisation.call('GET', `accounts(${account})?$select=_primarycontactid_value`)).json).toMatchObject(
      {
        _primarycontactid_value: null,
      },
    );
  });
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-entity-web-api and …/update-delete-entities-using-web-api */
describe('create-entity-web-api, update-delete-entities-using-web-api', () => {
  it('POST with return=representation: 201 with the selected columns, and no OData-EntityId', async () => {
    const answer = await organisation.call('POST', 'contacts?$select=fullname,statecode', {
      headers: { Prefer: 'return=representation' },
      body: { lastname: mark },
    });
    expect(answer.status).toBe(201);
    organisation.remember('contacts', String(answer.json['contactid']));
    expect(answer.headers['preference-applied']).toBe('return=representation');
    expect(answer.headers['odata-entityid']).toBeUndefined();
    expect(answer.json).toEqual({
      '@odata.context': `${organisation.url}$metadata#contacts(fullname,statecode)/$entity`,
      '@odata.etag': expect.any(String) as string,
      fullname: mark,
      statecode: 0,
      contactid: expect.any(String) as string,
    });
  });

  it('PATCH with return=representation: 200', async () => {
    const id = await organisation.create('contacts', { lastname: mark });
    const answer = await organisation.call('PATCH', `contacts(${id})?$select=jobtitle`, {
      headers: { Prefer: 'return=representation' },
      body: { jobtitle: 'Editor' },
    });
    expect(answer).toMatchObject({ status: 200, json: { jobtitle: 'Editor', contactid: id } });
  });

  it('a new row has its yes/no columns, state and owner without being told', async () => {
    const id = await organisation.create('contacts', { lastname: mark });
    const { json } = await organisation.call(
      'GET',
      `contacts(${id})?$select=donotemail,donotbulkemail,followemail,statecode,statuscode,_ownerid_value`,
    );
    expect(json).toMatchObject({
      donotemail: false,
      donotbulkemail: false,
      followemail: true,
      statecode: 0,
      statuscode: 1,
      _ownerid_value: expect.any(String) as string,
    });
  });

  it('PATCH of an id nobody has makes the row; DELETE answers 204, then 404', async () => {
    const id = crypto.randomUUID();
    const patch = await organisation.call('PATCH', `contacts(${id})`, { body: { lastname: mark } });
    expect(patch).toMatchObject({ status: 204 });
    expect(patch.headers['odata-entityid']).toBe(`${organisation.url}contacts(${id})`);
    expect(await organisation.call('DELETE', `contacts(${id})`)).toMatchObject({ status: 204, text: '' });
    expect(await organisation.call('DELETE', `contacts(${id})`)).toMatchObject({
      status: 404,
      json: { error: { code: '0x80040217' } },
    });
  });

  it('a null @odata.bind and a DELETE of a column clear', async () => {
    const account = await organisation.create('accounts', { name: mark });
    const id = await organisation.create('contacts', {
      lastname: mark,
      jobtitle: 'Editor',
      'parentcustomerid_account@odata.bind': `/accounts(${account})`,
    });
    await organisation.call('PATCH', `contacts(${id})`, { body: { 'parentcustomerid_account@odata.bind': null } });
    await organisation.call('DELETE', `contacts(${id})/jobtitle`);
    const { json } = await organisation.call('GET', `contacts(${id})?$select=jobtitle,_parentcustomerid_value`);
    expect(json).toMatchObject({ jobtitle: null, _parentcustomerid_value: null });
  });
});
