import { type MemberTable, memberTableOfListCode } from '@pmds/contracts/fields/member-table';
import type { Maybe } from '../../shared/maybe';

type DataSet = Maybe<ComponentFramework.PropertyTypes.DataSet>;
type EntityRecord = Maybe<ComponentFramework.PropertyHelper.DataSetApi.EntityRecord>;

/** A marketing list as the grid shows it. */
export interface ListRow {
  readonly id: string;
  readonly name: string;
  /** `null` where the view lacks the column or holds a code the platform does not define. */
  readonly memberTable: MemberTable | null;
  readonly active: boolean;
  /** What each column of the view shows, by its name. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface ListColumn {
  readonly name: string;
  readonly label: string;
  readonly sortable: boolean;
  /** Relative width, as the view has it. */
  readonly weight: number;
  readonly sorted: 'ascending' | 'descending' | 'none';
}

/** The columns of the bound view in their order; which ones there are is up to whoever edits the view. */
export function columnsOf(lists: DataSet): readonly ListColumn[] {
  return (lists.columns ?? [])
    .filter((column) => column.isHidden !== true)
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((column) => {
      const status = lists.sorting?.find((entry) => entry.name === column.name);
      return {
        name: column.name,
        label: textOf(column.displayName) || column.name,
        sortable: lists.sorting !== undefined && column.disableSorting !== true,
        weight: column.visualSizeFactor > 0 ? column.visualSizeFactor : 100,
        sorted: status === undefined ? 'none' : status.sortDirection === 1 ? 'descending' : 'ascending',
      };
    });
}

export function rowsOf(lists: DataSet, columns: readonly ListColumn[]): readonly ListRow[] {
  const { records = {} } = lists;
  return (lists.sortedRecordIds ?? Object.keys(records)).flatMap((id) => {
    const record = records[id];
    return record === undefined ? [] : [rowOf(id, record, columns)];
  });
}

function rowOf(id: string, record: EntityRecord, columns: readonly ListColumn[]): ListRow {
  // Choices come as numbers in some hosts and as text in others. A view without the state says nothing against a list.
  const state: unknown = record.getValue?.('statecode');
  const code: unknown = record.getValue?.('createdfromcode');
  return {
    id,
    name: textOf(record.getFormattedValue?.('listname')) || id,
    memberTable: memberTableOfListCode(Number(code)),
    active: state === null || state === undefined || state === '' || Number(state) === 0,
    cells: Object.fromEntries(columns.map(({ name }) => [name, textOf(record.getFormattedValue?.(name))])),
  };
}

/** Hosts of tests leave the order out; then the columns stand as they come. */
function placeOf({ order }: Maybe<ComponentFramework.PropertyHelper.DataSetApi.Column>): number {
  return order ?? 0;
}

function textOf(value: string | null | undefined): string {
  return value ?? '';
}
