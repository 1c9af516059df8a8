import * as React from 'react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Input,
  Tab,
  TabList,
} from '@fluentui/react-components';
import type { LookupValue } from '../../form/values';
import type { TableDefinition } from '../../server/types';
import { displayValue } from '../../server/web-api';
import { text } from '../../texts/texts';
import { filterFetch, searchFetch, type SortOrder } from '../../xml/fetch';
import { readLayout } from '../../xml/layout';
import { quickFindXml, viewOf, viewTypes } from '../grid/default-view';
import { Grid } from '../grid/Grid';
import { Icon } from '../icons';
import type { LookupFilter } from './lookup-objects';
import { useRows } from '../grid/use-rows';

interface LookupDialogProps {
  readonly tables: readonly TableDefinition[];
  readonly initialTable: string;
  readonly multiple: boolean;
  /** '' for the table's lookup view. */
  readonly viewId: string;
  readonly searchText: string;
  readonly filters: readonly LookupFilter[];
  readonly onClose: (picked: readonly LookupValue[]) => void;
}

const pageSize = 25;
/** Milliseconds without a key stroke after which the search runs. */
const typingPauseMs = 250;

/** Looks for rows of one or several tables and picks one or many. */
export function LookupDialog({
  tables,
  initialTable,
  multiple,
  viewId,
  searchText,
  filters,
  onClose,
}: LookupDialogProps): React.ReactElement {
  const [tableName, setTableName] = React.useState(initialTable);
  const [picked, setPicked] = React.useState<ReadonlyMap<string, LookupValue>>(new Map());
  const table = tables.find(({ logicalName }) => logicalName === tableName) ?? tables[0];
  if (table === undefined) throw new Error('A lookup needs a table.');
  const title = text('lookUp', tables.map(({ displayCollectionName }) => displayCollectionName).join(', '));
  return (
    <Dialog open modalType="modal" onOpenChange={(_, { open }) => !open && onClose([])}>
      <DialogSurface className="lookup-dialog" aria-label={title}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {tables.length > 1 && (
              <TabList selectedValue={tableName} onTabSelect={(_, { value }) => setTableName(String(value))}>
                {tables.map(({ logicalName, displayCollectionName }) => (
                  <Tab key={logicalName} value={logicalName}>
                    {displayCollectionName}
                  </Tab>
                ))}
              </TabList>
            )}
            <Choices
              key={table.logicalName}
              table={table}
              multiple={multiple}
              viewId={viewId}
              searchText={searchText}
              filters={filters}
              picked={picked}
              onPick={setPicked}
              onChoose={(value) => onClose([value])}
            />
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabled={picked.size === 0} onClick={() => onClose([...picked.values()])}>
              {text('add')}
            </Button>
            <Button onClick={() => onClose([])}>{text('cancel')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

interface ChoicesProps {
  readonly table: TableDefinition;
  readonly multiple: boolean;
  readonly viewId: string;
  readonly searchText: string;
  readonly filters: readonly LookupFilter[];
  readonly picked: ReadonlyMap<string, LookupValue>;
  readonly onPick: (picked: ReadonlyMap<string, LookupValue>) => void;
  readonly onChoose: (value: LookupValue) => void;
}

function Choices({
  table,
  multiple,
  viewId,
  searchText,
  filters,
  picked,
  onPick,
  onChoose,
}: ChoicesProps): React.ReactElement {
  const [typed, setTyped] = React.useState(searchText);
  const [search, setSearch] = React.useState(searchText);
  const [sort, setSort] = React.useState<SortOrder | null>(null);
  React.useEffect(() => {
    const timer = window.setTimeout(() => setSearch(typed.trim()), typingPauseMs);
    return () => window.clearTimeout(timer);
  }, [typed]);
  const view = table.views.find(({ id }) => id === viewId) ?? viewOf(table, viewTypes.lookup, viewTypes.public);
  const columns = React.useMemo(() => readLayout(view, table), [view, table]);
  const fetchXml = React.useMemo(
    () =>
      filterFetch(
        searchFetch(view.fetchXml, search, quickFindXml(table), table.primaryName),
        filters.flatMap((filter) => (filter.entityLogicalName === table.logicalName ? [filter.filterXml] : [])),
      ),
    [view, search, table, filters],
  );
  const rows = useRows({ table, fetchXml, pageSize, sort });
  const valueOf = (id: string): LookupValue => {
    const row = rows.rows.find((candidate) => candidate[table.primaryId] === id);
    const name = row === undefined ? id : displayValue(row, table.primaryName ?? table.primaryId);
    return { id, name, entityType: table.logicalName };
  };
  return (
    <>
      <Input
        className="lookup-search"
        type="search"
        aria-label={text('searchLookup', table.displayCollectionName)}
        placeholder={text('searchLookup', table.displayCollectionName)}
        contentBefore={<Icon name="search" />}
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
      />
      <Grid
        label={text('lookupHint', table.displayCollectionName)}
        table={table}
        columns={columns}
        rows={rows}
        pageSize={pageSize}
        single={!multiple}
        selected={new Set(picked.keys())}
        onSelect={(ids) => onPick(new Map([...ids].map((id) => [id, picked.get(id) ?? valueOf(id)])))}
        sort={sort}
        onSort={setSort}
        onOpen={(id) => onChoose(valueOf(id))}
      />
    </>
  );
}
