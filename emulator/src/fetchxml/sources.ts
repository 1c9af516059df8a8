import type { Row, TableRows } from '../data/table-rows.js';
import type { Value } from '../data/value.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { QueryContext } from '../query/caller.js';
import { nothing, type Filter } from '../query/filter.js';
import { queryError } from '../query/query-error.js';
import type { Fetch, FetchCondition, FetchEntity, FetchFilter, FetchLink } from './parse/fetch.js';
import { linkColumns, linkedRowFilter, semiJoin } from './semi-join.js';
import { rowFilter } from './tuples/row-filter.js';
import { readFilterOf, rowsNamed } from './scope.js';

/** A root row with the rows joined to it, by ordinal of their source; undefined where an outer link found none. */
export type Tuple = readonly (Row | undefined)[];

/** A table of the query: the root (ordinal 0) or a joined link. */
export interface Source {
  readonly ordinal: number;
  /** Prefix of its columns in the JSON; null for the root. */
  readonly alias: string | null;
  readonly rows: TableRows;
  readonly entity: FetchEntity;
  /** Only the first match counts (`matchfirstrowusingcrossapply`). */
  readonly firstOnly: boolean;
}

/** A link whose rows appear in the result. */
interface JoinedSource extends Source {
  readonly parent: number;
  readonly from: string;
  readonly to: string;
  readonly isOuter: boolean;
  /** At most one row can match, because `from` is the primary key. */
  readonly isToOne: boolean;
  readonly filter: Filter;
}

export interface Sources {
  readonly root: Source;
  readonly joined: readonly JoinedSource[];
  /** Filters on the root row alone, links that only decide among them. */
  readonly filters: readonly Filter[];
  /** Filters of the root with conditions on joined tables (`entityname`). */
  readonly tupleFilters: readonly FetchFilter[];
}

/** Sorts the tables and filters of a query into what can be decided on the root row and what needs joined rows. */
export function sourcesOf(context: QueryContext, fetch: Fetch): Sources {
  const rows = rowsNamed(context, fetch.entity.name);
  const root: Source = { ordinal: 0, alias: null, rows, entity: fetch.entity, firstOnly: false };
  const tupleFilters = fetch.entity.filters.filter(namesOtherTable);
  const readable = readFilterOf(context, rows);
  const filters: Filter[] = readable === null ? [] : [readable];
  if (fetch.retainedOnly) filters.push(nothing);
  for (const filter of fetch.entity.filters) {
    if (!namesOtherTable(filter)) filters.push(rowFilter(context, rows, filter));
  }
  const joined: JoinedSource[] = [];
  for (const link of fetch.entity.links) {
    if (onlyDecides(context, fetch, link, rows)) {
      if (link.linkType !== 'outer') filters.push(semiJoin(context, rows, link));
    } else join(context, link, root, joined);
  }
  return { root, joined, filters, tupleFilters };
}

function namesOtherTable(filter: FetchFilter): boolean {
  const names = ({ entityName, valueOf }: FetchCondition): boolean =>
    entityName !== null || valueOf?.includes('.') === true;
  return filter.conditions.some(names) || filter.filters.some(namesOtherTable);
}

/** True when nothing of the linked rows is asked for, and they cannot repeat the parent row in the result. */
function onlyDecides(context: QueryContext, fetch: Fetch, link: FetchLink, parent: TableRows): boolean {
  if (!['inner', 'outer', 'matchfirstrowusingcrossapply'].includes(link.linkType)) return true;
  if (fetch.entity.filters.some(namesOtherTable) || fetch.entity.orders.some((order) => order.entityName !== null))
    return false;
  const silent = (entity: FetchLink): boolean =>
    entity.attributes.length === 0 && !entity.allAttributes && entity.orders.length === 0 && entity.links.every(silent);
  if (!silent(link)) return false;
  const single = (entity: FetchLink): boolean =>
    (entity.linkType === 'matchfirstrowusingcrossapply' || isPrimaryKey(context, entity)) && entity.links.every(single);
  if (single(link)) return true;
  return fetch.distinct && !fetch.aggregate && parent.table.logicalName === fetch.entity.name;
}

