import { queryError } from '../../query/query-error.js';
import type { Fetch, FetchFilter, FetchLink } from './fetch.js';

/** `condition` and `link-entity` elements in one query. */
const mostConditions = 500;
/** Joins in one query. */
const mostLinks = 15;

/**
 * Refuses queries that are larger than the platform allows.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows#limits
 */
export function checkLimits(fetch: Fetch): void {
  const { filters, links } = fetch.entity;
  const total = sum(filters.map(sizeOfFilter)) + sum(links.map(sizeOfLink));
  if (total > mostConditions) {
    throw queryError('TooManyConditionsInQuery');
  }
  if (sum(links.map(countLinks)) > mostLinks) {
    throw queryError('LinkEntityLimitExceeded');
  }
}

function sizeOfFilter(filter: FetchFilter): number {
  return filter.conditions.length + sum(filter.filters.map(sizeOfFilter)) + sum(filter.links.map(sizeOfLink));
}

function sizeOfLink(link: FetchLink): number {
  return 1 + sum(link.filters.map(sizeOfFilter)) + sum(link.links.map(sizeOfLink));
}

function countLinks(link: FetchLink): number {
  return 1 + sum(link.links.map(countLinks));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
