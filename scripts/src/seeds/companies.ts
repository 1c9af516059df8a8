import { between, pick, randomOf, rowIdOf } from './random.js';
import type { PlainRow } from './plain-row.js';

/** As many accounts as the people of the seeds work for. */
export const companyCount = 240;

// Ampersands, quotes and angle brackets on purpose: they have to survive JSON, XML, HTML and a web form's value.
const firsts = [
  'Nordwind',
  'Łąka',
  'Müller & Söhne',
  '"Fair" Trade',
  'Αιγαίον',
  '青空',
  'Ветер',
  'נמל',
  'الفجر',
  'Ångström',
];
const kinds = ['Logistics', 'Software', 'Travel', 'Printing', 'Research', 'Foods', 'Energy', 'Design'];
const forms = ['GmbH', 'Ltd.', 'S.A.', 'Inc.', 'AG', 'Kft.', 'B.V. <Holding>'];

export function companyId(seed: number, index: number): string {
  return rowIdOf(seed, 'account', index);
}

export function companyName(seed: number, index: number): string {
  const random = randomOf(seed, 'account', index);
  return `${pick(random, firsts)} ${pick(random, kinds)} ${pick(random, forms)} ${String(index + 1)}`;
}

/** The row of an account as the local Dataverse loads it. */
export function companyRow(seed: number, index: number): PlainRow {
  const random = randomOf(seed, 'account row', index);
  return {
    accountid: companyId(seed, index),
    name: companyName(seed, index),
    numberofemployees: between(random, 3, 4_000),
    websiteurl: `https://company-${String(index + 1)}.example.com`,
    statecode: 0,
    statuscode: 1,
  };
}
