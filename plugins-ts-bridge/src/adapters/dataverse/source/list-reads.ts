import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { memberSets } from '@pmds/contracts/fields/member-table';
import type { RowId } from '@pmds/contracts/ids';
import type { PlannedList } from '../../../domain/run/run.js';
import type {
  AccountCount,
  ListReads,
  MembershipPage,
  MemberSource,
  PagePosition,
  Slice,
  SliceSpan,
  SourceCall,
} from '../../../ports/recipient-source.js';
import { accountsWithoutContactQuery, canBeNested, primaryContactsQuery } from './fetchxml/account-query.js';
import { canBeSliced, listEdgeQuery, rewriteListQuery } from './fetchxml/dynamic-query.js';
import { listMemberReader, memberships, queriedMemberReader } from './fetchxml/pages/membership-readers.js';
import { firstSendQuery } from './fetchxml/send-query.js';
import { membersByIdQuery, membershipEdgeQuery, membershipQuery } from './fetchxml/static-queries.js';
import type { PageFetcher } from './page-fetcher.js';
import { contactIdsOf } from './primary-contacts.js';

/** Memberships by `listmember` and by the queries of dynamic lists: ids alone. */
export class DataverseLists implements ListReads {
  // Inside a `$batch`, whose GETs may have URLs of 65,536 characters.
  readonly maxSampledPerCall = 900;
  readonly #pages: PageFetcher;
  readonly #pageRows: number;

  constructor(pages: PageFetcher, pageRows: number) {
    this.#pages = pages;
    this.#pageRows = pageRows;
  }

  sources(lists: readonly PlannedList[]): readonly MemberSource[] {
    const numbered = lists.map((list, number) => ({ list, number }));
    const sources: MemberSource[] = [];
    for (const table of selectableTables) {
      const fixed = numbered.filter(({ list }) => list.table === table && isPlainStatic(list));
      if (fixed.length === 0) continue;
      const listIds = fixed.map(({ list }) => list.id);
      sources.push({ table, lists: fixed.map(({ number }) => number), query: { kind: 'static', listIds } });
    }
    for (const { list, number } of numbered) {
      if (isPlainStatic(list)) continue;
      if (list.holds === 'account' && !canBeNested(list)) {
        const query = { kind: 'accounts', fetchXml: list.query ?? '', listName: list.name } as const;
        sources.push({ table: list.table, lists: [number], query, whole: true });
        continue;
      }
      const fetchXml = list.holds === 'account' ? primaryContactsQuery(list) : (list.query ?? '');
      const own = { listName: list.name, table: list.table, fetchXml };
      const whole = canBeSliced(own) ? {} : { whole: true };
      const query = { kind: 'dynamic', fetchXml, listName: list.name } as const;
      sources.push({ table: list.table, lists: [number], query, ...whole });
    }
    return sources;
  }

  async accountsWithoutContact(list: PlannedList, call: SourceCall): Promise<AccountCount> {
    const fetchXml = accountsWithoutContactQuery(list, this.#pageRows);
    if (fetchXml === null) return { atLeast: 0, more: false };
    const subject = { table: 'account', listName: list.name };
    const page = { set: 'accounts', fetchXml, at: null, subject, purpose: 'metadata', call } as const;
    const { values, next } = await this.#pages.fetch(page, { take: () => null });
    return { atLeast: values.length, more: next !== null };
  }

  async membershipPage(
    source: MemberSource,
    slice: Slice,
    at: PagePosition | null,
    call: SourceCall,
  ): Promise<MembershipPage> {
    const { table, query, lists } = source;
    const request = { slice, at, pageRows: this.#pageRows };
    const page = { at, purpose: 'membership', call } as const;
    if (query.kind === 'static') {
      const fetchXml = membershipQuery(query.listIds, request);
      const listOf = new Map(query.listIds.map((id, index) => [id as string, lists[index] ?? 0]));
      const read = await this.#pages.fetch(
        { ...page, set: 'listmembers', fetchXml, subject: { table } },
        listMemberReader(listOf),
      );
      return memberships(read);
    }
    if (query.kind === 'accounts') {
      const accounts = { own: query, list: lists[0], pageRows: this.#pageRows };
      return memberships(await contactIdsOf(this.#pages, accounts, page));
    }
    const { listName, fetchXml: own } = query;
    const fetchXml = rewriteListQuery({ listName, table, fetchXml: own }, { ...request, columns: [] });
    const read = await this.#pages.fetch(
      { ...page, set: memberSets[table], fetchXml, subject: { table, listName } },
      queriedMemberReader(`${table}id`, lists[0]),
    );
    return memberships(read);
  }

  async membershipSpan({ table, query, whole }: MemberSource, call: SourceCall): Promise<SliceSpan | null> {
    if (whole === true) return null;
    const edge = async (descending: boolean): Promise<number> => {
      const page = { at: null, purpose: 'span', call } as const;
      if (query.kind === 'static') {
        const fetchXml = membershipEdgeQuery(query.listIds, descending);
        const found = await this.#pages.fetch(
          { ...page, set: 'listmembers', fetchXml, subject: { table } },
          {
            take: (row) => Number(row['versionnumber'] ?? Number.NaN),
          },
        );
        return found.values[0] ?? Number.NaN;
      }
      if (query.kind === 'accounts') return Number.NaN;
      const { listName } = query;
      const fetchXml = listEdgeQuery({ listName, table, fetchXml: query.fetchXml }, descending);
      const found = await this.#pages.fetch(
        { ...page, set: memberSets[table], fetchXml, subject: { table, listName } },
        { take: (row) => Date.parse(String(row['createdon'])) },
      );
      return found.values[0] ?? Number.NaN;
    };
    const [smallest, largest] = await Promise.all([edge(false), edge(true)]);
    if (!(smallest < largest)) return null;
    // A version number belongs to one row.
    return { smallest, largest, rowsAtMost: query.kind === 'static' ? largest - smallest + 1 : 0 };
  }

  async createdOn(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<readonly Date[]> {
    const fetchXml = membersByIdQuery(table, ids, ['createdon']);
    const { values } = await this.#pages.fetch(
      { set: memberSets[table], fetchXml, at: null, subject: { table }, purpose: 'metadata', call },
      { take: (row) => new Date(typeof row['createdon'] === 'string' ? row['createdon'] : Number.NaN) },
    );
    return values.filter((at) => !Number.isNaN(at.getTime()));
  }

  async plannedSend(lists: readonly PlannedList[], from: Date, call: SourceCall): Promise<Date | null> {
    const fetchXml = firstSendQuery(
      lists.map((list) => list.id),
      from,
    );
    const subject = { table: 'campaignactivity' };
    const { values } = await this.#pages.fetch(
      { set: 'campaignactivities', fetchXml, at: null, subject, purpose: 'claim', call },
      { take: (row) => new Date(String(row['scheduledstart'])) },
    );
    const [first] = values;
    return first === undefined || Number.isNaN(first.getTime()) ? null : first;
  }
}

function isPlainStatic(list: PlannedList): boolean {
  return list.kind === 'static' && list.holds === undefined;
}
