import { isPublicColumn, parsePublicColumns } from '@pmds/contracts/fields/public-columns';

const allowed = (text: string) => {
  const parsed = parsePublicColumns(text);
  if ('wrong' in parsed) throw new Error(parsed.wrong);
  return parsed.allowed;
};

describe('the columns that a link may show', () => {
  it.each([
    'governmentid',
    'creditlimit',
    'creditlimit_base',
    'creditonhold',
    'annualincome',
    'annualincome_base',
    'aging90_base',
    'familystatuscode',
    'childrensnames',
    'spousesname',
    'employeeid',
    'externaluseridentifier',
    'description',
    'budgetamount',
    'adx_identity_passwordhash',
    'adx_identity_securitystamp',
    'new_passportnumber',
    'contoso_socialsecuritynumber',
    'cr123_ssn',
    'new_iban',
    'new_healthinsurance',
  ])('S19 without a list are not %s', (name) => {
    expect(isPublicColumn(name, null)).toBe(false);
  });

  it.each([
    'firstname',
    'emailaddress1',
    'birthdate',
    'gendercode',
    'parentcustomerid',
    'donotphone',
    'address1_line1',
    'preferredcontactmethodcode',
    'new_lessonsnumber',
    'numberofemployees',
    'jobtitle',
    'subject',
    'websiteurl',
  ])('S19 without a list are %s as well', (name) => {
    expect(isPublicColumn(name, null)).toBe(true);
  });

  it('S19 with a list are exactly those, however they are written', () => {
    const list = allowed(' FirstName, governmentid ,');
    expect(isPublicColumn('firstname', list)).toBe(true);
    expect(isPublicColumn('governmentid', list)).toBe(true);
    expect(isPublicColumn('lastname', list)).toBe(false);
    expect(allowed('')).toBeNull();
    expect(allowed(' , ')).toBeNull();
    expect(allowed('usual')).toBeNull();
  });

  it('S19 are refused as a list when a part is no logical name', () => {
    expect(parsePublicColumns('firstname; lastname')).toEqual({ wrong: 'firstname; lastname' });
    expect(parsePublicColumns('first name')).toEqual({ wrong: 'first name' });
  });
});
