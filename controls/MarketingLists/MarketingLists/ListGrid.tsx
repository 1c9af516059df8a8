import { makeStyles, tokens, useId } from '@fluentui/react-components';
import * as React from 'react';
import { border, corners, outline } from '../../shared/edges';
import { rowAfterKey } from '../../shared/grid-keys';
import { HiddenText } from '../../shared/HiddenText';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';
import { useActiveRow } from '../../shared/use-active-row';
import { useWindow } from '../../shared/use-window';
import type { ListColumn, ListRow } from './list-rows';
import { ListRowView, rowHeightPx } from './ListRowView';

interface ListGridProps {
  readonly columns: readonly ListColumn[];
  readonly rows: readonly ListRow[];
  /** Whether these are all rows that there are. */
  readonly complete: boolean;
  readonly selected: ReadonlySet<string>;
  readonly texts: Texts;
  readonly onSelect: (ids: readonly string[]) => void;
  readonly onOpen: (id: string) => void;
  readonly onSort: (column: string) => void;
  readonly onRemove: () => void;
}

/** Rows that fit into the grid without scrolling, and by which Page Up and Page Down move. */
const pageRows = 10;
/** Height of the header, which stays while the rows scroll below it. */
const headPx = 36;

const useStyles = makeStyles({
  scroller: {
    overflowX: 'auto',
    overflowY: 'auto',
    maxHeight: `${String(headPx + pageRows * rowHeightPx)}px`,
    ...border('1px', tokens.colorNeutralStroke1),
    ...corners(tokens.borderRadiusMedium),
    backgroundColor: tokens.colorNeutralBackground1,
    outlineStyle: 'none',
    ':focus-visible': outline('2px', tokens.colorStrokeFocus2),
  },
  head: {
    display: 'grid',
    alignItems: 'center',
    boxSizing: 'border-box',
    height: `${String(headPx)}px`,
    borderBottomWidth: '1px',
    borderBottomStyle: 'solid',
    borderBottomColor: tokens.colorNeutralStroke1,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
  top: { position: 'sticky', top: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground1 },
  body: { position: 'relative' },
  title: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
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
  const view = useWindow(rows.length, { rowHeightPx, pageRows, headPx });
  const [active, setActive] = useActiveRow(React.useMemo(() => rows.map((row) => row.id), [rows]));
  const current = rows[active];
  const activeShown = active >= view.from && active < view.to;
  const template = `36px ${columns.map(({ weight }) => `minmax(0, ${String(weight)}fr)`).join(' ')}`;

  // Below this the grid scrolls sideways; columns any narrower would show nothing but dots.
  const narrowest = columns.reduce((width, { weight }) => width + 0.75 * weight, 36);

  const toggle = (row: ListRow) => {
    const rest = [...selected].filter((chosen) => chosen !== row.id);
    onSelect(selected.has(row.id) ? rest : [...rest, row.id]);
  };
  const go = (row: number) => {
    setActive(row);
    view.reveal(row);
  };
  /** Acts on what can be seen alone: an active row that was scrolled away is shown first. */
  const press = (act: (row: ListRow) => void) => {
    if (current === undefined) return;
    const seen = view.inView(active);
    go(active);
    if (seen) act(current);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const next = rowAfterKey(event.key, { active, rows: rows.length, pageRows });
    if (next !== null) go(current === undefined && event.key.startsWith('Arrow') ? view.firstInView() : next);
    else if (event.key === ' ') press(toggle);
    else if (event.key === 'Enter') press((row) => props.onOpen(row.id));
    else if (event.key === 'Delete') props.onRemove();
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) onSelect(rows.map((row) => row.id));
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={view.scroller}
      role="grid"
      aria-label={texts('Grid_Label')}
      aria-multiselectable="true"
      aria-rowcount={props.complete ? rows.length + 1 : -1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={activeShown ? `${id}-${String(active)}` : undefined}
      tabIndex={0}
      className={styles.scroller}
      onKeyDown={onKeyDown}
      onScroll={view.onScroll}
      onFocus={(event) => {
        if (event.target !== event.currentTarget || rows.length === 0) return;
        // The grid stays where somebody scrolled it to; the keyboard goes on there.
        if (current === undefined || !view.inView(active)) setActive(view.firstInView());
      }}
    >
      <div role="rowgroup" className={styles.top} style={{ minWidth: `${String(narrowest)}px` }}>
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
                <span className={styles.title} title={column.label}>
                  {column.label}
                </span>
                {column.sorted !== 'none' && <Icon path={column.sorted === 'ascending' ? icons.up : icons.down} />}
              </button>
            </span>
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        className={styles.body}
        style={{ minWidth: `${String(narrowest)}px`, height: `${String(rows.length * rowHeightPx)}px` }}
      >
        {rows.slice(view.from, view.to).map((row, offset) => {
          const position = view.from + offset;
          return (
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
                setActive(position);
                toggle(row);
              }}
              onOpen={() => props.onOpen(row.id)}
            />
          );
        })}
      </div>
    </div>
  );
}
