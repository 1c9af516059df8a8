import { fixedZone } from '@pmds/emulator/time/time-zone';
import { aStore, id, insertContacts, type contextOf } from './data-world';
import { run } from './sample-accounts';

const formatted = 'OData.Community.Display.V1.FormattedValue';

// https://learn.microsoft.com/power-apps/developer/data-platform/behavior-format-date-time-attribute
describe('dates of three behaviours, read in another time zone', () => {
  const store = aStore();
  store.model.addColumn('contact', {
    logicalName: 'sample_checkin',
    type: 'datetime',
    format: 'DateAndTime',
    dateTimeBehavior: 'TimeZoneIndependent',
  });
  // Now is 2026-03-18 12:00 in UTC: in Kiritimati (+14) already the 19th, in Honolulu (-10) still the 18th.
  insertContacts(
    store,
    {
      firstname: 'A',
      birthdate: '2026-03-18',
      sample_checkin: '2026-03-18T09:00:00Z',
      createdon: '2026-03-18T09:00:00Z',
    },
    {
      firstname: 'B',
      birthdate: '2026-03-19',
      sample_checkin: '2026-03-19T01:00:00Z',
      createdon: '2026-03-18T11:00:00Z',
    },
    {
      firstname: 'C',
      birthdate: '2026-04-01',
      sample_checkin: '2026-04-01T00:00:00Z',
      createdon: '2026-03-31T12:00:00Z',
    },
  );
  const hours: Readonly<Record<string, number>> = { Kiritimati: 14, Greenwich: 0, Honolulu: -10 };
  const found = (place: string, attribute: string, operator: string, ...values: readonly string[]): string =>
    run(
      store,
      `<fetch><entity name='contact'><attribute name='firstname' /><filter><condition attribute='${attribute}' operator='${operator}'>${values
        .map((value) => `<value>${value}</value>`)
        .join('')}</condition></filter></entity></fetch>`,
      { as: { timeZone: fixedZone((hours[place] ?? 0) * 60) } },
    )
      .rows.map((row) => row['firstname'])
      .join('');

  it.each([
    ['Kiritimati', 'birthdate', 'today', [], 'B'],
    ['Honolulu', 'birthdate', 'today', [], 'A'],
    ['Kiritimati', 'birthdate', 'last-seven-days', [], 'AB'],
    ['Greenwich', 'birthdate', 'last-seven-days', [], 'A'],
    ['Kiritimati', 'birthdate', 'on', ['2026-03-19'], 'B'],
    ['Honolulu', 'birthdate', 'on-or-before', ['2026-03-18'], 'A'],
    ['Kiritimati', 'birthdate', 'next-month', [], 'C'],
    ['Honolulu', 'birthdate', 'in-fiscal-period', ['2'], 'C'],
    ['Kiritimati', 'sample_checkin', 'today', [], 'B'],
    ['Honolulu', 'sample_checkin', 'today', [], 'A'],
    ['Honolulu', 'sample_checkin', 'in-fiscal-period-and-year', ['2', '2026'], 'C'],
    ['Kiritimati', 'createdon', 'yesterday', [], 'A'],
    ['Kiritimati', 'createdon', 'today', [], 'B'],
    ['Honolulu', 'createdon', 'yesterday', [], 'A'],
    ['Honolulu', 'createdon', 'today', [], 'B'],
    ['Kiritimati', 'createdon', 'in-fiscal-period', ['2'], 'C'],
    ['Honolulu', 'createdon', 'in-fiscal-period', ['2'], ''],
  ])('in %s %s %s %j', (place, attribute, operator, values, expected) => {
    expect(found(place, attribute, operator, ...values)).toBe(expected);
  });

  it('turns moments alone into the time of who reads', () => {
    const context: Parameters<typeof contextOf>[1] = { annotate: formatted, as: { timeZone: fixedZone(14 * 60) } };
    const { rows } = run(
      store,
      `<fetch top='1'><entity name='contact'><attribute name='birthdate' /><attribute name='sample_checkin' /><attribute name='createdon' /></entity></fetch>`,
      context,
    );
    expect(rows).toEqual([
      {
        contactid: id('c', 1),
        birthdate: '2026-03-18',
        [`birthdate@${formatted}`]: '3/18/2026',
        sample_checkin: '2026-03-18T09:00:00Z',
        [`sample_checkin@${formatted}`]: '3/18/2026 9:00 AM',
        createdon: '2026-03-18T09:00:00Z',
        [`createdon@${formatted}`]: '3/18/2026 11:00 PM',
      },
    ]);
  });
});