function isPrimaryKey(context: QueryContext, link: FetchLink): boolean {
  return rowsNamed(context, link.name).table.primaryId === link.from;
}

function join(context: QueryContext, link: FetchLink, parent: Source, joined: JoinedSource[]): void {
  const rows = rowsNamed(context, link.name);
  const { from, to } = linkColumns(context, parent.rows, link);
  const inside: FetchLink[] = [];
  const deciding: FetchLink[] = [];
  for (const next of link.links) {
    const decides = !['inner', 'outer', 'matchfirstrowusingcrossapply'].includes(next.linkType);
    (decides ? deciding : inside).push(next);
  }
  const source: JoinedSource = {
    ordinal: joined.length + 1,
    alias: link.alias ?? `${link.name}${joined.length + 1}`,
    rows,
    entity: link,
    parent: parent.ordinal,
    from,
    to,
    isOuter: link.linkType === 'outer',
    firstOnly: link.linkType === 'matchfirstrowusingcrossapply',
    isToOne: rows.table.primaryId === from,
    filter: linkedRowFilter(context, rows, { ...link, links: deciding }),
  };
  if (joined.some((other) => other.alias === source.alias)) {
    throw queryError('QueryBuilderDuplicateAlias', `The link-entity alias '${source.alias ?? ''}' is used twice.`);
  }
  joined.push(source);
  for (const next of inside) join(context, next, source, joined);
}

/** The joined table that `entityname` means: by alias, or by name where it stands once. */
export function sourceNamed(sources: Sources, name: string): Source {
  const found =
    sources.joined.find((source) => source.alias === name) ??
    sources.joined.find((source) => source.entity.name === name);
  if (found !== undefined) return found;
  if (sources.root.entity.name === name) return sources.root;
  throw new DataverseError(400, '0x80041102', `The fetch has no link-entity with the alias '${name}'.`);
}

/** The tuples of one root row: none when an inner link finds no match, several when a link matches several rows. */
export function tuplesOf(sources: Sources, rootRow: Row): Tuple[] {
  let tuples: (Row | undefined)[][] = [[rootRow]];
  for (const source of sources.joined) {
    const next: (Row | undefined)[][] = [];
    for (const tuple of tuples) {
      const parent = tuple[source.parent];
      const matches = parent === undefined ? [] : matchesOf(sources, source, parent);
      if (matches.length > 0) for (const match of matches) next.push([...tuple, match]);
      else if (source.isOuter || (parent === undefined && insideOuter(sources, source)))
        next.push([...tuple, undefined]);
    }
    tuples = next;
    if (tuples.length === 0) break;
  }
  return tuples;
}

/** An inner link inside an outer one restricts the outer link's rows, not the root's. */
function insideOuter(sources: Sources, source: JoinedSource): boolean {
  const parent = sources.joined[source.parent - 1];
  return parent !== undefined && (parent.isOuter || insideOuter(sources, parent));
}

function matchesOf(sources: Sources, source: JoinedSource, parentRow: Row): Row[] {
  const parentRows = source.parent === 0 ? sources.root.rows : sources.joined[source.parent - 1]?.rows;
  const value: Value = parentRows?.value(parentRow, source.to) ?? null;
  if (value === null) return [];
  const found: Row[] = [];
  if (source.isToOne) {
    const row = typeof value === 'string' ? source.rows.find(value) : undefined;
    if (row !== undefined && source.filter.test(row)) found.push(row);
    return found;
  }
  for (const row of source.rows.byValue(source.from).rows(value)) {
    if (source.filter.test(row)) found.push(row);
    if (source.firstOnly && found.length > 0) break;
  }
  return found;
}
