import { errorOf, id } from './data-world';
import { column, run, sampleAccounts } from './sample-accounts';

// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/join-tables
describe('Join tables using FetchXml', () => {
  const store = sampleAccounts();
  const team = store.insert('team', { teamid: id('t', 1), name: 'org26ed931d' });
  const user = store.insert('systemuser', { systemuserid: id('u', 7), fullname: 'FirstName LastName' });
  store.insert('teammembership', { teamid: team, systemuserid: user });

  it('many-to-one: accounts with their primary contacts', () => {
    const { rows } = run(
      store,
      `<fetch top='5'><entity name='account'><attribute name='name' /><link-entity name='contact' from='contactid'
        to='primarycontactid' link-type='inner' alias='contact'><attribute name='fullname' /></link-entity></entity></fetch>`,
    );
    expect(rows.map((row) => [row['name'], row['contact.fullname']])).toEqual([
      ['Litware, Inc. (sample)', 'Susanna Stubberod (sample)'],
      ['Adventure Works (sample)', 'Nancy Anderson (sample)'],
      ['Fabrikam, Inc. (sample)', 'Maria Campbell (sample)'],
      ['Blue Yonder Airlines (sample)', 'Sidney Higa (sample)'],
      ['City Power & Light (sample)', 'Scott Konersmann (sample)'],
    ]);
  });

  it('one-to-many, where no alias means account1', () => {
    const xml = (alias: string): string =>
      `<fetch top='2'><entity name='contact'><attribute name='fullname' /><link-entity name='account' from='primarycontactid'
        to='contactid'${alias}><attribute name='name' /></link-entity></entity></fetch>`;
    const expected = ['Litware, Inc. (sample)', 'Adventure Works (sample)'];
    expect(column(store, xml(" alias='account'"), 'account.name')).toEqual(expected);
    expect(column(store, xml(''), 'account1.name')).toEqual(expected);
  });

  // The second query: https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/link-entity
  it.each([
    [
      'with the intersect table',
      `<link-entity name='teammembership' from='systemuserid' to='systemuserid' intersect='true'><link-entity name='team'
        from='teamid' to='teamid' link-type='inner' alias='team'><attribute name='name' /></link-entity></link-entity>`,
    ],
    ['letting Dataverse choose', `<link-entity name="team" alias="team"><attribute name="name" /></link-entity>`],
  ])('many-to-many: users and their teams, %s', (_name, link) => {
    const xml = `<fetch top='2'><entity name='systemuser'><attribute name='fullname' />${link}</entity></fetch>`;
    expect(run(store, xml).rows).toEqual([
      { fullname: 'FirstName LastName', systemuserid: user, 'team.name': 'org26ed931d' },
    ]);
  });

  it('finds the other column of a relationship where only one is given', () => {
    const xml = (columns: string): string =>
      `<fetch top='1'><entity name='account'><attribute name='name' /><link-entity name='contact' ${columns} alias='c'><attribute name='firstname' /></link-entity></entity></fetch>`;
    expect(column(store, xml("to='primarycontactid'"), 'c.firstname')).toEqual(['Susanna']);
    expect(column(store, xml("from='parentcustomerid'"), 'c.firstname')).toEqual(['Susanna']);
  });

  it('says which tables have no relationship that a link without columns could mean', () => {
    const xml = `<fetch><entity name='account'><link-entity name='team' /></entity></fetch>`;
    expect(errorOf(() => run(store, xml))).toMatchObject({
      code: '0x80041102',
      message:
        'No system many-to-many relationship exists between account and team.  If attempting to link through a custom many-to-many relationship ensure that you provide the from and to attributes.',
    });
  });

  it('no relationship: accounts named like contacts', () => {
    store.insert('contact', { contactid: id('c', 50), fullname: 'Example Account' });
    const xml = `<fetch><entity name='account'><attribute name='name' /><link-entity name='contact' from='fullname' to='name'
      link-type='inner' alias='contact'><attribute name='fullname' /></link-entity></entity></fetch>`;
    expect(column(store, xml, 'contact.fullname')).toEqual(['Example Account']);
  });

  it('records not in a set: accounts without contacts', () => {
    const xml = `<fetch><entity name='account'><attribute name='name' /><order attribute='name' /><link-entity name='contact'
      from='parentcustomerid' to='accountid' link-type='outer' alias='contact' /><filter type='and'><condition
      entityname='contact' attribute='parentcustomerid' operator='null' /></filter></entity></fetch>`;
    expect(column(store, xml, 'name')).toEqual(['Example Account']);
  });

  it.each(['exists', 'in'])('%s returns parents with a matching row, and nothing of that row', (type) => {
    store.insert('account', { accountid: id('a', 20), name: 'Gone', statecode: 1, primarycontactid: id('c', 2) });
    const xml = `<fetch><entity name='contact'><attribute name='fullname' /><link-entity name='account' from='primarycontactid'
      to='contactid' link-type='${type}'><filter type='and'><condition attribute='statecode' operator='eq' value='1' /></filter>
      </link-entity></entity></fetch>`;
    expect(run(store, xml).rows).toEqual([{ fullname: 'Nancy Anderson (sample)', contactid: id('c', 2) }]);
    store.delete('account', id('a', 20));
  });

  it('matchfirstrowusingcrossapply returns a parent once, with linked columns under their schema names', () => {
    store.insert('account', { accountid: id('a', 30), name: 'Second', primarycontactid: id('c', 1) });
    const xml = `<fetch top='1'><entity name='contact'><attribute name='fullname' /><link-entity name='account'
      from='primarycontactid' to='contactid' link-type='matchfirstrowusingcrossapply'><attribute name='accountid' />
      <attribute name='name' /></link-entity></entity></fetch>`;
    const [row] = run(store, xml).rows;
    expect(Object.keys(row ?? {}).sort()).toEqual(['AccountId', 'Name', 'contactid', 'fullname']);
    expect(column(store, xml.replace(" top='1'", ''), 'fullname')).toHaveLength(9);
    store.delete('account', id('a', 30));
  });

  it('natural joins as inner does', () => {
    const xml = `<fetch><entity name='account'><attribute name='name' /><link-entity name='contact' from='contactid'
      to='primarycontactid' link-type='natural' /></entity></fetch>`;
    expect(column(store, xml, 'name')).toHaveLength(9);
  });

  it('takes 15 links and refuses 16', () => {
    const link = `<link-entity name='contact' from='contactid' to='primarycontactid' />`;
    const xml = (count: number): string => `<fetch><entity name='account'>${link.repeat(count)}</entity></fetch>`;
    expect(run(store, xml(15)).rows).toHaveLength(9);
    expect(errorOf(() => run(store, xml(16)))).toMatchObject({
      code: '0x8004430D',
      message: 'Number of link entities in query exceeded maximum limit.',
    });
  });
});
