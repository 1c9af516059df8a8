import { anOrganisation, mark, type Organisation } from './support/organisation';

/** The published requests and answers of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-query-data-sample */
let organisation: Organisation;
let account: string;
let mine: string;

const people = [
  { firstname: 'Susanna', jobtitle: 'Senior Purchaser', annualincome: 52000 },
  { firstname: 'Nancy', jobtitle: 'Activities Manager', annualincome: 55500 },
  { firstname: 'Maria', jobtitle: 'Accounts Manager', annualincome: 31000 },
  { firstname: 'Scott', jobtitle: 'Accounts Manager', annualincome: 38000 },
  { firstname: 'Robert', jobtitle: 'Senior Technician', annualincome: 78000 },
  { firstname: 'Paul', jobtitle: 'Ski Instructor', annualincome: 68500 },
  { firstname: 'Rene', jobtitle: 'Data Analyst III', annualincome: 86000 },
  { firstname: 'Jim', jobtitle: 'Senior International Sales Manager', annualincome: 81400 },
];

beforeAll(async () => {
  organisation = await anOrganisation();
  account = await organisation.create('accounts', {
    name: `Contoso ${mark}`,
    Account_Tasks: [{ subject: 'Task 1', actualdurationminutes: 10 }],
  });
  for (const person of people)
    await organisation.create('contacts', {
      ...person,
      lastname: '(sample)',
      'parentcustomerid_account@odata.bind': `/accounts(${account})`,
    });
  mine = `contains(fullname,'(sample)') and _parentcustomerid_value eq ${account}`;
});
afterAll(() => organisation.close());

const all = { Prefer: 'odata.include-annotations="*"' };
const url = (query: string): string => query.replaceAll(' ', '%20');
const get = (query: string, headers: Readonly<Record<string, string>> = {}) =>
  organisation.call('GET', url(query), { headers });
const names = (answer: Awaited<ReturnType<typeof get>>): unknown[] =>
  (answer.json.value ?? []).map((row) => String(row['fullname']).split(' ')[0]);

describe('web-api-query-data-sample: filters and order', () => {
  it('a collection with all annotations: context, totals, metadata version, then the rows', async () => {
    const answer = await get(`contacts?$select=fullname,jobtitle,annualincome&$filter=${mine}`, all);
    expect(answer.headers['preference-applied']).toBe('odata.include-annotations="*"');
    expect(Object.keys(answer.json)).toEqual([
      '@odata.context',
      '@Microsoft.Dynamics.CRM.totalrecordcount',
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded',
      '@Microsoft.Dynamics.CRM.globalmetadataversion',
      'value',
    ]);
    expect(answer.json).toMatchObject({
      '@odata.context': `${organisation.url}$metadata#contacts(fullname,jobtitle,annualincome)`,
      '@Microsoft.Dynamics.CRM.totalrecordcount': -1,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
      '@Microsoft.Dynamics.CRM.globalmetadataversion': expect.stringMatching(/^\d+$/) as string,
    });
    expect(answer.json.value).toHaveLength(8);
  });

  it('without annotations there are none, and no Preference-Applied', async () => {
    const answer = await get(`contacts?$select=fullname&$filter=${mine}`);
    expect(Object.keys(answer.json)).toEqual(['@odata.context', 'value']);
    expect(Object.keys(answer.json.value?.[0] ?? {})).toEqual(['@odata.etag', 'fullname', 'contactid']);
    expect(answer.headers['preference-applied']).toBeUndefined();
  });

  it('query functions with parameter aliases: LastXHours', async () => {
    const query = `contacts?$select=fullname&$filter=Microsoft.Dynamics.CRM.LastXHours(PropertyName=@p1,PropertyValue=@p2) and ${mine}&@p1='createdon'&@p2=1`;
    expect(names(await get(query))).toHaveLength(8);
    // Nobody was born within the last hour, nor was anybody's birthday given.
    const other = query.replace("'createdon'", "'birthdate'");
    expect(other).not.toBe(query);
    expect(names(await get(other))).toEqual([]);
  });

  it('operators: createdon gt … and annualincome gt …; parentheses', async () => {
    const query = `contacts?$select=fullname&$filter=${mine} and createdon gt 2022-08-30T00:00:00Z and (contains(jobtitle,'senior') or contains(jobtitle,'manager')) and annualincome gt 55000`;
    expect(names(await get(query)).sort()).toEqual(['Jim', 'Nancy', 'Robert']);
  });

  it('orders by two columns, and by aliases of them', async () => {
    const order = ['Scott', 'Maria', 'Nancy', 'Rene', 'Jim', 'Susanna', 'Robert', 'Paul'];
    const plain = `contacts?$select=fullname&$filter=${mine}&$orderby=jobtitle asc, annualincome desc`;
    expect(names(await get(plain))).toEqual(order);
    const aliased = `contacts?$select=fullname&$filter=contains(@p1,'(sample)') and @p2 eq @p3&$orderby=@p4 asc, @p5 desc&@p1=fullname&@p2=_parentcustomerid_value&@p3=${account}&@p4=jobtitle&@p5=annualincome`;
    expect(names(await get(aliased))).toEqual(order);
  });

  it('an alias without a value is null', async () => {
    const answer = await get(`contacts?$select=fullname&$filter=middlename eq @none and ${mine}`);
    expect(names(answer)).toHaveLength(8);
    // Had the condition been left out, this one would find everybody, too.
    expect(names(await get(`contacts?$select=fullname&$filter=middlename ne @none and ${mine}`))).toEqual([]);
    const given = await get(`contacts?$select=fullname&$filter=firstname eq @one and ${mine}&@one='Paul'`);
    expect(names(given)).toEqual(['Paul']);
  });

  it('options may be encoded, spaces may be plus signs, GUIDs may be upper case', async () => {
    const query = `contacts?%24select=fullname&%24filter=_parentcustomerid_value+eq+${account.toUpperCase()}+and+jobtitle+eq+%27Ski+Instructor%27`;
    expect(names(await organisation.call('GET', query))).toEqual(['Paul']);
  });
});

