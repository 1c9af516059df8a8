import * as React from 'react';
import { type FormRecord, formRecord } from '../../shared/form-record';
import { Frame } from '../../shared/Frame';
import { type Texts, textsOf } from '../../shared/texts';
import type { IInputs, IOutputs } from './generated/ManifestTypes';
import { columnsOf, rowsOf } from './list-rows';
import { MarketingLists as View, type MarketingListsProps } from './MarketingLists';
import { noticeOf, troubleOf } from './notice';
import { pickLists } from './pick-lists';
import { addLists, removeLists } from './relation';
import { sortBy } from './sort-by';

type Host = ComponentFramework.Context<IInputs>;

/** The marketing lists of a sync: shows the related lists of the bound view, adds and removes relations. */
export class MarketingLists implements ComponentFramework.ReactControl<IInputs, IOutputs> {
  private texts: Texts = (key) => key;

  init(context: Host): void {
    this.texts = textsOf(context.resources);
  }

  updateView(context: Host): React.ReactElement {
    const { lists } = context.parameters;
    const columns = columnsOf(lists);
    const record = formRecord(context.mode);
    const view: MarketingListsProps = {
      columns,
      rows: rowsOf(lists, columns),
      loading: lists.loading,
      failure: lists.error ? lists.errorMessage : null,
      hasMore: lists.paging.hasNextPage,
      lock: record === null ? 'unsaved' : context.mode.isControlDisabled ? 'read-only' : null,
      texts: this.texts,
      onRefresh: () => lists.refresh(),
      onMore: () => lists.paging.loadNextPage(),
      onOpen: (id) => {
        const list = lists.records[id];
        if (list !== undefined) lists.openDatasetItem(list.getNamedReference());
      },
      onSort: (column) => sortBy(lists, column),
      onSelect: (ids) => lists.setSelectedRecordIds([...ids]),
      ...this.changes(context, record),
    };
    return React.createElement(
      Frame,
      { idPrefix: 'pmds-lists', theme: context.fluentDesignLanguage?.tokenTheme, rtl: context.userSettings.isRTL },
      React.createElement(View, view),
    );
  }

  getOutputs(): IOutputs {
    return {};
  }

  destroy(): void {
    this.texts = (key) => key;
  }

  /** Adding and removing, which end by asking the host for the rows again, whatever became of each list. */
  private changes(context: Host, record: FormRecord | null): Pick<MarketingListsProps, 'onAdd' | 'onRemove'> {
    const { texts } = this;
    const { lists } = context.parameters;
    return {
      onAdd: async (picked) => {
        const chosen = record === null ? [] : await pickLists(context.utils);
        if (record === null || chosen.length === 0) return null;
        picked();
        try {
          return noticeOf('Added', await addLists(record.id, chosen), texts);
        } catch (cause) {
          return troubleOf(cause, texts);
        } finally {
          lists.refresh();
        }
      },
      onRemove: async (rows) => {
        const outcome = await removeLists(record?.id ?? '', rows);
        lists.refresh();
        return noticeOf('Removed', outcome, texts);
      },
    };
  }
}
