import type { WebFormField } from '@pmds/contracts/web-form/definition';
import { formatsOfLocale } from '@pmds/contracts/values/formats';
import type { ColumnValue, SentValue } from '@pmds/contracts/web-form/submission';
import type { SubmissionFacts } from '@pmds/bridge/domain/submission/decide-submission';
import type { CurrentValue, WritableColumn } from '@pmds/bridge/domain/submission/writable-column';

/** Columns of a contact as Dataverse describes them, one of each kind. */
export const contactColumns: readonly WritableColumn[] = [
  { logicalName: 'firstname', property: 'firstname', kind: 'text', label: 'First Name', writable: true, maxLength: 50 },
  { logicalName: 'lastname', property: 'lastname', kind: 'text', label: 'Last Name', writable: true, maxLength: 50 },
  {
    logicalName: 'emailaddress1',
    property: 'emailaddress1',
    kind: 'text',
    label: 'Email',
    writable: true,
    maxLength: 100,
    isAddress: true,
  },
  { logicalName: 'jobtitle', property: 'jobtitle', kind: 'text', label: 'Job Title', writable: true, maxLength: 100 },
  {
    logicalName: 'gendercode',
    property: 'gendercode',
    kind: 'choice',
    label: 'Gender',
    writable: true,
    options: [
      { value: 1, labels: ['männlich', 'Male'] },
      { value: 2, labels: ['weiblich', 'Female'] },
    ],
  },
  {
    logicalName: 'pmds_interests',
    property: 'pmds_interests',
    kind: 'choices',
    label: 'Interests',
    writable: true,
    options: [
      { value: 10, labels: ['Wein, rot', 'Wine'] },
      { value: 20, labels: ['Käse', 'Cheese'] },
      { value: 30, labels: ['Brot', 'Bread'] },
    ],
  },
  {
    logicalName: 'donotbulkemail',
    property: 'donotbulkemail',
    kind: 'boolean',
    label: 'Bulk Email',
    writable: true,
    yesNo: { yes: ['Nicht zulassen', 'Do Not Allow'], no: ['Zulassen', 'Allow'] },
  },
  {
    logicalName: 'birthdate',
    property: 'birthdate',
    kind: 'datetime',
    label: 'Birthday',
    writable: true,
    date: { behaviour: 'date-only', format: 'day' },
  },
  {
    logicalName: 'pmds_visit',
    property: 'pmds_visit',
    kind: 'datetime',
    label: 'Visit',
    writable: true,
    date: { behaviour: 'user-local', format: 'day-and-time' },
  },
  {
    logicalName: 'creditlimit',
    property: 'creditlimit',
    kind: 'number',
    label: 'Credit Limit',
    writable: true,
    precision: 2,
    least: 0,
    most: 100_000_000,
  },
  {
    logicalName: 'numberofchildren',
    property: 'numberofchildren',
    kind: 'integer',
    label: 'No. of Children',
    writable: true,
    least: 0,
    most: 99,
  },
  {
    logicalName: 'preferredsystemuserid',
    property: '_preferredsystemuserid_value',
    kind: 'lookup',
    label: 'Preferred User',
    writable: true,
  },
  { logicalName: 'fullname', property: 'fullname', kind: 'text', label: 'Full Name', writable: false },
];

/** A field of the form whose input is called as its column. */
export function aField(column: string, more: Partial<WebFormField> = {}): WebFormField {
  return {
    input: column,
    contact: column,
    lead: column,
    exposure: 'clear',
    submit: 'override',
    blankErases: false,
    ...more,
  };
}

/** A submit of a contact through a German form. */
export function facts(
  fields: readonly WebFormField[],
  record: Readonly<Record<string, ColumnValue | CurrentValue>>,
  sent: Readonly<Record<string, SentValue>>,
  more: Partial<SubmissionFacts> = {},
): SubmissionFacts {
  const current = new Map(contactColumns.map(({ logicalName }) => [logicalName, { raw: null, name: null }]));
  const held = Object.entries(record).map(
    ([name, value]) =>
      [name, typeof value === 'object' && value !== null ? value : { raw: value, name: null }] as const,
  );
  return {
    table: 'contact',
    fields,
    sent,
    columns: new Map(contactColumns.map((column) => [column.logicalName, column])),
    record: new Map<string, CurrentValue>([...current, ...held]),
    formats: formatsOfLocale('de-DE'),
    zone: 'Europe/Berlin',
    ...more,
  };
}
