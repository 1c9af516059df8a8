import {
  crmColumnDestination,
  type CrmColumnParts,
} from '../adapters/destinations/crm-column/crm-column-destination.js';
import { csvDestination } from '../adapters/destinations/csv/csv-destination.js';
import type { LinkMaker } from '../ports/links/link-maker.js';
import type { Config } from '../settings/config.js';
import type { Destination } from '../ports/destination.js';

/** Where syncs may be exported to, by the configuration. */
export function composeExports(
  { exportFolder }: Pick<Config, 'exportFolder'>,
  links: LinkMaker | null = null,
): readonly Destination[] {
  return exportFolder === null ? [] : [csvDestination(exportFolder, undefined, links)];
}

/** What syncs may be delivered to. */
export function composeDestinations(
  config: Pick<Config, 'exportFolder'>,
  parts: CrmColumnParts,
): readonly Destination[] {
  return [...composeExports(config, parts.links), crmColumnDestination(parts)];
}
