import type { Store } from '../data/store.js';
import { utc, zoneOfCode, type TimeZone } from './time-zone.js';

/**
 * The zone that a user has chosen in their settings; UTC for whoever has none.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/usersettings#BKMK_TimeZoneCode
 */
export function zoneOfUser(store: Store, userId: string): TimeZone {
  if (store.model.findTable('usersettings') === undefined) return utc;
  const code = store.get('usersettings', userId)?.['timezonecode'];
  return (typeof code === 'number' ? zoneOfCode(code) : null) ?? utc;
}
