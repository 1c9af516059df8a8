import { Readable } from 'node:stream';
import type { CsvColumn } from '@pmds/scripts/csv/columns';
import { formatsOf } from '@pmds/scripts/csv/values/formats';
import { memberRecords, type MemberRecord } from '@pmds/scripts/csv/member-records';

/** A column of text, or of another kind. */
export const column = (logicalName: string, displayName: string, more: Partial<CsvColumn> = {}): CsvColumn => ({
  logicalName,
  displayName,
  kind: 'text',
  labels: new Map(),
  targets: [],
  ...more,
});

/** Some columns of a contact as the metadata of an English organisation have them. */
export const contactColumns: readonly CsvColumn[] = [
  column('contactid', 'Contact', { kind: 'id' }),
  column('firstname', 'First Name'),
  column('lastname', 'Last Name'),
  column('emailaddress1', 'Email'),
  column('numberofchildren', 'No. of Children', { kind: 'integer' }),
  column('birthdate', 'Birthday', { kind: 'date' }),
  column('gendercode', 'Gender', {
    kind: 'choice',
    labels: new Map<string, number | boolean>([
      ['male', 1],
      ['female', 2],
    ]),
  }),
  column('donotbulkemail', 'Do not allow Bulk Emails', {
    kind: 'yes-no',
    labels: new Map<string, number | boolean>([
      ['do not allow', true],
      ['allow', false],
    ]),
  }),
  column('parentcustomerid', 'Company Name', { kind: 'lookup', targets: ['account', 'contact'] }),
  column('ownerid', 'Owner', { kind: 'lookup', targets: ['systemuser', 'team'] }),
  column('annualincome', 'Annual Income', { kind: 'number' }),
  column('anniversary', 'Anniversary', { kind: 'date' }),
  column('lastonholdtime', 'Last On Hold Time', { kind: 'date-time' }),
  column('jobtitle', 'Job Title'),
  column('description', 'Description'),
  column('telephone1', 'Business Phone'),
  column('fullname', 'Full Name'),
  column('address1_city', 'Address 1: City'),
  column('statecode', 'Status', {
    kind: 'choice',
    labels: new Map<string, number | boolean>([
      ['active', 0],
      ['inactive', 1],
    ]),
  }),
  column('familystatuscode', 'Marital Status', {
    kind: 'choice',
    labels: new Map<string, number | boolean>([
      ['single', 1],
      ['married', 2],
    ]),
  }),
  column('creditonhold', 'Credit Hold', {
    kind: 'yes-no',
    labels: new Map<string, number | boolean>([
      ['no', false],
      ['yes', true],
    ]),
  }),
  column('donotsendmm', 'Send Marketing Materials', {
    kind: 'yes-no',
    labels: new Map<string, number | boolean>([
      ['do not send', true],
      ['send', false],
    ]),
  }),
  column('modifiedon', 'Modified On', { kind: 'date-time' }),
];

/** How a file is given: with which options, and in chunks of so many bytes. */
export interface Given {
  readonly locale?: string;
  readonly encoding?: string;
  readonly chunk?: number;
}

/** Reads a file of contacts to its end. */
export async function read(content: string | Buffer, { locale, encoding, chunk }: Given = {}) {
  const bytes = Buffer.from(content);
  const size = chunk ?? Math.max(bytes.length, 1);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const file = { path: 'people.csv', open: () => Readable.from(chunks), encoding: encoding ?? null };
  const source = await memberRecords(file, 'contact', contactColumns, locale === undefined ? null : formatsOf(locale));
  const records: MemberRecord[] = [];
  for await (const record of source.records) records.push(record);
  return { fields: source.fields, notes: source.notes, blankRows: source.blankRows, records };
}

/** The rows of a file, without what every row gets. */
export async function rowsOf(content: string | Buffer, given: Given = {}) {
  const { records } = await read(content, given);
  return records.map(({ row }) => {
    const { contactid: _id, statuscode: _status, ...rest } = row;
    return rest;
  });
}
