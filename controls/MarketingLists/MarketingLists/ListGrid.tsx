import { makeStyles, tokens, useId } from '@fluentui/react-components';
import * as React from 'react';
import { border, corners, outline } from '../../shared/edges';
import { rowAfterKey } from '../../shared/grid-keys';
import { HiddenText } from '../../shared/HiddenText';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';
import type { ListColumn, ListRow } from './list-rows';
import { ListRowView } from './ListRowView';

export interface ListGridProps {
  readonly columns: readonly ListColumn[];
  readonly rows: readonly ListRow[];
  readonly selected: ReadonlySet<string>;
  readonly texts: Texts;
  readonly onSelect: (ids: readonly string[]) => void;
  readonly onOpen: (id: string) => void;
  readonly onSort: (column: string) => void;
  readonly onRemove: () => void;
}

/** Rows by which Page Up and Page Down move. */
const pageRows = 10;

const useStyles = makeStyles({
  scroller: {
    overflowX: 'auto',
    ...border('1px', tokens.colorNeutralStroke1),
    ...corners(tokens.borderRadiusMedium),
    backgroundColor: tokens.colorNeutralBackground1,
    outlineStyle: 'none',
    ':focus-visible': outline('2px', tokens.colorStrokeFocus2),
  },
  head: {
    display: 'grid',
    alignItems: 'center',
    minHeight: '36px',
    borderBottomWidth: '1px',
    borderBottomStyle: 'solid',
    borderBottomColor: tokens.colorNeutralStroke1,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
  sort: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXXS,
    maxWidth: '100%',
    paddingInlineStart: 0,
    paddingInlineEnd: 0,
    backgroundColor: 'transparent',
    ...border('0', 'transparent'),
    color: 'inherit',
    fontFamily: 'inherit',
    fontSize: 'inherit',
    fontWeight: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    '& svg': { width: '12px', height: '12px', flexShrink: 0 },
  },
});

/**
 * The lists as a grid whose rows are a single tab stop: arrows move, Space selects, Enter opens, Delete removes what is selected,
 * Ctrl+A selects all. Columns are sorted by their headers.
 */
export function ListGrid(props: ListGridProps): React.ReactElement {
  const { columns, rows, selected, texts, onSelect } = props;
  const styles = useStyles();
  const id = useId('pmds-lists-');
  const [wanted, setWanted] = React.useState(-1);
  const active = Math.min(wanted, rows.length - 1);
  const current = rows[active];
  const template = `36px ${columns.map(({ weight }) => `minmax(0, ${String(weight)}fr)`).join(' ')}`;

  // Below this the grid scrolls sideways; columns any narrower would show nothing but dots.
  const narrowest = columns.reduce((width, { weight }) => width + 0.75 * weight, 36);

  const toggle = (row: ListRow) => {
    const rest = [...selected].filter((chosen) => chosen !== row.id);
    onSelect(selected.has(row.id) ? rest : [...rest, row.id]);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const next = rowAfterKey(event.key, { active, rows: rows.length, pageRows });
    if (next !== null) setWanted(next);
    else if (event.key === ' ' && current !== undefined) toggle(current);
    else if (event.key === 'Enter' && current !== undefined) props.onOpen(current.id);
    else if (event.key === 'Delete') props.onRemove();
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) onSelect(rows.map((row) => row.id));
    else return;
    event.preventDefault();
  };

  return (
    <div
      role="grid"
      aria-label={texts('Grid_Label')}
      aria-multiselectable="true"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={current === undefined ? undefined : `${id}-${String(active)}`}
      tabIndex={0}
      className={styles.scroller}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (active < 0) setWanted(0);
      }}
    >
      <div role="rowgroup" style={{ minWidth: `${String(narrowest)}px` }}>
        <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: template }}>
          <span role="columnheader">
            <HiddenText>{texts('Grid_Selection')}</HiddenText>
          </span>
          {columns.map((column) => (
            <span key={column.name} role="columnheader" aria-sort={column.sorted}>
              <button
                type="button"
                className={styles.sort}
                disabled={!column.sortable}
                onClick={() => props.onSort(column.name)}
              >
                {column.label}
                {column.sorted !== 'none' && <Icon name={column.sorted === 'ascending' ? 'up' : 'down'} />}
              </button>
            </span>
          ))}
        </div>
        {rows.map((row, position) => (
          <ListRowView
            key={row.id}
            id={`${id}-${String(position)}`}
            position={position}
            row={row}
            columns={columns}
            template={template}
            selected={selected.has(row.id)}
            active={position === active}
            texts={texts}
            onToggle={() => {
              setWanted(position);
              toggle(row);
            }}
            onOpen={() => props.onOpen(row.id)}
          />
        ))}
      </div>
    </div>
  );
}
