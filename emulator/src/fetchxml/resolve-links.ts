import { DataverseError } from '../model/dataverse-error.js';
import type { Relationship } from '../model/relationship.js';
import type { Table } from '../model/table.js';
import type { QueryContext } from '../query/caller.js';
import type { Fetch, FetchFilter, FetchLink } from './parse/fetch.js';
import { rowsNamed } from './scope.js';

/**
 * Fills in the `from` and `to` that links leave out, and the intersect table of a many-to-many relationship between them.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/link-entity#using-from-and-to-attributes
 * @throws DataverseError 400 `0x80041102` where no relationship, or more than one, could be meant
 */
export function resolveLinks(context: QueryContext, fetch: Fetch): Fetch {
  const { entity } = fetch;
  const { table } = rowsNamed(context, entity.name);
  const links = entity.links.map((link) => resolved(context, table, link));
  const filters = entity.filters.map((filter) => inFilter(context, table, filter));
  return { ...fetch, entity: { ...entity, links, filters } };
}

function inFilter(context: QueryContext, table: Table, filter: FetchFilter): FetchFilter {
  return {
    ...filter,
    filters: filter.filters.map((inner) => inFilter(context, table, inner)),
    links: filter.links.map((link) => resolved(context, table, link)),
  };
}

function resolved(context: QueryContext, parent: Table, link: FetchLink): FetchLink {
  const { table } = rowsNamed(context, link.name);
  const inside: FetchLink = {
    ...link,
    links: link.links.map((next) => resolved(context, table, next)),
    filters: link.filters.map((filter) => inFilter(context, table, filter)),
  };
  if (link.from !== null && link.to !== null) return inside;
  const relationships = [...context.store.model.relationships];
  if (link.from === null && link.to === null) return throughIntersect(relationships, parent, table, inside);
  const pairs = relationships.flatMap((relationship) => pairOf(relationship, parent, table));
  const fitting = pairs.filter(
    ({ from, to }) => (link.from === null || from === link.from) && (link.to === null || to === link.to),
  );
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) throw noRelationship(parent, table);
  return { ...inside, ...only };
}

/** Columns that a 1:N relationship joins, seen from the parent of the link; none when it is between other tables. */
function pairOf(relationship: Relationship, parent: Table, table: Table): { from: string; to: string }[] {
  if (relationship.kind !== 'one-to-many') return [];
  const { referencedTable, referencedColumn, referencingTable, referencingColumn } = relationship;
  const pairs: { from: string; to: string }[] = [];
  if (referencingTable === parent.logicalName && referencedTable === table.logicalName)
    pairs.push({ from: referencedColumn, to: referencingColumn });
  if (referencedTable === parent.logicalName && referencingTable === table.logicalName)
    pairs.push({ from: referencingColumn, to: referencedColumn });
  return pairs;
}

/** Two links in place of one: to the intersect table, and from there to the table that was meant. */
function throughIntersect(
  relationships: readonly Relationship[],
  parent: Table,
  table: Table,
  link: FetchLink,
): FetchLink {
  for (const relationship of relationships) {
    if (relationship.kind !== 'many-to-many' || relationship.isCustom) continue;
    const { intersectTable, table1, table1Column, table2, table2Column } = relationship;
    const forward = table1 === parent.logicalName && table2 === table.logicalName;
    if (!forward && !(table2 === parent.logicalName && table1 === table.logicalName)) continue;
    const [near, far] = forward ? [table1Column, table2Column] : [table2Column, table1Column];
    const beyond: FetchLink = { ...link, from: table.primaryId, to: far, linkType: 'inner' };
    return {
      name: intersectTable,
      alias: null,
      attributes: [],
      allAttributes: false,
      orders: [],
      filters: [],
      from: near,
      to: parent.primaryId,
      linkType: link.linkType,
      links: [beyond],
    };
  }
  throw noRelationship(parent, table);
}

function noRelationship(parent: Table, table: Table): DataverseError {
  return new DataverseError(
    400,
    '0x80041102',
    `No system many-to-many relationship exists between ${parent.logicalName} and ${table.logicalName}.  If attempting to link ` +
      'through a custom many-to-many relationship ensure that you provide the from and to attributes.',
  );
}
