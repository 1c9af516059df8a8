import { selectableTables, type FieldSelection, type SelectableTable } from '@pmds/contracts/field-selection';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { ColumnPlan } from '../../domain/columns.js';
import type { PlannedList } from '../../domain/run.js';
import { decidingColumns } from '../../domain/recipient-mapping.js';
import type {
  MemberPage,
  MemberRow,
  MembershipPage,
  MembershipRow,
  MemberSource,
  PagePosition,
  Presence,
  RecipientSource,
  Slice,
  SourceCall,
} from '../../ports/recipient-source.js';
import type { DataverseClient } from './client.js';
import { planTableColumns } from './column-metadata.js';
import { checkListQuery, rewriteListQuery } from './fetchxml/dynamic-query.js';
import type { Row } from './fetchxml/page-reply.js';
import { membersByIdQuery, membershipQuery, staticMembersQuery } from './fetchxml/static-queries.js';
import { PageFetcher } from './page-fetcher.js';
import { presenceOf } from './presence.js';

export interface RecipientSourceOptions {
  readonly client: DataverseClient;
  /** Rows of a page, at most 5,000. */
  readonly pageRows: number;
}

export function createRecipientSource(options: RecipientSourceOptions): RecipientSource {
  return new DataverseRecipientSource(options);
}

const formattedValues = 'OData.Community.Display.V1.FormattedValue';

class DataverseRecipientSource implements RecipientSource {
  // 66 characters of URL per id, of 32,768 in all.
  readonly maxIdsPerCall = 400;
  readonly pageRows: number;
  readonly #client: DataverseClient;
  readonly #pages: PageFetcher;

  constructor({ client, pageRows }: RecipientSourceOptions) {
    this.#client = client;
    this.pageRows = pageRows;
    this.#pages = new PageFetcher(client);
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
  ): Promise<Readonly<Record<SelectableTable, readonly ColumnPlan[]>>> {
    const plans: Record<SelectableTable, readonly ColumnPlan[]> = { contact: [], lead: [] };
    for (const table of tables) {
      plans[table] = await this.#pages.guard({ table }, () =>
        planTableColumns(this.#client, table, fields[table], call),
      );
    }
    return plans;
  }

  sources(lists: readonly PlannedList[]): readonly MemberSource[] {
    const numbered = lists.map((list, number) => ({ list, number }));
    const sources: MemberSource[] = [];
    for (const table of selectableTables) {
      const fixed = numbered.filter(({ list }) => list.table === table && list.kind === 'static');
      if (fixed.length === 0) continue;
      const listIds = fixed.map(({ list }) => list.id);
      sources.push({ table, lists: fixed.map(({ number }) => number), query: { kind: 'static', listIds } });
    }
    for (const { list, number } of numbered) {
      if (list.kind !== 'dynamic') continue;
      const fetchXml = list.query ?? '';
      checkListQuery({ listName: list.name, table: list.table, fetchXml });
      sources.push({ table: list.table, lists: [number], query: { kind: 'dynamic', fetchXml, listName: list.name } });
    }
    return sources;
  }

