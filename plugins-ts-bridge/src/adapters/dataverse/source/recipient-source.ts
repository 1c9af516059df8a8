import { selectableTables, type FieldSelection, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { memberSets } from '@pmds/contracts/fields/member-table';
import type { RowId } from '@pmds/contracts/ids';
import type { QueryNote } from '@pmds/contracts/run/query-notes';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { RunFailure } from '../../../domain/failures.js';
import type { PlannedList } from '../../../domain/run/run.js';
import type { RecordLayout } from '../../../domain/member/record/record-layout.js';
import type {
  AccountCount,
  ChangedMembersRequest,
  DecidingColumns,
  MemberPage,
  MemberPageRequest,
  MembershipPage,
  MemberSource,
  PagePosition,
  Presence,
  RecipientSource,
  Slice,
  SliceSpan,
  SourceCall,
  TakeRecord,
} from '../../../ports/recipient-source.js';
import type { DataverseClient } from '../http/client.js';
import type { RunReadLimit } from '../../../domain/access/read-limit.js';
import { checkListAccess } from './access/list-access.js';
import { UserRights } from './access/user-rights.js';
import { notesOfLists } from './access/list-query-notes.js';
import { planTableColumns } from './column-metadata.js';
import {
  accountsWithoutContactQuery,
  canBeNested,
  primaryContactIdsQuery,
  primaryContactsQuery,
} from './fetchxml/account-query.js';
import { canBeSliced, listEdgeQuery, rewriteListQuery } from './fetchxml/dynamic-query.js';
import { annotationsFor, memberReader, members, type Taken } from './fetchxml/pages/member-records.js';
import {
  contactReader,
  type Found,
  listMemberReader,
  memberships,
  queriedMemberReader,
} from './fetchxml/pages/membership-readers.js';
import { firstSendQuery } from './fetchxml/send-query.js';
import {
  changedRowsQuery,
  membersByIdQuery,
  membershipEdgeQuery,
  membershipQuery,
  staticMembersQuery,
} from './fetchxml/static-queries.js';
import { haveRoomFor, relatedProbeQuery, relatedTables } from './fetchxml/related-labels.js';
import { PageFetcher, type PageToFetch } from './page-fetcher.js';
import type { PageReader, ReadPage } from './fetchxml/pages/page-reply.js';
import { presenceOf } from './presence.js';

export interface RecipientSourceOptions {
  readonly client: DataverseClient;
  /** Rows of a page, at most 5,000. */
  readonly pageRows: number;
}

export function createRecipientSource(options: RecipientSourceOptions): RecipientSource {
  return new DataverseRecipientSource(options);
}

class DataverseRecipientSource implements RecipientSource {
  // 66 characters of URL per id: below the 16 KB that proxies and servers take by default.
  readonly maxIdsPerCall = 200;
  // Inside a `$batch`, whose GETs may have URLs of 65,536 characters.
  readonly maxSampledPerCall = 900;
  readonly pageRows: number;
  readonly #client: DataverseClient;
  readonly #pages: PageFetcher;
  readonly #rights: UserRights;

  constructor({ client, pageRows }: RecipientSourceOptions) {
    this.#client = client;
    this.#rights = new UserRights(client);
    this.pageRows = pageRows;
    this.#pages = new PageFetcher(client);
  }

  pageMs(flow: string): number {
    return this.#pages.pageMs(flow);
  }

  get concurrency(): number {
    return this.#client.concurrency;
  }

  get waiting(): { readonly untilMs: number; readonly reason: string } | null {
    return this.#client.pause;
  }

  async planColumns(
    fields: FieldSelection,
    tables: readonly SelectableTable[],
    call: SourceCall,
    deciding: DecidingColumns = {},
  ): Promise<Readonly<Record<SelectableTable, readonly ColumnPlan[]>>> {
    const plans: Record<SelectableTable, readonly ColumnPlan[]> = { contact: [], lead: [] };
    for (const table of tables) {
      plans[table] = await this.#pages.guard({ table }, () =>
        planTableColumns(
          this.#client,
          this.#rights,
          { table, selected: fields[table], deciding: deciding[table] ?? [] },
          call,
        ),
      );
    }
    return plans;
  }

  checkAccess(lists: readonly PlannedList[], call: SourceCall): Promise<readonly RunReadLimit[]> {
    const access = { client: this.#client, rights: this.#rights };
    return this.#pages.guard({ table: 'privileges' }, () => checkListAccess(access, lists, call));
  }

  queryNotes(lists: readonly PlannedList[], call: SourceCall): Promise<readonly QueryNote[]> {
    return this.#pages.guard({ table: 'usersettings' }, () => notesOfLists(this.#client, this.#rights, lists, call));
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
    const fetchXml = accountsWithoutContactQuery(list, this.pageRows);
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
    const request = { slice, at, pageRows: this.pageRows };
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
    if (query.kind === 'accounts') return memberships(await this.#contactIds(query, lists[0], page));
    const { listName, fetchXml: own } = query;
    const fetchXml = rewriteListQuery({ listName, table, fetchXml: own }, { ...request, columns: [] });
    const read = await this.#pages.fetch(
      { ...page, set: memberSets[table], fetchXml, subject: { table, listName } },
      queriedMemberReader(`${table}id`, lists[0]),
    );
    return memberships(read);
  }

  /** Primary contacts of the accounts that a query selects, by id, one page. */
  async #contactIds(
    own: { readonly fetchXml: string; readonly listName: string },
    list: number | undefined,
    page: Pick<PageToFetch, 'at' | 'purpose' | 'call'>,
  ): Promise<ReadPage<Found>> {
    const fetchXml = primaryContactIdsQuery(own, { at: page.at, pageRows: this.pageRows });
    const subject = { table: 'account', listName: own.listName };
    const { values, next } = await this.#pages.fetch(
      { ...page, set: 'accounts', fetchXml, subject },
      contactReader(list),
    );
    return { values: values.filter(({ id }) => id !== null), next };
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

  async memberPage<Value>(
    { source, layout, slice, changedSince, relabelled, at }: MemberPageRequest,
    take: TakeRecord<Value>,
    call: SourceCall,
  ): Promise<MemberPage<Value>> {
    const { table, query } = source;
    const related = relabelled === true ? relatedTables(layout.planned) : [];
    const request = { columns: layout.columns, slice, changedSince, related, at, pageRows: this.pageRows };
    const page = { at, set: memberSets[table], purpose: 'members', annotations: annotationsFor(layout), call } as const;
    // Of several static lists `exists` does not say which holds whom.
    const reader = memberReader(layout, source.lists.length === 1 ? source.lists : null, take);
    if (query.kind === 'static') {
      const fetchXml = staticMembersQuery(table, query.listIds, request);
      return members(await this.#pages.fetch({ ...page, fetchXml, subject: { table } }, reader));
    }
    if (query.kind === 'accounts') {
      const { rows, invalidIds, next } = memberships(
        await this.#contactIds(query, source.lists[0], { at, purpose: 'members', call }),
      );
      const parts = chunksOf(
        rows.map(({ id }) => id),
        this.maxIdsPerCall,
      ).map((ids) => this.#byId(ids, memberReader(layout, source.lists, take), layout, call));
      return { rows: (await Promise.all(parts)).flatMap((part) => part.rows), invalidIds, next };
    }
    const { listName } = query;
    const fetchXml = rewriteListQuery({ listName, table, fetchXml: query.fetchXml }, request);
    return members(await this.#pages.fetch({ ...page, fetchXml, subject: { table, listName } }, reader));
  }

  async labelsChanged(
    sources: readonly MemberSource[],
    columns: readonly ColumnPlan[],
    since: Date,
    call: SourceCall,
  ): Promise<boolean | null> {
    const related = relatedTables(columns);
    const table = sources[0]?.table;
    if (table === undefined || related.length === 0) return false;
    if (!haveRoomFor(related, sources)) return null;
    const fetchXml = relatedProbeQuery(table, related, since);
    const page = { set: memberSets[table], fetchXml, at: null, subject: { table }, purpose: 'metadata', call } as const;
    try {
      return (await this.#pages.fetch(page, { take: () => null })).values.length > 0;
    } catch (error) {
      // A table that may not be read, or that has no time of its last change.
      if (error instanceof RunFailure) return null;
      throw error;
    }
  }

  async changedMembers<Value>(
    { sources, layout, changedSince }: ChangedMembersRequest,
    take: TakeRecord<Value>,
    call: SourceCall,
  ): Promise<MemberPage<Value>> {
    const [source] = sources;
    if (source === undefined) return { rows: [], invalidIds: [], next: null };
    const { table, query } = source;
    // A query per source would be a call per list: asked of the table, who is on no list is for the caller to pass over.
    const listIds = sources.length === 1 && query.kind === 'static' ? query.listIds : null;
    const fetchXml = changedRowsQuery(table, listIds, {
      columns: layout.columns,
      changedSince,
      pageRows: this.pageRows,
    });
    const page = { fetchXml, at: null, set: memberSets[table], subject: { table }, purpose: 'members', call } as const;
    const annotations = annotationsFor(layout);
    return members(await this.#pages.fetch({ ...page, annotations }, memberReader(layout, null, take)));
  }

  async createdOn(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<readonly Date[]> {
    const fetchXml = membersByIdQuery(table, ids, ['createdon']);
    const { values } = await this.#pages.fetch(
      { set: memberSets[table], fetchXml, at: null, subject: { table }, purpose: 'metadata', call },
      { take: (row) => new Date(typeof row['createdon'] === 'string' ? row['createdon'] : Number.NaN) },
    );
    return values.filter((at) => !Number.isNaN(at.getTime()));
  }

  membersById<Value>(
    ids: readonly RowId[],
    layout: RecordLayout,
    take: TakeRecord<Value>,
    call: SourceCall,
  ): Promise<MemberPage<Value>> {
    return this.#byId(ids, memberReader(layout, null, take), layout, call);
  }

  async #byId<Value>(
    ids: readonly RowId[],
    reader: PageReader<Taken<Value>>,
    layout: RecordLayout,
    call: SourceCall,
  ): Promise<MemberPage<Value>> {
    const { table } = layout;
    const fetchXml = membersByIdQuery(table, ids, layout.columns);
    const page = { fetchXml, at: null, set: memberSets[table], subject: { table }, purpose: 'verify', call } as const;
    const read = await this.#pages.fetch({ ...page, annotations: annotationsFor(layout) }, reader);
    return { ...members(read), next: null };
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

  presence(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<ReadonlyMap<RowId, Presence>> {
    return this.#pages.guard({ table }, () => presenceOf(this.#client, table, ids, call));
  }
}

function isPlainStatic(list: PlannedList): boolean {
  return list.kind === 'static' && list.holds === undefined;
}

function chunksOf<Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));
}
