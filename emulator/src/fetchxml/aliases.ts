import { queryError } from '../query/query-error.js';
import type { Fetch, FetchEntity, FetchFilter } from './parse/fetch.js';

/**
 * Refuses two links, or two columns, under one alias. A link and a column may share one, as the page on orders shows.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/order-rows#process-link-entity-orders-first
 */
export function checkAliases(fetch: Fetch): void {
  const entities = [fetch.entity, ...linksOf(fetch.entity)];
  refuseTwice(entities.map(({ alias }) => alias));
  refuseTwice(entities.flatMap(({ attributes }) => attributes.map(({ alias }) => alias)));
}

function linksOf(entity: FetchEntity): FetchEntity[] {
  const inFilters = (filters: readonly FetchFilter[]): FetchEntity[] =>
    filters.flatMap((filter) => [...filter.links, ...inFilters(filter.filters)]);
  const links = [...entity.links, ...inFilters(entity.filters)];
  return links.flatMap((link) => [link, ...linksOf(link)]);
}

function refuseTwice(aliases: readonly (string | null)[]): void {
  const seen = new Set<string>();
  for (const alias of aliases) {
    if (alias === null) continue;
    if (seen.has(alias)) throw queryError('QueryBuilderDuplicateAlias', `The alias '${alias}' is used twice.`);
    seen.add(alias);
  }
}