describe('web-api-query-data-sample: top, count, pages', () => {
  it('$top ends without a next link; beside maxpagesize it is ignored', async () => {
    const top = await get(`contacts?$select=fullname&$filter=${mine}&$top=5`);
    expect(top.json.value).toHaveLength(5);
    expect(top.json['@odata.nextLink']).toBeUndefined();
    const both = await get(`contacts?$select=fullname&$filter=${mine}&$top=1`, { Prefer: 'odata.maxpagesize=2' });
    expect(both.json.value).toHaveLength(2);
    expect(both.json['@odata.nextLink']).toContain('$skiptoken=');
  });

  it('$count=true: @odata.count right after the context', async () => {
    const answer = await get(`contacts?$select=fullname&$filter=${mine}&$count=true&$top=1`);
    expect(Object.keys(answer.json)).toEqual(['@odata.context', '@odata.count', 'value']);
    expect(answer.json['@odata.count']).toBe(8);
    const counted = await get(`contacts/$count?$filter=${mine}`);
    expect(counted).toMatchObject({ status: 200, text: '8' });
    expect(counted.headers['content-type']).toMatch(/^text\/plain/);
  });

  it('pages: absolute next links with the documented token, the same count on each, none on the last', async () => {
    const query = `contacts?$select=fullname&$filter=${mine}&$count=true`;
    const first = await get(query, { Prefer: 'odata.maxpagesize=4' });
    expect(first.headers['preference-applied']).toBe('odata.maxpagesize=4');
    expect(Object.keys(first.json)).toEqual(['@odata.context', '@odata.count', 'value', '@odata.nextLink']);
    const next = first.json['@odata.nextLink'] ?? '';
    expect(next.startsWith(`${organisation.url}contacts?$select=fullname&$filter=`)).toBe(true);
    const key = (side: string): string =>
      `${side}%253d%2522%257b[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}%257d%2522`;
    expect(next).toMatch(
      new RegExp(
        `&\\$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%253ccontactid%2520${key('last')}%2520${key('first')}%2520%252f%253e%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E$`,
      ),
    );
    const second = await organisation.call('GET', next, { headers: { Prefer: 'odata.maxpagesize=4' } });
    expect(second.json['@odata.count']).toBe(8);
    expect(second.json['@odata.nextLink']).toBeUndefined();
    expect(new Set([...names(first), ...names(second)]).size).toBe(8);
  });

  it('preferences may be split by a semicolon, as the saved query sample does', async () => {
    const headers = { Prefer: 'odata.maxpagesize=3; odata.include-annotations="*"' };
    const answer = await get(`contacts?$select=fullname&$filter=${mine}`, headers);
    expect(answer.json.value).toHaveLength(3);
    expect(answer.headers['preference-applied']).toContain('odata.include-annotations="*"');
  });
});

