import { Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import * as React from 'react';
import { border, corners, outline } from '../../shared/edges';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';
import type { ListColumn, ListRow } from './list-rows';

interface ListRowViewProps {
  readonly id: string;
  readonly position: number;
  readonly row: ListRow;
  readonly columns: readonly ListColumn[];
  readonly template: string;
  readonly selected: boolean;
  readonly active: boolean;
  readonly texts: Texts;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
}

const memberIcons = { contact: icons.person, lead: icons.lead, account: icons.account };

/** Height of every row in pixels; fixed, so that the rows in view follow from the scroll position alone. */
export const rowHeightPx = 40;

const useStyles = makeStyles({
  row: {
    display: 'grid',
    alignItems: 'center',
    boxSizing: 'border-box',
    position: 'absolute',
    insetInlineStart: 0,
    insetInlineEnd: 0,
    height: `${String(rowHeightPx)}px`,
    color: tokens.colorNeutralForeground1,
    cursor: 'default',
    borderBottomWidth: '1px',
    borderBottomStyle: 'solid',
    borderBottomColor: tokens.colorNeutralStroke2,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: { outlineOffset: '-2px', ...outline('1px', tokens.colorNeutralStrokeAccessible) },
  selected: { backgroundColor: tokens.colorNeutralBackground1Selected },
  mark: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    boxSizing: 'border-box',
    width: '18px',
    height: '18px',
    marginInlineStart: tokens.spacingHorizontalS,
    ...border('1px', tokens.colorNeutralStrokeAccessible),
    ...corners(tokens.borderRadiusSmall),
    '& svg': { width: '14px', height: '14px' },
  },
  marked: { backgroundColor: tokens.colorBrandBackground, color: tokens.colorNeutralForegroundOnBrand },
  cell: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    paddingInlineEnd: tokens.spacingHorizontalS,
  },
  // The link cuts itself off with dots; cut off by its cell it would end in the middle of a letter.
  name: {
    // As wide as the name: it stands where the column begins, although its own direction says where it is cut off.
    display: 'inline-block',
    verticalAlign: 'bottom',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  withIcon: {
    display: 'inline-flex',
    verticalAlign: 'middle',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
  },
  warned: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
});

export function ListRowView(props: ListRowViewProps): React.ReactElement {
  const { row, selected, texts } = props;
  const styles = useStyles();
  return (
    <div
      id={props.id}
      role="row"
      // The header is row 1.
      aria-rowindex={props.position + 2}
      aria-selected={selected}
      className={mergeClasses(styles.row, selected && styles.selected, props.active && styles.active)}
      style={{ gridTemplateColumns: props.template, top: `${String(props.position * rowHeightPx)}px` }}
      onClick={props.onToggle}
      onDoubleClick={props.onOpen}
    >
      <span role="gridcell" aria-label={texts(selected ? 'Row_Selected' : 'Row_NotSelected')}>
        <span className={mergeClasses(styles.mark, selected && styles.marked)}>
          {selected && <Icon path={icons.check} />}
        </span>
      </span>
      {props.columns.map(({ name }) => (
        <span key={name} role="gridcell" className={styles.cell} title={row.cells[name]}>
          <Cell column={name} row={row} onOpen={props.onOpen} />
        </span>
      ))}
    </div>
  );
}

interface CellProps {
  readonly column: string;
  readonly row: ListRow;
  readonly onOpen: () => void;
}

function Cell({ column, row, onOpen }: CellProps): React.ReactElement {
  const styles = useStyles();
  const text = row.cells[column] ?? '';
  switch (column) {
    case 'listname':
      return (
        // The grid is one tab stop; Enter opens the active row.
        <Link
          as="button"
          className={styles.name}
          dir="auto"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {row.name}
        </Link>
      );
    case 'createdfromcode':
      return (
        <span className={styles.withIcon}>
          {row.memberTable !== null && <Icon path={memberIcons[row.memberTable]} />}
          {text}
        </span>
      );
    case 'statecode':
      return <span className={row.active ? undefined : styles.warned}>{text}</span>;
    default:
      return <>{text}</>;
  }
}
