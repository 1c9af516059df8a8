import * as React from 'react';
import { Button, Checkbox, Link, Spinner } from '@fluentui/react-components';
import type { TableDefinition } from '../../server/types';
import { displayValue, lookupValue, rawValue, type WebRow } from '../../server/web-api';
import { router } from '../../router';
import { text } from '../../texts/texts';
import type { SortOrder } from '../../xml/fetch';
import type { ViewColumn } from '../../xml/layout';
import { ErrorBox } from '../ErrorBox';
import { Icon } from '../icons';
import { localText } from '../form/local-text';
import type { Rows } from './use-rows';

interface GridProps {
  readonly label: string;
  readonly table: TableDefinition;
  readonly columns: readonly ViewColumn[];
  readonly rows: Rows;
  readonly pageSize: number;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly sort: SortOrder | null;
  readonly onSort: (sort: SortOrder) => void;
  readonly onOpen: (id: string) => void;
  readonly single?: boolean;
}

/** Rows of a view: sortable headers, a check box per row, the name as the link that opens the row. */
export function Grid(props: GridProps): React.ReactElement {
  const { label, table, columns, rows, selected, onSelect, single = false } = props;
  const ids = rows.rows.map((row) => String(row[table.primaryId]));
  const all = ids.length > 0 && ids.every((id) => selected.has(id));
  if (rows.failure !== null) return <ErrorBox message={rows.failure} />;
  return (
    <div className="grid" aria-busy={rows.loading}>
      <div className="grid-scroll" tabIndex={-1}>
        <table role="grid" aria-label={label} aria-multiselectable={!single}>
          <thead>
            <tr>
              <th className="check" scope="col">
                {!single && (
                  <Checkbox
                    aria-label={text('selectAll')}
                    checked={all ? true : selected.size > 0 ? 'mixed' : false}
                    onChange={() => onSelect(new Set(all ? [] : ids))}
                  />
                )}
              </th>
              {columns.map((column) => (
                <HeaderCell key={column.name} column={column} {...props} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.rows.map((row, index) => (
              <GridRow key={ids[index]} row={row} id={ids[index] ?? ''} {...props} />
            ))}
          </tbody>
        </table>
        {rows.loading && rows.rows.length === 0 && (
          <Spinner className="grid-note" size="small" label={text('loading')} />
        )}
        {!rows.loading && rows.rows.length === 0 && <p className="grid-note">{text('noRows')}</p>}
      </div>
      <Pager {...props} />
    </div>
  );
}

function HeaderCell({ column, sort, onSort }: GridProps & { readonly column: ViewColumn }): React.ReactElement {
  const sorted = sort?.column === column.name ? sort : null;
  const direction = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      className={isNumber(column) ? 'number' : undefined}
      style={{ minWidth: column.width }}
      aria-sort={direction}
    >
      {column.sortable ? (
        <button
          type="button"
          className="header-button"
          onClick={() => onSort({ column: column.name, descending: direction === 'ascending' })}
        >
          {column.displayName}
          {sorted !== null && <Icon name={sorted.descending ? 'down' : 'up'} />}
        </button>
      ) : (
        <span className="header-button">{column.displayName}</span>
      )}
    </th>
  );
}

function GridRow(props: GridProps & { readonly row: WebRow; readonly id: string }): React.ReactElement {
  const { table, columns, row, id, selected, onSelect, onOpen, single = false } = props;
  // A view without the name column opens its rows by the first one.
  const opener = columns.find((column) => column.name === table.primaryName) ?? columns[0];
  const name = (opener === undefined ? '' : cellText(row, opener, table)) || text('none');
  const toggle = (): void => {
    const next = new Set(single ? [] : selected);
    if (selected.has(id)) next.delete(id);
    else next.add(id);
    onSelect(next);
  };
  return (
    <tr aria-selected={selected.has(id)} onDoubleClick={() => onOpen(id)}>
      <td className="check">
        <Checkbox aria-label={text('selectRow', name)} checked={selected.has(id)} onChange={toggle} />
      </td>
      {columns.map((column) => (
        <td
          key={column.name}
          className={isNumber(column) ? 'number' : undefined}
          // A text is cut off at its own end, in whatever direction the page runs.
          dir={isNumber(column) ? undefined : 'auto'}
          title={cellText(row, column, table)}
        >
          {column === opener ? (
            <Link as="button" onClick={() => onOpen(id)}>
              {name}
            </Link>
          ) : (
            <Cell row={row} column={column} table={table} />
          )}
        </td>
      ))}
    </tr>
  );
}

function Cell({ row, column, table }: { row: WebRow; column: ViewColumn; table: TableDefinition }): React.ReactElement {
  const definition = table.columns.find((candidate) => candidate.logicalName === column.name);
  const lookup = definition?.isLookup === true ? lookupValue(row, column.name) : null;
  if (lookup !== null) {
    const entityType = lookup.entityType || (definition?.targets?.[0] ?? '');
    return (
      <Link as="button" onClick={() => void router.go({ page: 'entityrecord', table: entityType, id: lookup.id })}>
        {lookup.name}
      </Link>
    );
  }
  const color = definition?.options?.find((option) => option.value === rawValue(row, column.name))?.color ?? null;
  return (
    <span className="cell">
      {color !== null && <span className="dot" aria-hidden="true" style={{ backgroundColor: color }} />}
      {cellText(row, column, table)}
    </span>
  );
}

/** Numbers stand under one another, as in the grids of a model-driven app. */
function isNumber({ type }: ViewColumn): boolean {
  return ['integer', 'bigint', 'decimal', 'double', 'money'].includes(type);
}

function cellText(row: WebRow, column: ViewColumn, table: TableDefinition): string {
  const definition = table.columns.find((candidate) => candidate.logicalName === column.name);
  return localText(definition, rawValue(row, column.name), displayValue(row, column.name));
}

function Pager({ rows, pageSize, selected }: GridProps): React.ReactElement {
  const first = (rows.page - 1) * pageSize + (rows.rows.length === 0 ? 0 : 1);
  return (
    <div className="pager">
      <span role="status">
        {text('rows', first, (rows.page - 1) * pageSize + rows.rows.length)}
        {selected.size > 0 && ` · ${text('selected', selected.size)}`}
      </span>
      <Button
        appearance="subtle"
        icon={<Icon name="left" mirrored />}
        aria-label={text('previousPage')}
        disabled={rows.page === 1}
        onClick={() => rows.goTo(rows.page - 1)}
      />
      <Button
        appearance="subtle"
        icon={<Icon name="right" mirrored />}
        aria-label={text('nextPage')}
        disabled={!rows.hasMore}
        onClick={() => rows.goTo(rows.page + 1)}
      />
    </div>
  );
}
