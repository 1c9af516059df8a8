import { anOrganisation, mark, type Organisation } from './support/organisation';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors and the codes of the pages named below. */
let organisation: Organisation;
beforeAll(async () => (organisation = await anOrganisation()));
afterAll(() => organisation.close());

const nobody = '00000000-0000-0000-0000-00000000dead';

describe('compose-http-requests-handle-errors', () => {
  it('an error is {"error":{"code","message"}} as JSON with OData-Version, and REQ_ID for support', async () => {
    const answer = await organisation.call('GET', `contacts(${nobody})`);
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({
      error: {
        code: '0x80040217',
        message: expect.stringMatching(
          new RegExp(`^Entity 'contact' With Id = ${nobody} Does Not Exist`, 'i'),
        ) as string,
      },
    });
    expect(answer.headers['content-type']).toBe('application/json; odata.metadata=minimal');
    expect(answer.headers['odata-version']).toBe('4.0');
    expect(answer.headers['req_id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('requested annotations are members of the error: all, or those a pattern names', async () => {
    const all = await organisation.call('GET', `contacts(${nobody})`, {
      headers: { Prefer: 'odata.include-annotations="*"' },
    });
    expect(Object.keys(all.json.error ?? {})).toEqual(
      expect.arrayContaining([
        '@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus',
        '@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode',
        '@Microsoft.PowerApps.CDS.HelpLink',
        '@Microsoft.PowerApps.CDS.InnerError.Message',
      ]),
    );
    const some = await organisation.call('GET', `contacts(${nobody})`, {
      headers: { Prefer: 'odata.include-annotations="Microsoft.PowerApps.CDS.ErrorDetails*"' },
    });
    expect(Object.keys(some.json.error ?? {})).toEqual([
      'code',
      'message',
      '@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus',
      '@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode',
    ]);
  });

  /** A query that is fine but for its length. @param characters of the whole URL, about. */
  const ofLength = (characters: number): string =>
    `contacts?$select=lastname&$filter=lastname%20eq%20'${'a'.repeat(characters)}'`;
  it.each([
    [
      'GET',
      'contacts?$select=nothing',
      undefined,
      400,
      '0x80060888',
      "Could not find a property named 'nothing' on type 'Microsoft.Dynamics.CRM.contact'.",
    ],
    ['GET', 'contacts?$select=parentcustomeridname', undefined, 400, '0x80060888', 'parentcustomeridname'],
    ['GET', 'contacts?$skip=1', undefined, 400, '0x80060888', 'Skip Clause is not supported in CRM.'],
    ['GET', 'Account', undefined, 404, '0x8006088a', "Resource not found for the segment 'Account'."],
    [
      'GET',
      "contacts?fetchXml=<fetch><entity name='contact'><attribute name='nothing'/></entity></fetch>",
      undefined,
      400,
      '0x80041103',
      "'contact' entity doesn't contain attribute with Name = 'nothing' and NameMapping = 'Logical'",
    ],
    [
      'POST',
      'contacts',
      { lastname: 'x'.repeat(51) },
      400,
      '0x80044331',
      "The length of the 'lastname' attribute of the 'contact' entity exceeded the maximum allowed length of '50'.",
    ],
    [
      'POST',
      'contacts',
      { nothing: 1 },
      400,
      '0x80048d19',
      "Invalid property 'nothing' was found in entity 'Microsoft.Dynamics.CRM.contact'",
    ],
    [
      'POST',
      'contacts',
      { lastname: 1 },
      400,
      '0x80048d19',
      "Cannot convert the literal '1' to the expected type 'Edm.String'",
    ],
    ['POST', 'contacts', { donotemail: 'yes' }, 400, '0x80048d19', "'Edm.Boolean'"],
    [
      'POST',
      'contacts',
      { 'parentcustomerid_account@odata.bind': `/accounts(${nobody})` },
      404,
      '0x80040217',
      "'account' With Id",
    ],
    ['POST', 'contacts', '{"lastname":', 400, '0x80060888', 'Invalid JSON.'],
    ['POST', 'contacts', '', 400, '0x80060888', 'The body of the request is empty'],
    ['DELETE', 'contacts', undefined, 405, '0x80060888', "does not support http method 'DELETE'"],
    ['PATCH', 'contacts', {}, 405, '0x80060888', "does not support http method 'PATCH'"],
    ['DELETE', `contacts(${nobody})`, undefined, 404, '0x80040217', 'Does Not Exist'],
  ] as const)('%s %s %j: %i %s', async (method, path, body, status, code, message) => {
    const url = path.replace(/[<> "]/g, encodeURIComponent);
    const answer = await organisation.call(method, url, body === undefined ? {} : { body });
    expect(answer.status).toBe(status);
    expect(answer.json.error).toMatchObject({ code, message: expect.stringContaining(message) as string });
  });

  it('a URL of more than 32,768 characters is refused', async () => {
    expect((await organisation.call('GET', ofLength(32_000))).status).toBe(200);
    const refused = await organisation.call('GET', ofLength(32_800));
    expect(refused.status).toBe(414);
  });

  it('501 names what is not implemented', async () => {
    const answer = await organisation.call('GET', 'contacts?$select=lastname&$filter=year(createdon)%20eq%202026');
    expect(answer.status).toBe(501);
    expect(answer.json.error?.message).toContain('year');
    // What is implemented, asked for in the same place, is answered.
    const fine = await organisation.call('GET', 'contacts?$select=lastname&$filter=createdon%20gt%202026-01-01&$top=1');
    expect(fine.status).toBe(200);
  });
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows#limitations, …/fetchxml/page-results */
describe('limits of FetchXML', () => {
  const batched = async (fetchXml: string) => {
    const url = `contacts?fetchXml=${encodeURIComponent(fetchXml)}`;
    const body = [
      '--b',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      `GET /api/data/v9.2/${url} HTTP/1.1`,
      '',
      '',
      '--b--',
      '',
    ];
    return organisation.call('POST', '$batch', {
      body: body.join('\r\n'),
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
    });
  };

  it('501 conditions: 0x8004430C', async () => {
    const conditions = '<condition attribute="lastname" operator="eq" value="x"/>'.repeat(501);
    const answer = await batched(
      `<fetch><entity name="contact"><filter type="or">${conditions}</filter></entity></fetch>`,
    );
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/0x8004430c/i);
    expect(answer.text).toContain('Number of conditions in query exceeded maximum limit.');
  });

  it('top together with page or count is refused', async () => {
    for (const attributes of ['top="1" count="2"', 'top="1" page="1"', 'top="1" page="2" count="2"']) {
      const answer = await batched(`<fetch ${attributes}><entity name="contact"/></fetch>`);
      expect([attributes, answer.status]).toEqual([attributes, 400]);
      expect(answer.text).toContain("The top attribute can't be specified with paging attribute");
    }
    // Each by itself is no mistake, so it is the two together that are refused.
    for (const attributes of ['top="1"', 'page="1" count="2"']) {
      const answer = await batched(`<fetch ${attributes}><entity name="contact"/></fetch>`);
      expect([attributes, answer.status]).toEqual([attributes, 200]);
    }
  });
});

/** https://learn.microsoft.com/power-apps/developer/data-platform/authenticate-oauth */
describe('authentication', () => {
  it.each([{ Authorization: '' }, { Authorization: 'Bearer nonsense' }, { Authorization: 'Basic eDp5' }])(
    '%j: 401 with the challenge that names authority and resource',
    async (headers) => {
      const answer = await organisation.call('GET', 'WhoAmI', { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(
        /^Bearer authorization_uri=https?:\/\/\S+\/oauth2\/authorize, resource_id=https?:\/\/\S+\/$/,
      );
    },
  );

  it('impersonation: the row belongs to the impersonated user, createdonbehalfby is the caller', async () => {
    const { json: me } = await organisation.call('GET', 'WhoAmI');
    const others = await organisation.call(
      'GET',
      `systemusers?$select=systemuserid&$filter=systemuserid%20ne%20${String(me['UserId'])}%20and%20isdisabled%20eq%20false%20and%20systemuserroles_association/any(r:r/name%20eq%20'System%20Administrator')&$top=1`,
    );
    const other = String(others.json.value?.[0]?.['systemuserid']);
    const made = await organisation.call('POST', 'contacts?$select=_createdby_value,_createdonbehalfby_value', {
      headers: { MSCRMCallerID: other, Prefer: 'return=representation' },
      body: { lastname: mark },
    });
    organisation.remember('contacts', String(made.json['contactid']));
    expect(other).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.json).toMatchObject({ _createdby_value: other, _createdonbehalfby_value: me['UserId'] });
    const owned = await organisation.call('GET', `contacts(${String(made.json['contactid'])})?$select=_ownerid_value`);
    expect(owned.json).toMatchObject({ _ownerid_value: other });
  });
});
