import * as React from 'react';
import { type FormRecord, formRecord } from '../../shared/form-record';
import { Frame } from '../../shared/Frame';
import type { Maybe } from '../../shared/maybe';
import { type Texts, textsOf } from '../../shared/texts';
import type { IInputs, IOutputs } from './generated/ManifestTypes';
import { changesOf } from './changes';
import { columnsOf, rowsOf } from './list-rows';
import { MarketingLists as View, type MarketingListsProps } from './MarketingLists';
import { RestOfPages } from './rest-of-pages';
import { sortBy } from './sort-by';

type Host = ComponentFramework.Context<IInputs>;

/** Rows that the host is asked for at a time: the most that a subgrid reads at once. */
const pageSize = 250;

/** The marketing lists of a sync: shows the related lists of the bound view, adds and removes relations. */
export class MarketingLists implements ComponentFramework.ReactControl<IInputs, IOutputs> {
  private texts: Texts = (key) => key;
  private readonly rest = new RestOfPages();

  init(context: Host): void {
    this.texts = textsOf(context);
    const { paging }: Maybe<ComponentFramework.PropertyTypes.DataSet> = listsOf(context);
    (paging as Maybe<typeof paging> | undefined)?.setPageSize?.(pageSize);
  }

  updateView(context: Host): React.ReactElement {
    const host: Maybe<Host> = context;
    const lists = listsOf(context);
    const paging: Maybe<ComponentFramework.PropertyHelper.DataSetApi.Paging> = lists.paging ?? {};
    const columns = columnsOf(lists);
    const record = formRecord(host.mode);
    const refresh = lists.refresh === undefined ? null : () => lists.refresh?.();
    this.rest.load(lists);
    const view: MarketingListsProps = {
      columns,
      rows: rowsOf(lists, columns),
      loading: lists.loading === true,
      failure: lists.error === true ? (lists.errorMessage ?? '') : null,
      hasMore: paging.hasNextPage === true,
      lock: record === null ? 'unsaved' : host.mode?.isControlDisabled === true ? 'read-only' : null,
      texts: this.texts,
      onRefresh: refresh,
      onMore: () => paging.loadNextPage?.(),
      onAll: () => this.rest.want(lists),
      onOpen: (id) => open(lists, id),
      onSort: (column) => sortBy(lists, column),
      onSelect: (ids) => lists.setSelectedRecordIds?.([...ids]),
      ...this.changes(host, record, () => refresh?.()),
    };
    const rtl = (host.userSettings as Maybe<ComponentFramework.UserSettings> | undefined)?.isRTL === true;
    return React.createElement(
      Frame,
      { idPrefix: 'pmds-lists', theme: host.fluentDesignLanguage?.tokenTheme, rtl },
      React.createElement(View, view),
    );
  }

  getOutputs(): IOutputs {
    return {};
  }

  destroy(): void {
    this.texts = (key) => key;
  }

  private changes(host: Maybe<Host>, record: FormRecord | null, refresh: () => void) {
    if (record === null) return { onAdd: null, onRemove: () => Promise.resolve(null) };
    return changesOf({ host, syncId: record.id, texts: this.texts, refresh });
  }
}

function listsOf(context: Host): Maybe<ComponentFramework.PropertyTypes.DataSet> {
  const parameters = context.parameters as Maybe<IInputs> | undefined;
  return parameters?.lists ?? {};
}

function open(lists: Maybe<ComponentFramework.PropertyTypes.DataSet>, id: string): void {
  const list = lists.records?.[id] as Maybe<ComponentFramework.PropertyHelper.DataSetApi.EntityRecord> | undefined;
  const reference = list?.getNamedReference?.();
  if (reference !== undefined) lists.openDatasetItem?.(reference);
}
