import { csvDestination } from '../adapters/destinations/csv/csv-destination.js';
import type { Config } from '../settings/config.js';
import type { Destination } from '../ports/destination.js';

/** What syncs may be delivered to, by the configuration. */
export function composeDestinations({ exportFolder }: Pick<Config, 'exportFolder'>): readonly Destination[] {
  return exportFolder === null ? [] : [csvDestination(exportFolder)];
}