  async membershipPage(
    source: MemberSource,
    slice: Slice,
    at: PagePosition | null,
    call: SourceCall,
  ): Promise<MembershipPage> {
    const { table, query, lists } = source;
    const { pageRows } = this;
    if (query.kind === 'static') {
      const fetchXml = membershipQuery(query.listIds, { slice, at, pageRows });
      const page = await this.#pages.fetch({
        set: 'listmembers',
        fetchXml,
        at,
        subject: { table },
        purpose: 'membership',
        call,
      });
      const listOf = new Map(query.listIds.map((id, index) => [id as string, lists[index] ?? 0]));
      return {
        ...memberships(page.rows, (row) => ({
          id: row['_entityid_value'] ?? row['entityid'],
          list: listOf.get(String(row['_listid_value'] ?? row['listid']).toLowerCase()),
        })),
        next: page.next,
      };
    }
    const own = { listName: query.listName, table, fetchXml: query.fetchXml };
    const fetchXml = rewriteListQuery(own, { columns: [], slice, at, pageRows });
    const subject = { table, listName: query.listName };
    const page = await this.#pages.fetch({ set: `${table}s`, fetchXml, at, subject, purpose: 'membership', call });
    return { ...memberships(page.rows, (row) => ({ id: row[`${table}id`], list: lists[0] })), next: page.next };
  }

  async memberPage(
    source: MemberSource,
    columns: readonly ColumnPlan[],
    slice: Slice,
    at: PagePosition | null,
    call: SourceCall,
  ): Promise<MemberPage> {
    const { table, query } = source;
    const request = { columns: columnNames(columns), slice, at, pageRows: this.pageRows };
    const fetchXml =
      query.kind === 'static'
        ? staticMembersQuery(table, query.listIds, request)
        : rewriteListQuery({ listName: query.listName, table, fetchXml: query.fetchXml }, request);
    const subject = query.kind === 'static' ? { table } : { table, listName: query.listName };
    const annotations = annotationsFor(columns);
    const page = await this.#pages.fetch({
      set: `${table}s`,
      fetchXml,
      at,
      subject,
      purpose: 'members',
      annotations,
      call,
    });
    return { ...members(page.rows, table), next: page.next };
  }

  async createdOn(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<readonly Date[]> {
    const fetchXml = membersByIdQuery(table, ids, ['createdon']);
    const page = await this.#pages.fetch({
      set: `${table}s`,
      fetchXml,
      at: null,
      subject: { table },
      purpose: 'metadata',
      call,
    });
    return page.rows.flatMap((row) => {
      const at = typeof row['createdon'] === 'string' ? new Date(row['createdon']) : null;
      return at === null || Number.isNaN(at.getTime()) ? [] : [at];
    });
  }

  async membersById(
    table: SelectableTable,
    ids: readonly RowId[],
    columns: readonly ColumnPlan[],
    call: SourceCall,
  ): Promise<MemberPage> {
    const fetchXml = membersByIdQuery(table, ids, columnNames(columns));
    const annotations = annotationsFor(columns);
    const page = await this.#pages.fetch({
      set: `${table}s`,
      fetchXml,
      at: null,
      subject: { table },
      purpose: 'verify',
      annotations,
      call,
    });
    return { ...members(page.rows, table), next: null };
  }

  presence(table: SelectableTable, ids: readonly RowId[], call: SourceCall): Promise<ReadonlyMap<RowId, Presence>> {
    return this.#pages.guard({ table }, () => presenceOf(this.#client, table, ids, call));
  }
}

function columnNames(columns: readonly ColumnPlan[]): readonly string[] {
  return [...new Set([...decidingColumns, ...columns.map((column) => column.logicalName)])];
}

// The label of a lookup is the name of a row, which no metadata holds: only then formatted values are asked for.
function annotationsFor(columns: readonly ColumnPlan[]): readonly string[] {
  return columns.some((column) => column.kind === 'lookup') ? [formattedValues] : [];
}

function memberships(
  rows: readonly Row[],
  read: (row: Row) => { readonly id: unknown; readonly list: number | undefined },
): Pick<MembershipPage, 'rows' | 'invalidIds'> {
  const found: MembershipRow[] = [];
  const invalidIds: string[] = [];
  for (const row of rows) {
    const { id, list } = read(row);
    const parsed = parseRowId(id);
    if (parsed.ok && list !== undefined) found.push({ id: parsed.value, list });
    else invalidIds.push(rawId(id));
  }
  return { rows: found, invalidIds };
}

function members(rows: readonly Row[], table: SelectableTable): Pick<MemberPage, 'rows' | 'invalidIds'> {
  const found: MemberRow[] = [];
  const invalidIds: string[] = [];
  for (const row of rows) {
    const id = parseRowId(row[`${table}id`]);
    if (id.ok) found.push({ id: id.value, properties: row });
    else invalidIds.push(rawId(row[`${table}id`]));
  }
  return { rows: found, invalidIds };
}

// Cut, because nobody knows what came instead of an id.
function rawId(id: unknown): string {
  return (typeof id === 'string' ? id : JSON.stringify(id ?? null)).slice(0, 64);
}
