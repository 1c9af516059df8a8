import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { memberSets } from '@pmds/contracts/fields/member-table';
import type { RowId } from '@pmds/contracts/ids';
import { RunFailure } from '../../../domain/failures.js';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import type { RecordLayout } from '../../../domain/member/record/record-layout.js';
import type {
  ChangedMembersRequest,
  MemberPage,
  MemberPageRequest,
  MemberReads,
  MemberSource,
  Presence,
  SourceCall,
  TakeRecord,
} from '../../../ports/recipient-source.js';
import type { DataverseClient } from '../http/client.js';
import { rewriteListQuery } from './fetchxml/dynamic-query.js';
import { annotationsFor, memberReader, members, type Taken } from './fetchxml/pages/member-records.js';
import { memberships } from './fetchxml/pages/membership-readers.js';
import type { PageReader } from './fetchxml/pages/page-reply.js';
import { haveRoomFor, relatedProbeQuery, relatedTables } from './fetchxml/related-labels.js';
import { changedRowsQuery, membersByIdQuery, staticMembersQuery } from './fetchxml/static-queries.js';
import type { PageFetcher } from './page-fetcher.js';
import { presenceOf } from './presence.js';
import { contactIdsOf } from './primary-contacts.js';

/** Members' rows, in pages and by id, as records. */
export class DataverseMembers implements MemberReads {
  // 66 characters of URL per id: below the 16 KB that proxies and servers take by default.
  readonly maxIdsPerCall = 200;
  readonly #client: DataverseClient;
  readonly #pages: PageFetcher;
  readonly #pageRows: number;

  constructor(client: DataverseClient, pages: PageFetcher, pageRows: number) {
    this.#client = client;
    this.#pages = pages;
    this.#pageRows = pageRows;
  }

  async memberPage<Value>(
    { source, layout, slice, changedSince, ownWrites = [], relabelled, at }: MemberPageRequest,
    take: TakeRecord<Value>,
    call: SourceCall,
  ): Promise<MemberPage<Value>> {
    const { table, query } = source;
    const related = relabelled === true ? relatedTables(layout.planned) : [];
    const request = { columns: layout.columns, slice, changedSince, ownWrites, related, at, pageRows: this.#pageRows };
    const page = { at, set: memberSets[table], purpose: 'members', annotations: annotationsFor(layout), call } as const;
    // Of several static lists `exists` does not say which holds whom.
    const reader = memberReader(layout, source.lists.length === 1 ? source.lists : null, take);
    if (query.kind === 'static') {
      const fetchXml = staticMembersQuery(table, query.listIds, request);
      return members(await this.#pages.fetch({ ...page, fetchXml, subject: { table } }, reader));
    }
    if (query.kind === 'accounts') {
      const accounts = { own: query, list: source.lists[0], pageRows: this.#pageRows };
      const { rows, invalidIds, next } = memberships(
        await contactIdsOf(this.#pages, accounts, { at, purpose: 'members', call }),
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
    { sources, layout, changedSince, ownWrites = [] }: ChangedMembersRequest,
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
      ownWrites,
      pageRows: this.#pageRows,
    });
    const page = { fetchXml, at: null, set: memberSets[table], subject: { table }, purpose: 'members', call } as const;
    const annotations = annotationsFor(layout);
    return members(await this.#pages.fetch({ ...page, annotations }, memberReader(layout, null, take)));
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

  presence(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<ReadonlyMap<RowId, Presence>> {
    return this.#pages.guard({ table }, () => presenceOf(this.#client, table, ids, call));
  }
}

function chunksOf<Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));
}