describe('web-api-query-data-sample: expand, aggregate, FetchXML, saved queries', () => {
  it('expands several navigation properties of a row', async () => {
    const answer = await get(
      `accounts(${account})?$select=name&$expand=primarycontactid($select=fullname),contact_customer_accounts($select=fullname),Account_Tasks($select=subject,description)`,
    );
    expect(answer.json['@odata.context']).toBe(
      `${organisation.url}$metadata#accounts(name,primarycontactid(fullname),contact_customer_accounts(fullname),Account_Tasks(subject,description))/$entity`,
    );
    expect(answer.json).toMatchObject({
      primarycontactid: null,
      Account_Tasks: [{ subject: 'Task 1', description: null }],
    });
    expect(answer.json['contact_customer_accounts']).toHaveLength(8);
  });

  it('expands the partner of a lookup and nested single-valued properties', async () => {
    const answer = await get(
      `contacts?$select=fullname&$filter=${mine}&$top=1&$expand=parentcustomerid_account($select=name;$expand=createdby($select=fullname))`,
    );
    expect(answer.json.value).toMatchObject([
      { parentcustomerid_account: { name: `Contoso ${mark}`, createdby: { fullname: expect.any(String) as string } } },
    ]);
  });

  it('gives a single expanded collection whole, with a link to the same rows', async () => {
    const answer = await get(
      `accounts?$select=name&$filter=accountid eq ${account}&$expand=contact_customer_accounts($select=fullname)`,
      { Prefer: 'odata.maxpagesize=3' },
    );
    const [row] = answer.json.value ?? [];
    expect(row?.['contact_customer_accounts']).toHaveLength(8);
    const link = String(row?.['contact_customer_accounts@odata.nextLink']);
    expect(link).toBe(`${organisation.url}accounts(${account})/contact_customer_accounts?$select=fullname`);
    const same = await organisation.call('GET', link);
    expect(same.json.value).toHaveLength(8);
  });

  it('filters by related rows: a lookup path, any and all', async () => {
    const related = `contacts?$select=fullname&$filter=parentcustomerid_account/name eq 'Contoso ${mark}' and jobtitle eq 'Ski Instructor'`;
    expect(names(await get(related))).toEqual(['Paul']);
    const any = `accounts?$select=name&$filter=contact_customer_accounts/any(c:c/jobtitle eq 'Ski Instructor') and accountid eq ${account}`;
    expect((await get(any)).json.value).toHaveLength(1);
    const every = `accounts?$select=name&$filter=contact_customer_accounts/all(c:c/jobtitle eq 'Ski Instructor') and accountid eq ${account}`;
    expect((await get(every)).json.value).toHaveLength(0);
  });

  it('aggregates a collection of a row with $apply', async () => {
    const answer = await get(
      `accounts(${account})/contact_customer_accounts?$apply=aggregate(annualincome with average as average, annualincome with sum as total, annualincome with min as minimum, annualincome with max as maximum)`,
    );
    expect(answer.json.value).toMatchObject([{ average: 61300, total: 490400, minimum: 31000, maximum: 86000 }]);
    const annotated = await get(
      `accounts(${account})/contact_customer_accounts?$apply=aggregate(annualincome with sum as total)`,
      all,
    );
    expect(Object.entries(annotated.json.value?.[0] ?? {})).toEqual([
      ['total@OData.Community.Display.V1.AttributeName', 'annualincome'],
      ['total@OData.Community.Display.V1.FormattedValue', expect.stringMatching(/490,400\.00$/)],
      ['total', 490400],
    ]);
  });

  it('FetchXML leaves out empty columns and counts with $count=true', async () => {
    const fetchXml = encodeURIComponent(`<fetch mapping="logical" count="4" page="2"><entity name="contact">
      <attribute name="fullname"/><attribute name="annualincome"/><attribute name="middlename"/><order attribute="fullname" descending="true"/>
      <filter type="and"><condition attribute="parentcustomerid" operator="eq" value="${account}"/></filter></entity></fetch>`);
    const answer = await organisation.call('GET', `contacts?fetchXml=${fetchXml}&$count=true`, { headers: all });
    expect(answer.json).toMatchObject({ '@odata.count': 8, '@Microsoft.Dynamics.CRM.totalrecordcount': 8 });
    expect(names(answer)).toEqual(['Paul', 'Nancy', 'Maria', 'Jim']);
    const [row = {}] = answer.json.value ?? [];
    expect(Object.keys(row).filter((name) => !name.includes('@'))).toEqual([
      'fullname',
      'annualincome',
      '_transactioncurrencyid_value',
      'contactid',
    ]);
  });

  it('runs a saved view by savedQuery and an own one by userQuery', async () => {
    const query = await organisation.create('userqueries', {
      name: `My User Query ${mark}`,
      querytype: 0,
      returnedtypecode: 'contact',
      fetchxml: `<fetch><entity name="contact"><attribute name="fullname"/><filter><condition attribute="parentcustomerid" operator="eq" value="${account}"/><condition attribute="annualincome" operator="gt" value="80000"/></filter></entity></fetch>`,
    });
    const answer = await get(`contacts?userQuery=${query}`, all);
    expect(names(answer).sort()).toEqual(['Jim', 'Rene']);
  });
});
