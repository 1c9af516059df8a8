import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { ColumnPlan } from '../../../../domain/member/columns.js';
import type { MemberSource } from '../../../../ports/recipient-source.js';
import type { OwnWrites } from '../../../../ports/store/links/written-links.js';
import {
  attributesText,
  changeCondition,
  notOurs,
  type RelatedTable,
  type SliceCondition,
} from './pages/page-request.js';
import { mostLinks } from './query-room.js';

/** Every link is work for Dataverse. */
const mostOfOurs = 6;

/** Every selected lookup with each of its tables, once. */
export function relatedTables(columns: readonly ColumnPlan[]): readonly RelatedTable[] {
  return columns.flatMap(({ kind, logicalName, targets = [] }) =>
    kind === 'lookup' ? targets.map((table) => ({ column: logicalName, table })) : [],
  );
}

/** Whether the queries of the sources have room for links to the related tables. */
export function haveRoomFor(related: readonly RelatedTable[], sources: readonly MemberSource[]): boolean {
  const own = sources.map(({ query }) =>
    query.kind === 'static' ? 1 : query.fetchXml.split('<link-entity').length - 1,
  );
  return related.length <= mostOfOurs && Math.max(0, ...own) + related.length <= mostLinks;
}

/** A filter for rows of which a related row changed since then: its name is shown with theirs. */
export function relatedFilters(related: readonly RelatedTable[], since: Date): readonly RelatedFilter[] {
  const condition = changeCondition(since);
  if (condition === null) return [];
  return related.map(({ column, table }) => ({
    link: { name: table, from: `${table}id`, to: column, 'link-type': 'any' },
    condition: { ...condition },
  }));
}

interface RelatedFilter {
  readonly link: Readonly<Record<string, string>>;
  readonly condition: Readonly<Record<string, string>>;
}

function relatedFilterText({ link, condition }: RelatedFilter): string {
  return `<link-entity${attributesText(link)}><filter><condition${attributesText(condition)}/></filter></link-entity>`;
}

/** `<filter>` of rows that changed, or of which a related row did; empty text for everything. */
export function changeFilter(
  since: Date | null | undefined,
  related: readonly RelatedTable[] = [],
  ownWrites: readonly OwnWrites[] = [],
): string {
  const condition = changeCondition(since);
  if (condition === null || since === null || since === undefined) return '';
  const links = relatedFilters(related, since).map(relatedFilterText).join('');
  const others = ownWrites.map((writes) => anyOf(notOurs(writes))).join('');
  const row = conditionText(condition);
  const changed = others === '' ? row : `<filter type="and">${row}${others}</filter>`;
  return `<filter type="or">${changed}${links}</filter>`;
}

const conditionText = (condition: SliceCondition): string => `<condition${attributesText({ ...condition })}/>`;

function anyOf(alternatives: readonly (readonly SliceCondition[])[]): string {
  const filters = alternatives.map((all) => `<filter type="and">${all.map(conditionText).join('')}</filter>`);
  return `<filter type="or">${filters.join('')}</filter>`;
}

/** One row of the table of which a related row changed since then, if there is any. */
export function relatedProbeQuery(table: SelectableTable, related: readonly RelatedTable[], since: Date): string {
  const filters = relatedFilters(related, since).map(relatedFilterText).join('');
  return `<fetch count="1"><entity name="${table}"><attribute name="${table}id"/><order attribute="${table}id"/><filter type="or">${filters}</filter></entity></fetch>`;
}
