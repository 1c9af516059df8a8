import { companyCount, companyId } from './companies.js';
import { birthDate, personOf } from './person.js';
import { plainRow, type PlainRow } from './plain-row.js';
import { between, pick, randomOf, rowIdOf, type Random } from './random.js';
import type { SeedTable } from './seed.js';
import { troubleOf } from './trouble.js';

/** Id of the transaction currency that money columns refer to. */
export const currencyId = '5b2c7a10-0000-4e55-8a00-000000000978';

const jobs = [
  'Head of Marketing',
  'Einkäuferin',
  'Développeuse',
  'Инженер',
  'Διευθυντής πωλήσεων',
  'مهندس برمجيات',
  'מנהלת מוצר',
  '销售经理',
  '編集者',
  'अध्यापक',
];

/** Row `index` of a member table; `index` counts from 0. */
export function memberRow(seed: number, table: SeedTable, index: number): PlainRow {
  const person = personOf(seed, table, index);
  const trouble = troubleOf(seed, table, index);
  const random = randomOf(seed, `${table} row`, index);
  const company = random() < 0.8 ? between(random, 0, companyCount - 1) : null;
  return plainRow({
    [`${table}id`]: rowIdOf(seed, table, index),
    firstname: person.first,
    lastname: person.family,
    fullname: `${person.first} ${person.family}`,
    emailaddress1: trouble.noEmail ? null : person.email,
    telephone1: person.phone,
    mobilephone: person.mobile,
    jobtitle: random() < 0.6 ? pick(random, jobs) : null,
    address1_line1: person.line,
    address1_postalcode: person.postalCode,
    address1_city: person.city,
    address1_country: person.culture.country,
    donotbulkemail: trouble.optedOutBy === 'donotbulkemail',
    donotemail: trouble.optedOutBy === 'donotemail',
    donotphone: random() < 0.1,
    transactioncurrencyid: currencyId,
    createdon: person.createdOn,
    modifiedon: person.modifiedOn,
    ...(table === 'contact'
      ? contactColumns(seed, company, person.female, random)
      : leadColumns(seed, company, index, random)),
    ...state(table, trouble.inactive),
    ...(trouble.wrongValue === null ? {} : { [trouble.wrongValue.column]: trouble.wrongValue.value }),
  });
}

type Columns = Readonly<Record<string, string | number | boolean | null>>;

function contactColumns(seed: number, company: number | null, female: boolean, random: Random): Columns {
  return {
    parentcustomerid: company === null ? null : companyId(seed, company),
    // The column may point to an account or to a contact, so the row says which.
    'parentcustomerid@table': company === null ? null : 'account',
    birthdate: random() < 0.7 ? birthDate(random) : null,
    gendercode: random() < 0.8 ? (female ? 2 : 1) : null,
    familystatuscode: random() < 0.5 ? between(random, 1, 4) : null,
    numberofchildren: random() < 0.4 ? between(random, 0, 6) : null,
    preferredcontactmethodcode: between(random, 1, 5),
    annualincome: random() < 0.3 ? between(random, 18_000_00, 190_000_00) / 100 : null,
  };
}

function leadColumns(seed: number, company: number | null, index: number, random: Random): Columns {
  return {
    subject: `Request ${String(index + 1)}: ${pick(random, ['trade fair', 'newsletter', 'webinar', 'demo "live"'])}`,
    parentaccountid: company === null ? null : companyId(seed, company),
    companyname: `${pick(random, ['Atelier', 'Studio', 'Контора', '商店'])} ${String(between(random, 1, 900))}`,
    leadsourcecode: between(random, 1, 10),
    leadqualitycode: between(random, 1, 3),
    industrycode: random() < 0.6 ? between(random, 1, 33) : null,
    numberofemployees: random() < 0.5 ? between(random, 1, 12_000) : null,
    revenue: random() < 0.3 ? between(random, 10_000, 90_000_000) : null,
    websiteurl: random() < 0.5 ? `https://lead-${String(index + 1)}.example.org` : null,
  };
}

/** Contact: 1 inactive. Lead: 2 disqualified. Status reasons are the tables' defaults for these states. */
function state(table: SeedTable, inactive: boolean): Columns {
  if (!inactive) return { statecode: 0, statuscode: 1 };
  return table === 'contact' ? { statecode: 1, statuscode: 2 } : { statecode: 2, statuscode: 4 };
}
