import { utcCode, windowsZones } from './windows-zones.js';

/** How far clocks of a zone are from UTC, daylight saving included. All times are milliseconds since 1970. */
export interface TimeZone {
  /** `timezonecode`. */
  readonly code: number;
  /** What clocks show at a moment, as the moment at which they would show it in UTC. */
  local(at: number): number;
  /** The moment at which clocks show a local time; of two the earlier, of none the one after the gap. */
  moment(local: number): number;
}

const minute = 60_000;

/** A zone without daylight saving. */
export function fixedZone(minutesEast: number, code = -1): TimeZone {
  const offset = minutesEast * minute;
  return { code, local: (at) => at + offset, moment: (local) => local - offset };
}

export const utc: TimeZone = fixedZone(0, utcCode);

const zones = new Map<number, TimeZone>([[utcCode, utc]]);

/** The zone of a `timezonecode`; null for a code that stands for none. */
export function zoneOfCode(code: number): TimeZone | null {
  let zone = zones.get(code);
  if (zone === undefined) {
    const known = windowsZones.find((one) => one.code === code);
    if (known === undefined) return null;
    zone = namedZone(code, known.iana);
    zones.set(code, zone);
  }
  return zone;
}

/** Clocks change at quarters of an hour at the finest, so offsets are kept for those that were asked for. */
const quarter = 15 * minute;
const keptAtMost = 100_000;

function namedZone(code: number, timeZone: string): TimeZone {
  const [numeric, two] = ['numeric', '2-digit'] as const;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: numeric,
    month: numeric,
    day: numeric,
    hour: two,
    minute: two,
    second: two,
    hourCycle: 'h23',
  });
  const kept = new Map<number, number>();
  const offset = (at: number): number => {
    const from = Math.floor(at / quarter) * quarter;
    let found = kept.get(from);
    if (found === undefined) {
      if (kept.size >= keptAtMost) kept.clear();
      found = shown(format, from) - from;
      kept.set(from, found);
    }
    return found;
  };
  return {
    code,
    local: (at) => at + offset(at),
    moment(local) {
      const day = 86_400_000;
      const [before, after] = [local - offset(local - day), local - offset(local + day)];
      if (before + offset(before) === local) return before;
      if (after + offset(after) === local) return after;
      return before;
    },
  };
}

function shown(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
