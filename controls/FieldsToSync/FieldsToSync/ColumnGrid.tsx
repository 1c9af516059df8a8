import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import * as React from 'react';
import { border, corners, outline } from '../../shared/edges';
import { rowAfterKey } from '../../shared/grid-keys';
import type { Texts } from '../../shared/texts';
import { useWindow } from '../../shared/use-window';
import type { Column } from '../../shared/columns/catalogue';
import { ColumnRow } from './ColumnRow';
import { pageRows, rowHeightPx } from './row-size';

interface ColumnGridProps {
  readonly id: string;
  readonly label: string;
  readonly columns: readonly Column[];
  readonly chosen: ReadonlySet<string>;
  readonly readOnly: boolean;
  readonly texts: Texts;
  /** Position of the row the keyboard is on, -1 where it is on none. */
  readonly active: number;
  readonly onActive: (row: number) => void;
  readonly onToggle: (column: Column) => void;
  readonly onMove: (name: string, by: -1 | 1) => void;
  readonly onChooseAll: () => void;
}

const useStyles = makeStyles({
  grid: {
    height: `${String(pageRows * rowHeightPx)}px`,
    overflowY: 'auto',
    overflowX: 'hidden',
    position: 'relative',
    ...border('1px', tokens.colorNeutralStroke1),
    ...corners(tokens.borderRadiusMedium),
    backgroundColor: tokens.colorNeutralBackground1,
    outlineStyle: 'none',
    ':focus-visible': { ...outline('2px', tokens.colorStrokeFocus2) },
  },
  body: { position: 'relative' },
  readOnly: { backgroundColor: tokens.colorNeutralBackground2 },
});

/**
 * The columns of one table as a grid with a single tab stop: arrows, Home, End, Page Up, Page Down move, Space chooses,
 * Alt with an arrow moves a chosen column, Ctrl+A chooses all that the filter shows.
 */
export function ColumnGrid(props: ColumnGridProps): React.ReactElement {
  const { id, columns, chosen, readOnly, texts, active, onActive } = props;
  const styles = useStyles();
  const view = useWindow(columns.length, { rowHeightPx, pageRows });
  const current = columns[active];

  const go = (row: number) => {
    onActive(row);
    view.reveal(row);
  };
  /** Changes what can be seen alone: an active row that was scrolled away is shown first. */
  const press = () => {
    if (current === undefined) return;
    const seen = view.inView(active);
    go(active);
    if (seen) props.onToggle(current);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    const next = rowAfterKey(event.key, { active, rows: columns.length, pageRows });
    if (event.altKey && step !== null) {
      if (current !== undefined) props.onMove(current.logicalName, step);
    } else if (event.key === ' ') press();
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) props.onChooseAll();
    else if (next !== null) go(current === undefined && step !== null ? view.firstInView() : next);
    else return;
    event.preventDefault();
  };
  const shown = columns.slice(view.from, view.to);
  const activeShown = active >= view.from && active < view.to;
  return (
    <div
      ref={view.scroller}
      role="grid"
      aria-label={props.label}
      aria-multiselectable="true"
      aria-rowcount={columns.length}
      aria-colcount={3}
      aria-readonly={readOnly}
      aria-activedescendant={activeShown ? `${id}-${String(active)}` : undefined}
      tabIndex={0}
      className={mergeClasses(styles.grid, readOnly && styles.readOnly)}
      onScroll={view.onScroll}
      onKeyDown={onKeyDown}
      onFocus={() => {
        // The list stays where somebody scrolled it to; the keyboard goes on there.
        if ((current === undefined || !view.inView(active)) && columns.length > 0) onActive(view.firstInView());
      }}
    >
      <div role="rowgroup" className={styles.body} style={{ height: `${String(columns.length * rowHeightPx)}px` }}>
        {shown.map((column, offset) => {
          const row = view.from + offset;
          return (
            <ColumnRow
              key={column.logicalName}
              id={`${id}-${String(row)}`}
              position={row}
              column={column}
              chosen={chosen.has(column.logicalName)}
              active={row === active}
              readOnly={readOnly}
              texts={texts}
              onPress={() => {
                onActive(row);
                props.onToggle(column);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}
