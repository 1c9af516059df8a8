import * as React from 'react';
import { Input, Select } from '@fluentui/react-components';
import { useCustomCommands } from '../../ribbon/commands';
import { router } from '../../router';
import { call } from '../../server/web-api';
import type { Session, TableDefinition } from '../../server/types';
import { text } from '../../texts/texts';
import { searchFetch, type SortOrder } from '../../xml/fetch';
import { readLayout } from '../../xml/layout';
import { readRibbon } from '../../xml/ribbon';
import { gridContextOf } from '../../xrm/grid-context';
import { CommandBar } from '../CommandBar';
import { publicViews, quickFindXml } from './default-view';
import { Grid } from './Grid';
import { Icon } from '../icons';
import { showConfirm } from '../dialogs/message-dialogs';
import { useRows } from './use-rows';

const pageSize = 50;

/** The list of a table's rows by one of its views. */
export function ListPage({
  table,
  session,
}: {
  readonly table: TableDefinition;
  readonly session: Session;
}): React.ReactElement {
  const views = React.useMemo(() => publicViews(table), [table]);
  const view = views.find(({ id }) => id === router.location.viewId) ?? views[0];
  if (view === undefined) throw new Error(`${table.logicalName} has no view.`);
  const [search, setSearch] = React.useState('');
  const [typed, setTyped] = React.useState('');
  const [sort, setSort] = React.useState<SortOrder | null>(null);
  const [selected, setSelected] = React.useState<ReadonlySet<string>>(new Set());
  const columns = React.useMemo(() => readLayout(view, table), [view, table]);
  const fetchXml = React.useMemo(
    () => searchFetch(view.fetchXml, search, quickFindXml(table), table.primaryName),
    [view, search, table],
  );
  const rows = useRows({ table, fetchXml, pageSize, sort });
  const ribbon = React.useMemo(() => readRibbon(table.ribbonXml, table.logicalName, session.user.languageId), [table]);
  const ids = [...selected];
  const [ribbonVersion, refreshRibbon] = React.useReducer((count: number) => count + 1, 0);
  const reload = (): void => {
    setSelected(new Set());
    rows.reload();
  };
  const grid = gridContextOf({ table, selectedIds: ids, reload, refreshRibbon });
  const custom = useCustomCommands(
    ribbon,
    'HomepageGrid',
    { table, form: null, userId: session.user.id, selectedIds: ids, primaryControl: grid, selectedControl: grid },
    `${ribbonVersion}:${ids.join()}`,
  );

  const remove = async (): Promise<void> => {
    const confirmed = await showConfirm({
      title: text('deleteTitle'),
      message: text('deleteText', selected.size),
      confirm: text('delete'),
    });
    if (!confirmed) return;
    try {
      for (const id of selected) await call('DELETE', `${table.entitySetName}(${id})`);
    } finally {
      reload();
    }
  };
  const open = (id: string | null): Promise<boolean> =>
    router.go({ page: 'entityrecord', table: table.logicalName, id });

  return (
    <div className="page">
      <CommandBar
        stock={[
          ...(table.privileges.Create > 0 && !ribbon.hidden.has(`Mscrm.HomepageGrid.${table.logicalName}.NewRecord`)
            ? [{ label: text('new'), icon: 'add' as const, run: () => open(null) }]
            : []),
          ...(table.privileges.Delete > 0 &&
          selected.size > 0 &&
          !ribbon.hidden.has(`Mscrm.HomepageGrid.${table.logicalName}.DeleteMenu`)
            ? [{ label: text('delete'), icon: 'delete' as const, run: remove }]
            : []),
          { label: text('refresh'), icon: 'refresh', run: reload },
        ]}
        custom={custom}
      />
      <div className="page-head">
        <h1>{table.displayCollectionName}</h1>
        <Select
          className="view-picker"
          aria-label={text('view')}
          value={view.id}
          onChange={(_, { value }) => {
            setSelected(new Set());
            setSort(null);
            void router.go({ page: 'entitylist', table: table.logicalName, viewId: value });
          }}
        >
          {views.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <form
          role="search"
          className="quick-find"
          onSubmit={(event) => {
            event.preventDefault();
            setSearch(typed.trim());
          }}
        >
          <Input
            type="search"
            aria-label={text('search')}
            placeholder={text('search')}
            contentBefore={<Icon name="search" />}
            value={typed}
            onChange={(_, { value }) => {
              setTyped(value);
              if (value === '') setSearch('');
            }}
          />
        </form>
      </div>
      <Grid
        label={view.name}
        table={table}
        columns={columns}
        rows={rows}
        pageSize={pageSize}
        selected={selected}
        onSelect={setSelected}
        sort={sort}
        onSort={setSort}
        onOpen={(id) => void open(id)}
      />
    </div>
  );
}
