import type { Element } from '@xmldom/xmldom';
import { elementsOf, parse, type ListQuery } from '../fetchxml/dynamic-query.js';

/** What a list's own query looks at in order to find its members. */
export interface QueryReads {
  /** Tables of the query, its own and the linked ones. */
  readonly tables: readonly string[];
  /** Columns that conditions and links compare, by table. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @throws RunFailure LIST_QUERY_* for a query that cannot be used. */
export function queryReads(query: ListQuery): QueryReads {
  const { entity } = parse(query);
  const columns = new Map<string, Set<string>>();
  const note = (table: string, column: string): void => {
    const known = columns.get(table) ?? new Set();
    if (column !== '') known.add(column);
    columns.set(table, known);
  };
  const aliases = aliasesOf(entity);
  const visit = (element: Element, table: string): void => {
    note(table, '');
    for (const condition of elementsOf(element, ['condition'])) {
      const alias = condition.getAttribute('entityname') ?? '';
      note(aliases.get(alias) ?? table, condition.getAttribute('attribute') ?? '');
    }
    for (const filter of elementsOf(element, ['filter'])) visit(filter, table);
    for (const link of elementsOf(element, ['link-entity'])) {
      const linked = link.getAttribute('name') ?? '';
      note(table, link.getAttribute('to') ?? '');
      note(linked, link.getAttribute('from') ?? '');
      visit(link, linked);
    }
  };
  visit(entity, entity.getAttribute('name') ?? '');
  return { tables: [...columns.keys()].filter((table) => table !== ''), columns };
}

/** Tables of links by what conditions of the root call them. */
function aliasesOf(entity: Element): ReadonlyMap<string, string> {
  const links = [...entity.getElementsByTagName('link-entity')];
  return new Map(
    links.map((link) => [
      link.getAttribute('alias') ?? link.getAttribute('name') ?? '',
      link.getAttribute('name') ?? '',
    ]),
  );
}
