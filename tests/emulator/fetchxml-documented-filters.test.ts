import { id } from './data-world';
import { column, run, sampleAccounts } from './sample-accounts';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows
describe('Filter rows using FetchXml', () => {
  const store = sampleAccounts();
  store.insert('contact', {
    contactid: id('c', 40),
    firstname: 'Ann',
    lastname: 'ann',
    fullname: 'Nobody',
    statecode: 1,
  });
  store.insert('account', { accountid: id('a', 41), name: 'Contoso', primarycontactid: id('c', 1) });
  store.update('account', id('a', 2), { fax: '1-555-0100' });
  const cities = (filter: string): unknown[] =>
    column(
      store,
      `<fetch><entity name='account'><attribute name='address1_city' />${filter}</entity></fetch>`,
      'address1_city',
    );

  it.each([
    ['eq', `<filter type='and'><condition attribute='address1_city' operator='eq' value='Redmond' /></filter>`],
    [
      'or',
      `<filter type='or'><condition attribute='address1_city' operator='eq' value='Redmond' /><condition attribute='address1_city' operator='eq' value='Seattle' /></filter>`,
    ],
    [
      'in',
      `<filter type='and'><condition attribute='address1_city' operator='in'><value>Redmond</value><value>Seattle</value><value>Bellevue</value></condition></filter>`,
    ],
  ])('finds accounts by their city with %s', (_name, filter) => {
    expect(cities(filter)).toEqual(['Redmond', 'Redmond', 'Redmond']);
  });

  it('between takes its bounds in', () => {
    expect(
      cities(
        `<filter><condition attribute="numberofemployees" operator="between"><value>2900</value><value>3900</value></condition></filter>`,
      ),
    ).toEqual(['Los Angeles', 'Redmond', 'Phoenix']);
  });

  it('applies a condition with entityname after the join: no parent account, or one without a fax', () => {
    const names = column(
      store,
      `<fetch><entity name='contact'><attribute name='fullname' /><filter><condition entityname='a' attribute='fax' operator='null' />
        </filter><link-entity name='account' from='accountid' to='parentcustomerid' link-type='outer' alias='a' /></entity></fetch>`,
      'fullname',
    );
    expect(names).toHaveLength(9);
    expect(names).toContain('Nobody');
    expect(names).not.toContain('Nancy Anderson (sample)');
  });

  it('compares columns of a row, and of joined rows', () => {
    expect(
      column(
        store,
        `<fetch><entity name='contact'><attribute name='firstname' /><filter><condition attribute='firstname' operator='eq' valueof='lastname' /></filter></entity></fetch>`,
        'firstname',
      ),
    ).toEqual(['Ann']);
    store.update('contact', id('c', 9), { fullname: 'COHO winery (sample)' });
    const { rows } = run(
      store,
      `<fetch><entity name='contact'><attribute name='contactid' /><attribute name='fullname' /><filter type='and'><condition
        attribute='fullname' operator='eq' valueof='acct.name' /></filter><link-entity name='account' from='accountid'
        to='parentcustomerid' link-type='outer' alias='acct'><attribute name='name' /></link-entity></entity></fetch>`,
    );
    expect(rows).toEqual([
      { contactid: id('c', 9), fullname: 'COHO winery (sample)', 'acct.name': 'Coho Winery (sample)' },
    ]);
  });

  const related = (type: string, more = ''): unknown[] =>
    column(
      store,
      `<fetch><entity name='contact'><attribute name='fullname' /><filter type='${more === '' ? 'and' : 'or'}'><link-entity
        name='account' from='primarycontactid' to='contactid' link-type='${type}'><filter type='and'><condition attribute='name'
        operator='eq' value='Contoso' /></filter></link-entity>${more}</filter></entity></fetch>`,
      'fullname',
    );

  it('any in an or filter, beside a condition', () => {
    const inactive = `<condition attribute='statecode' operator='eq' value='1' />`;
    expect(related('any', inactive)).toEqual(['Susanna Stubberod (sample)', 'Nobody']);
  });

  it('not all means the same as any', () => {
    expect(related('not all')).toEqual(['Susanna Stubberod (sample)']);
  });

  it('not any returns who is referenced by no such account, referenced or not', () => {
    const names = related('not any');
    expect(names).toHaveLength(9);
    expect(names).toContain('Nobody');
    expect(names).not.toContain('Susanna Stubberod (sample)');
  });

  it('all returns who is referenced, but by none such account', () => {
    const names = related('all');
    expect(names).toHaveLength(8);
    expect(names).not.toContain('Nobody');
  });

  it('takes the union hint, with conditions on two joined tables', () => {
    store.update('account', id('a', 3), { telephone1: '425-425-4021' });
    store.update('contact', id('c', 4), { telephone1: '425-425-4021' });
    const names = column(
      store,
      `<fetch><entity name='contact'><attribute name='fullname' /><filter type='and'><condition attribute='fullname' operator='like'
        value='%sample%' /><filter type='or' hint='union'><condition attribute='telephone1' operator='eq' value='425-425-4021' />
        <condition attribute='telephone1' operator='eq' value='425-425-4021' entityname='ac' /></filter></filter><link-entity
        name='account' from='accountid' to='parentcustomerid' link-type='outer' alias='ac' /></entity></fetch>`,
      'fullname',
    );
    expect(names).toEqual(['Maria Campbell (sample)', 'Sidney Higa (sample)']);
  });

  it('understands a condition of a link that names the link itself', () => {
    const names = column(
      store,
      `<fetch><entity name='contact'><attribute name='fullname' /><link-entity name='account' from='primarycontactid' to='contactid'
        alias='a'><filter><condition entityname='a' attribute='name' operator='eq' value='Contoso' /></filter></link-entity></entity></fetch>`,
      'fullname',
    );
    expect(names).toEqual(['Susanna Stubberod (sample)']);
  });
});
