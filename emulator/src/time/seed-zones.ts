import type { Store } from '../data/store.js';
import { guidOfName } from '../model/guid.js';
import { zoneOfCode } from './time-zone.js';
import { windowsZones } from './windows-zones.js';

/** A winter and a summer of the northern half: whichever is farther west has standard time. */
const seasons = [Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)];

/** The rows of `timezonedefinition`; `bias` is minutes west of UTC in standard time. */
export function seedZones(store: Store): void {
  if (store.rows('timezonedefinition').size > 0) return;
  for (const { code, standardName, userInterfaceName } of windowsZones) {
    const zone = zoneOfCode(code);
    const offsets = seasons.map((at) => (zone?.local(at) ?? at) - at);
    store.insert('timezonedefinition', {
      timezonedefinitionid: guidOfName(`timezonedefinition:${code}`),
      timezonecode: code,
      standardname: standardName,
      daylightname: standardName.replace('Standard', 'Daylight'),
      userinterfacename: userInterfaceName,
      bias: -Math.min(...offsets) / 60_000,
      retiredorder: 0,
    });
  }
}
