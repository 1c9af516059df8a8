import type { DatePlan } from '@pmds/bridge/domain/member/columns';
import { dateText } from '@pmds/bridge/domain/values/date-text';
import { inZone, momentColumns, zoneOf } from '@pmds/bridge/domain/values/column-zone';
import { isTimeZone } from '@pmds/bridge/domain/values/wall-time';

const local = (format: DatePlan['format'], zone?: string): DatePlan => ({
  behaviour: 'user-local',
  format,
  ...(zone === undefined ? {} : { zone }),
});

describe('B4 a User Local date', () => {
  it.each([
    ['2025-06-30T22:00:00Z', 'Europe/Berlin', '2025-07-01'],
    ['2025-12-31T23:00:00Z', 'Europe/Berlin', '2026-01-01'],
    ['2025-07-01T04:00:00Z', 'America/New_York', '2025-07-01'],
    ['2025-06-30T12:00:00Z', 'Pacific/Auckland', '2025-07-01'],
    ['2025-06-30T18:30:00Z', 'Asia/Kolkata', '2025-07-01'],
    ['2025-06-30T22:00:00Z', 'UTC', '2025-06-30'],
    // Picked by the rules of Windows, which give 1960 the summer time of today.
    ['1960-06-30T22:00:00Z', 'Europe/Berlin', '1960-07-01'],
    ['1990-01-31T23:00:00Z', 'Europe/Berlin', '1990-02-01'],
  ])('%s in %s is the day %s', (text, zone, day) => {
    expect(dateText(text, local('day', zone))).toBe(day);
  });

  it.each([
    ['2025-06-30T22:00:00Z', 'Europe/Berlin', '2025-07-01T00:00:00'],
    ['2025-03-30T01:30:00Z', 'Europe/Berlin', '2025-03-30T03:30:00'],
    ['2025-10-26T00:30:00Z', 'Europe/Berlin', '2025-10-26T02:30:00'],
    ['2026-05-17T09:30:00.123Z', 'Asia/Kathmandu', '2026-05-17T15:15:00'],
  ])('%s in %s is the wall time %s', (text, zone, wall) => {
    expect(dateText(text, local('day-and-time', zone))).toBe(wall);
  });

  it('is empty where nobody knows the zone, or what the column meant when it was stored', () => {
    expect(dateText('2025-06-30T22:00:00Z', local('day'))).toBeNull();
    expect(dateText('2025-06-30T22:00:00Z', local('day-and-time'))).toBeNull();
    expect(dateText('2025-06-30T22:00:00Z', undefined)).toBeNull();
    expect(dateText('2025-06-30', undefined)).toBe('2025-06-30');
  });
});

describe('B4 the other behaviours', () => {
  it.each<[string, DatePlan, string]>([
    ['2026-05-17T09:30:00Z', { behaviour: 'time-zone-independent', format: 'day-and-time' }, '2026-05-17T09:30:00'],
    ['2026-05-17T00:00:00Z', { behaviour: 'time-zone-independent', format: 'day' }, '2026-05-17'],
    ['1980-05-17', { behaviour: 'date-only', format: 'day' }, '1980-05-17'],
    ['1980-05-17T00:00:00Z', { behaviour: 'date-only', format: 'day-and-time' }, '1980-05-17'],
  ])('%s stands as it is, whatever the zone', (text, plan, shown) => {
    expect(dateText(text, { ...plan, zone: 'Pacific/Auckland' })).toBe(shown);
    expect(dateText(text, plan)).toBe(shown);
  });
});

describe('the zone of columns', () => {
  const columns = (['user-local', 'date-only', 'time-zone-independent'] as const).map((behaviour) => {
    return {
      logicalName: behaviour,
      kind: 'datetime',
      property: behaviour,
      date: { behaviour, format: 'day' },
    } as const;
  });

  it('is kept with those that need it, and with no other', () => {
    const zoned = inZone(columns, 'Europe/Paris');
    expect(zoned.map(({ date }) => date?.zone)).toEqual(['Europe/Paris', undefined, undefined]);
    expect(zoneOf(zoned)).toBe('Europe/Paris');
    expect(zoneOf(inZone(zoned, null))).toBeNull();
    expect(momentColumns(columns).map(({ logicalName }) => logicalName)).toEqual(['user-local']);
  });

  it('is a name that can be reckoned with', () => {
    expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', '', '110'].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
