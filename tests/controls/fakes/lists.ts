import type { IInputs } from '../../../controls/MarketingLists/MarketingLists/generated/ManifestTypes';

type DataSet = ComponentFramework.PropertyTypes.DataSet;

export interface ListData {
  readonly id: string;
  readonly name: string;
  /** `createdfromcode`: 1 account, 2 contact, 4 lead. */
  readonly code?: number | string;
  readonly active?: boolean;
  readonly members?: number;
  readonly dynamic?: boolean;
}

/** What the host did at the control's request. */
export interface Asked {
  refreshes: number;
  pages: number;
  opened: string[];
  selected: string[];
  sorted: string[];
}

export interface DatasetState {
  lists: readonly ListData[];
  loading?: boolean;
  errorMessage?: string;
  hasMore?: boolean;
}

const kinds: Readonly<Record<string, string>> = { 1: 'Account', 2: 'Contact', 4: 'Lead' };
const labels = {
  listname: 'Name',
  createdfromcode: 'Targeted At',
  type: 'Type',
  membercount: 'Members',
  statecode: 'Status',
  modifiedon: 'Modified On',
};

function recordOf({ id, name, code = 2, active = true, members = 10, dynamic = false }: ListData) {
  const values: Readonly<Record<string, unknown>> = { createdfromcode: code, statecode: active ? 0 : 1, type: dynamic };
  const formatted: Readonly<Record<string, string>> = {
    listname: name,
    createdfromcode: kinds[String(code)] ?? '',
    type: dynamic ? 'Dynamic' : 'Static',
    membercount: members.toLocaleString('en-US'),
    statecode: active ? 'Active' : 'Inactive',
    modifiedon: '11/20/2026',
  };
  return {
    getRecordId: () => id,
    getValue: (column: string) => values[column] ?? null,
    getFormattedValue: (column: string) => formatted[column] ?? '',
    getNamedReference: () => ({ id: { guid: id }, etn: 'list', name }),
  };
}

/** A dataset over the N:N relation as a form hands it to a control. */
export function listsOf(state: DatasetState, asked: Asked): IInputs {
  const sorting: DataSet['sorting'] = [{ name: 'listname', sortDirection: 0 }];
  const loadNextPage = () => {
    if (state.hasMore !== true) throw new Error('There is no next page.');
    asked.pages += 1;
  };
  const known = new Set(state.lists.map(({ id }) => id));
  const lists = {
    columns: Object.entries(labels).map(([name, displayName], order) => ({
      name,
      displayName,
      order,
      visualSizeFactor: 100,
    })),
    sorting,
    loading: state.loading ?? false,
    error: state.errorMessage !== undefined,
    errorMessage: state.errorMessage ?? '',
    sortedRecordIds: state.lists.map((list) => list.id),
    records: Object.fromEntries(state.lists.map((list) => [list.id, recordOf(list)])),
    paging: { hasNextPage: state.hasMore ?? false, loadNextPage: () => loadNextPage() },
    refresh: () => {
      asked.refreshes += 1;
      asked.sorted = sorting.map((entry) => `${entry.name} ${String(entry.sortDirection)}`);
    },
    openDatasetItem: ({ id, etn, name }: ReturnType<ReturnType<typeof recordOf>['getNamedReference']>) => {
      if (etn !== 'list' || !known.has(id.guid)) throw new Error(`There is no row ${name} to open.`);
      asked.opened.push(name);
    },
    setSelectedRecordIds: (ids: string[]) => {
      if (ids.some((id) => !known.has(id))) throw new Error('A row that is not there cannot be selected.');
      asked.selected = ids;
    },
  };
  return { lists } as unknown as IInputs;
}
