import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { contextOf, errorOf } from './data-world';
import { sampleAccounts } from './sample-accounts';

// https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
describe('errors of FetchXML', () => {
  const store = sampleAccounts();
  const entity = (inside: string, fetch = ''): string =>
    `<fetch${fetch}><entity name='account'>${inside}</entity></fetch>`;
  const link = (more: string): string => `<link-entity name='contact' from='contactid' to='primarycontactid'${more} />`;
  const measured = `<attribute name='name' alias='n' aggregate='count' />`;
  const where = (condition: string): string => entity(`<filter><condition ${condition} /></filter>`);

  it.each([
    ['no XML', '<fetch', '0x80040201', 'Invalid XML.'],
    ['another root', '<query />', '0x80040201', "The root element must be 'fetch'"],
    ['a document type', '<!DOCTYPE fetch [<!ENTITY a "b">]><fetch />', '0x80040201', 'document type definition'],
    ['an unknown child', entity('<columns />'), '0x8004111c', 'NodeName = columns NodeXml = <columns />'],
    ['an unknown attribute', entity('', " pages='1'"), '0x80040201', "has no attribute 'pages'"],
    ['a bad distinct', entity('', " distinct='yes'"), '0x80041115', 'The only valid values for distinct attribute are'],
    [
      'a bad descending',
      entity("<order attribute='name' descending='no' />"),
      '0x80041119',
      'for descending attribute',
    ],
    ['a bad no-lock', entity('', " no-lock='x'"), '0x80041118', 'for no-lock attribute'],
    ['a bad useraworderby', entity('', " useraworderby='x'"), '0x800410fd', 'for useraworderby attribute'],
    ['a bad mapping', entity('', " mapping='physical'"), '0x80041116', 'The only valid values for mapping are'],
    ['a utc-offset', entity('', " utc-offset='60'"), '0x8004111d', 'The utc-offset attribute is not supported'],
    [
      'a bad link-type',
      entity(link(" link-type='left'")),
      '0x80041117',
      'The only valid values for link-type attribute',
    ],
    ['a bad filter type', entity("<filter type='xor' />"), '0x80041122', "Valid values are 'and', or 'or'."],
    ['two links of one alias', entity(link(" alias='a'") + link(" alias='a'")), '0x80041130', 'unique aliases'],
    ['no-attrs with distinct', entity('<no-attrs />', " distinct='true'"), '0x8004112C', 'The no-attrs tag'],
    ['an unknown table', "<fetch><entity name='acount' /></fetch>", '0x80041102', "name = 'acount'"],
    ['an unknown column', entity("<attribute name='nam' />"), '0x80041103', "Name = 'nam'"],
    ['an unknown operator', where("attribute='name' operator='is' value='x'"), '0x80041120', "The operator is 'is'."],
    ['contain-values of a text', where("attribute='name' operator='contain-values' value='1'"), '0x80041120', "'name'"],
    [
      'hours of a date only',
      `<fetch><entity name='contact'><filter><condition attribute='birthdate' operator='last-x-hours' value='1' /></filter></entity></fetch>`,
      '0x80041120',
      'DateOnly',
    ],
    [
      'an order by alias',
      entity("<order alias='n' />"),
      '0x80041132',
      'An alias cannot be specified for an order clause',
    ],
    [
      'an aggregate without alias',
      entity("<attribute name='name' aggregate='count' />", " aggregate='1'"),
      '0x80041109',
      'An alias must be specified',
    ],
    [
      'a plain column in an aggregate',
      entity("<attribute name='name' alias='n' />", " aggregate='1'"),
      '0x80041107',
      'NodeXml : <attribute name="name" alias="n" />',
    ],
    [
      'an aggregate that groups',
      entity("<attribute name='name' alias='n' aggregate='count' groupby='1' />", " aggregate='1'"),
      '0x80041137',
      'but not both',
    ],
    [
      'an unknown aggregate',
      entity("<attribute name='name' alias='n' aggregate='mode' />", " aggregate='1'"),
      '0x8004111a',
      "'mode'",
    ],
    [
      'a sum of texts',
      entity("<attribute name='name' alias='n' aggregate='sum' />", " aggregate='1'"),
      '0x8004112F',
      'Aggregate sum is not supported for attribute of type string.',
    ],
    [
      'an aggregate ordered by column',
      entity(`${measured}<order attribute='name' />`, " aggregate='1'"),
      '0x80041131',
      'Use an alias.',
    ],
    [
      'an aggregate ordered by an unknown alias',
      entity(`${measured}<order alias='m' />`, " aggregate='1'"),
      '0x8004110a',
      "'m'",
    ],
    [
      'an unknown dategrouping',
      entity(`${measured}<attribute name='createdon' alias='d' groupby='1' dategrouping='decade' />`, " aggregate='1'"),
      '0x80041135',
      'dategrouping',
    ],
  ])('%s', (_name, fetchXml, code, message) => {
    const error = errorOf(() =>
      answerFetch(contextOf(store), fetchXml.includes('birthdate') ? 'contacts' : 'accounts', fetchXml),
    );
    expect(error).toMatchObject({ status: 400, code });
    expect(error.message).toContain(message);
  });
});
