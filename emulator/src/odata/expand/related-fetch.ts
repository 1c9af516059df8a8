import type { Navigation } from '../../model/relationship.js';
import type { Table } from '../../model/table.js';

/**
 * What restricts a fetch to the rows that a navigation property of a row leads to.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-and-execute-predefined-queries#apply-a-query-to-any-collection-of-the-appropriate-type
 */
export function fetchOfRelated(navigation: Exclude<Navigation, { kind: 'single' }>, to: Table, id: string): string {
  const near = (column: string): string =>
    `<filter><condition attribute="${column}" operator="eq" value="${id}"/></filter>`;
  if (navigation.kind === 'collection') return near(navigation.column);
  const { intersectTable, nearColumn, farColumn } = navigation;
  const link = `name="${intersectTable}" from="${farColumn}" to="${to.primaryId}" link-type="exists"`;
  return `<link-entity ${link}>${near(nearColumn)}</link-entity>`;
}

/** Puts a restriction into the entity of a fetch; one that has no entity is left for its parser to refuse. */
export function restrictedFetch(fetchXml: string, restriction: string): string {
  if (restriction === '') return fetchXml;
  const end = fetchXml.lastIndexOf('</entity>');
  if (end >= 0) return `${fetchXml.slice(0, end)}${restriction}${fetchXml.slice(end)}`;
  return fetchXml.replace(
    /<entity\b([^>]*?)\s*\/>/,
    (_, attributes: string) => `<entity${attributes}>${restriction}</entity>`,
  );
}
