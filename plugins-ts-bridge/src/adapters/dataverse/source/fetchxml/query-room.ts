import type { Element } from '@xmldom/xmldom';

/**
 * Conditions and links that one query may have, all that stands in it counted, nested or not.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows#limits
 */
const mostConditions = 500;

/**
 * Links that one query may have.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/join-tables
 */
export const mostLinks = 15;

/** Whether a query may get one link more. */
export function hasRoomForLink(entity: Element): boolean {
  return hasRoom(entity, 1) && entity.getElementsByTagName('link-entity').length < mostLinks;
}

/** Whether a query may get so many conditions or links more. */
export function hasRoom(entity: Element, more: number): boolean {
  const own = ['condition', 'link-entity'].map((name) => entity.getElementsByTagName(name).length);
  return own.reduce((sum, count) => sum + count, more) <= mostConditions;
}
