const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Whether the name is a time zone that can be reckoned with, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  return formatOf(name) !== null;
}

/**
 * What clocks in a zone show at a moment, as the milliseconds at which they would show it in UTC.
 * @param zone IANA name. @throws RangeError for a name that is none.
 */
export function wallTimeMs(atMs: number, zone: string): number {
  const format = formatOf(zone);
  if (format === null) throw new RangeError(`"${zone}" is no time zone.`);
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const day = Date.UTC(part('year'), part('month') - 1, part('day'));
  return day + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) {
    format = makeFormat(zone);
    formats.set(zone, format);
  }
  return format;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  const [number, two] = ['numeric', '2-digit'] as const;
  const clock = { hour: two, minute: two, second: two, hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, year: number, month: number, day: number, ...clock });
  } catch {
    return null;
  }
}
