import { Observable } from '../form/observable';
import { router } from '../router';
import type { TableDefinition, ViewDefinition } from '../server/types';
import { displayValue, fetchRows, lookupValue, rawValue, type WebRow } from '../server/web-api';
import { messageOf } from '../server/platform-error';
import { changeFetch, type RelatedTo } from '../xml/fetch';
import { readLayout } from '../xml/layout';
import { dataTypeOf } from './data-types';
import { plainText } from '../server/plain-text';

interface Sorting {
  name: string;
  sortDirection: -1 | 0 | 1;
}

/**
 * The data set parameter of a code component: the rows of a view that are related to the form's row, page by page.
 * https://learn.microsoft.com/power-apps/developer/component-framework/reference/dataset
 */
export class DataSetModel extends Observable {
  readonly table: TableDefinition;
  readonly view: ViewDefinition;
  readonly #relatedTo: () => RelatedTo | null;
  readonly #columns: readonly Record<string, unknown>[];
  #sorting: Sorting[] = [];
  #rows: readonly WebRow[] = [];
  #selected: readonly string[] = [];
  #cookie: string | null = null;
  #more = false;
  #page = 1;
  #pageSize: number;
  #loading = false;
  #error: string | null = null;
  #request = 0;

  /** @param relatedTo null while the form's row is not saved: then there is nothing to show */
  constructor(table: TableDefinition, view: ViewDefinition, pageSize: number, relatedTo: () => RelatedTo | null) {
    super();
    this.table = table;
    this.view = view;
    this.#pageSize = pageSize;
    this.#relatedTo = relatedTo;
    this.#columns = readLayout(view, table).map((column, order) => ({
      name: column.name,
      displayName: column.displayName,
      dataType: dataTypeOf(table.columns.find((candidate) => candidate.logicalName === column.name)),
      alias: column.name,
      order,
      visualSizeFactor: column.width,
      isPrimary: column.name === table.primaryName,
      disableSorting: !column.sortable,
    }));
  }

  /** Reads the first page again. */
  async load(): Promise<void> {
    this.#page = 1;
    this.#cookie = null;
    await this.#read([]);
  }

  /** The object that the control gets as its parameter. */
  parameter(): Record<string, unknown> {
    const ids = this.#rows.map((row) => String(row[this.table.primaryId]));
    const { length } = ids;
    return {
      columns: this.#columns,
      sorting: this.#sorting,
      filtering: { getFilter: () => null, setFilter: () => undefined, clearFilter: () => undefined, aliasMap: {} },
      linking: { getLinkedEntities: () => [], addLinkedEntity: () => undefined },
      sortedRecordIds: ids,
      records: Object.fromEntries(this.#rows.map((row, index) => [ids[index], this.#record(row)])),
      loading: this.#loading,
      error: this.#error !== null,
      errorMessage: this.#error ?? '',
      paging: {
        totalResultCount: this.#more ? -1 : length,
        pageSize: this.#pageSize,
        hasNextPage: this.#more,
        hasPreviousPage: false,
        firstPageNumber: 1,
        lastPageNumber: this.#page,
        loadNextPage: () => void this.#next(),
        loadPreviousPage: () => undefined,
        loadExactPage: () => undefined,
        reset: () => void this.load(),
        setPageSize: (size: number) => (this.#pageSize = size),
      },
      refresh: () => void this.load(),
      getTargetEntityType: () => this.table.logicalName,
      getTitle: () => this.table.displayCollectionName,
      getViewId: () => this.view.id,
      getSelectedRecordIds: () => [...this.#selected],
      setSelectedRecordIds: (selected: readonly string[]) => (this.#selected = selected),
      clearSelectedRecordIds: () => (this.#selected = []),
      openDatasetItem: (reference: { id: { guid: string }; etn?: string }) =>
        void router.go({ page: 'entityrecord', table: reference.etn ?? this.table.logicalName, id: reference.id.guid }),
      addColumn: () => undefined,
    };
  }

  async #next(): Promise<void> {
    if (!this.#more || this.#loading) return;
    this.#page++;
    await this.#read(this.#rows);
  }

  async #read(before: readonly WebRow[]): Promise<void> {
    const relatedTo = this.#relatedTo();
    if (relatedTo === null) return;
    const request = ++this.#request;
    this.#loading = true;
    this.#error = null;
    this.changed();
    try {
      const sort = this.#sorting.find(({ sortDirection }) => sortDirection >= 0);
      const fetchXml = changeFetch(this.view.fetchXml, {
        pageSize: this.#pageSize,
        page: this.#page,
        cookie: this.#cookie,
        sort: sort === undefined ? null : { column: sort.name, descending: sort.sortDirection === 1 },
        relatedTo,
      });
      const page = await fetchRows(this.table.entitySetName, fetchXml);
      if (request !== this.#request) return;
      this.#rows = [...before, ...page.rows];
      this.#cookie = page.cookie;
      this.#more = page.more;
    } catch (error) {
      if (request !== this.#request) return;
      this.#error = messageOf(error);
    }
    this.#loading = false;
    this.changed();
  }

  #record(row: WebRow): Record<string, unknown> {
    const id = String(row[this.table.primaryId]);
    const name = displayValue(row, this.table.primaryName ?? this.table.primaryId);
    return {
      getRecordId: () => id,
      getValue: (column: string) => this.#value(row, column),
      getFormattedValue: (column: string) => displayValue(row, column),
      getNamedReference: () => ({
        id: { guid: id },
        etn: this.table.logicalName,
        entityType: this.table.logicalName,
        name,
      }),
    };
  }

  #value(row: WebRow, column: string): unknown {
    const definition = this.table.columns.find((candidate) => candidate.logicalName === column);
    const raw = rawValue(row, column);
    if (raw === null || definition === undefined) return raw;
    if (definition.type === 'datetime') return new Date(plainText(raw));
    if (!definition.isLookup) return raw;
    const value = lookupValue(row, column);
    return value === null ? null : { id: { guid: value.id }, etn: value.entityType, name: value.name };
  }
}
