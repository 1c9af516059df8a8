import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import * as React from 'react';
import { border, corners, outline } from '../../shared/edges';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';
import type { Column } from '../../shared/columns/catalogue';
import { rowHeightPx } from './row-size';
import { typeLabel } from './data/type-label';

interface ColumnRowProps {
  readonly id: string;
  readonly position: number;
  readonly column: Column;
  readonly chosen: boolean;
  readonly active: boolean;
  readonly readOnly: boolean;
  readonly texts: Texts;
  readonly onPress: () => void;
}

const oneLine = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '28px minmax(0, 1fr) fit-content(45%)',
    alignItems: 'center',
    boxSizing: 'border-box',
    position: 'absolute',
    insetInlineStart: 0,
    insetInlineEnd: 0,
    height: `${String(rowHeightPx)}px`,
    paddingInlineStart: tokens.spacingHorizontalS,
    paddingInlineEnd: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground1,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: { outlineOffset: '-2px', ...outline('1px', tokens.colorNeutralStrokeAccessible) },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  still: { cursor: 'default', color: tokens.colorNeutralForeground3, ':hover': { backgroundColor: 'transparent' } },
  mark: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    boxSizing: 'border-box',
    width: '18px',
    height: '18px',
    ...border('1px', tokens.colorNeutralStrokeAccessible),
    ...corners(tokens.borderRadiusSmall),
    '& svg': { width: '14px', height: '14px' },
  },
  marked: { backgroundColor: tokens.colorBrandBackground, color: tokens.colorNeutralForegroundOnBrand },
  name: { ...oneLine, paddingInlineEnd: tokens.spacingHorizontalS },
  logical: { ...oneLine, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  type: { ...oneLine, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, textAlign: 'end' },
});

export function ColumnRow(props: ColumnRowProps): React.ReactElement {
  const { column, chosen, texts } = props;
  const styles = useStyles();
  // A column that became unreadable after it was chosen can still be taken out.
  const still = props.readOnly || (column.obstacle !== null && !chosen);
  const note = noteOf(column, texts);
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.position + 1}
      aria-selected={chosen}
      aria-disabled={still}
      className={mergeClasses(
        styles.row,
        chosen && styles.chosen,
        still && styles.still,
        props.active && styles.active,
      )}
      style={{ top: `${String(props.position * rowHeightPx)}px` }}
      onClick={still ? undefined : props.onPress}
    >
      <span role="gridcell" aria-label={texts(chosen ? 'Row_Chosen' : 'Row_NotChosen')}>
        <span className={mergeClasses(styles.mark, chosen && styles.marked)}>
          {chosen && <Icon path={icons.check} />}
        </span>
      </span>
      <span role="gridcell" className={styles.name} title={`${column.displayName} (${column.logicalName})`}>
        {/* Apart: brackets of a name from the other direction would change sides. */}
        <bdi>{column.displayName}</bdi>{' '}
        {column.displayName !== column.logicalName && (
          <bdi dir="ltr" className={styles.logical}>
            {column.logicalName}
          </bdi>
        )}
      </span>
      <span role="gridcell" className={styles.type} title={note}>
        {note}
      </span>
    </div>
  );
}

/** What a column holds, or why it cannot be chosen, or that links do not show it. */
function noteOf({ obstacle, type, withheld }: Column, texts: Texts): string {
  if (obstacle !== null) return texts(`Obstacle_${obstacle}`);
  return withheld ? texts('Row_Withheld') : typeLabel(type, texts);
}
