import { id, userId } from './data-world';
import { run, sampleAccounts } from './sample-accounts';

const root = 'http://127.0.0.1:5000/api/data/v9.2/$metadata#accounts';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/select-columns
describe('Select columns using FetchXml', () => {
  const store = sampleAccounts();
  store.update('account', id('a', 1), { accountclassificationcode: 1, createdby: userId });
  const columns = ['accountclassificationcode', 'createdby', 'createdon', 'name'];
  const xml = (aliases: readonly string[] = []): string =>
    `<fetch top='1'><entity name='account'>${columns
      .map((name, at) => `<attribute name='${name}'${aliases[at] === undefined ? '' : ` alias='${aliases[at]}'`} />`)
      .join('')}</entity></fetch>`;

  it('answers with the values as they are saved', () => {
    const { head, rows } = run(store, xml());
    expect(head['@odata.context']).toBe(
      `${root}(accountclassificationcode,_createdby_value,createdby,createdon,name,accountid,createdby())`,
    );
    expect(rows).toEqual([
      {
        accountid: id('a', 1),
        accountclassificationcode: 1,
        createdon: '2023-03-25T17:42:00Z',
        _createdby_value: userId,
        name: 'Litware, Inc. (sample)',
      },
    ]);
  });

  it('adds formatted values where asked for', () => {
    const annotate = 'OData.Community.Display.V1.FormattedValue';
    expect(run(store, xml(), { annotate }).rows[0]).toMatchObject({
      [`accountclassificationcode@${annotate}`]: 'Default Value',
      [`createdon@${annotate}`]: '3/25/2023 5:42 PM',
      [`_createdby_value@${annotate}`]: 'Ada Admin',
    });
  });

  it('puts columns under their aliases and says which columns they are', () => {
    const { head, rows } = run(store, xml(['code', 'whocreated', 'whencreated', 'companyname']), { annotate: '*' });
    expect(head['@odata.context']).toBe(
      `${root}(accountclassificationcode,createdby,createdon,name,accountid,createdby())`,
    );
    expect(rows).toEqual([
      {
        accountid: id('a', 1),
        'whencreated@OData.Community.Display.V1.AttributeName': 'createdon',
        'whencreated@OData.Community.Display.V1.FormattedValue': '3/25/2023 5:42 PM',
        whencreated: '2023-03-25T17:42:00Z',
        'code@OData.Community.Display.V1.AttributeName': 'accountclassificationcode',
        'code@OData.Community.Display.V1.FormattedValue': 'Default Value',
        code: 1,
        'companyname@OData.Community.Display.V1.AttributeName': 'name',
        companyname: 'Litware, Inc. (sample)',
        'whocreated@OData.Community.Display.V1.AttributeName': 'createdby',
        'whocreated@OData.Community.Display.V1.FormattedValue': 'Ada Admin',
        'whocreated@Microsoft.Dynamics.CRM.lookuplogicalname': 'systemuser',
        whocreated: userId,
      },
    ]);
  });

  it('leaves the list out of the context when all columns are asked for', () => {
    const { head } = run(store, `<fetch top='1'><entity name='account'><all-attributes /></entity></fetch>`);
    expect(head['@odata.context']).toBe(root);
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/overview#return-distinct-results
  it('returns distinct rows without their keys', () => {
    const distinct = `<fetch distinct='true'><entity name='account'><attribute name='address1_city' /><filter><condition
      attribute='address1_city' operator='eq' value='Redmond' /></filter></entity></fetch>`;
    const { head, rows } = run(store, distinct);
    expect(rows).toEqual([{ address1_city: 'Redmond' }]);
    expect(head['@odata.context']).toBe(`${root}(address1_city)`);
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/fetch
  it('finds no retained rows, because nothing has been moved to long-term retention', () => {
    const retained = `<fetch datasource='retained'><entity name='account'><attribute name='name' /></entity></fetch>`;
    expect(run(store, retained).rows).toEqual([]);
  });

  // https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/retrieve-data
  it('runs the query that the page sends, line ends included', () => {
    const sent =
      '%3Cfetch%20top%3D%275%27%3E%0D%0A%3Centity%20name%3D%27account%27%3E%0D%0A%3Cattribute%20name%3D%27name%27%2F%3E%0D%0A%3C%2Fentity%3E%0D%0A%3C%2Ffetch%3E';
    const { head, rows } = run(store, decodeURIComponent(sent));
    expect(head).toEqual({ '@odata.context': `${root}(name,accountid)` });
    expect(rows.map((row) => row['name'])).toEqual([
      'Litware, Inc. (sample)',
      'Adventure Works (sample)',
      'Fabrikam, Inc. (sample)',
      'Blue Yonder Airlines (sample)',
      'City Power & Light (sample)',
    ]);
  });

  it('takes hints to the database without changing what is returned', () => {
    const hinted = `<fetch top='1' version='1.0' output-format='xml-platform' mapping='logical' no-lock='true' latematerialize='true'
      options='OptimizeForUnknown,DisableRowGoal,Recompile'><entity name='account'><attribute name='name' /></entity></fetch>`;
    expect(run(store, hinted).rows).toEqual([{ name: 'Litware, Inc. (sample)', accountid: id('a', 1) }]);
  });
});
