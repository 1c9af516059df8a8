import { makeStyles, Toolbar, ToolbarButton, ToolbarDivider } from '@fluentui/react-components';
import * as React from 'react';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';

interface PaneToolbarProps {
  readonly label: string;
  readonly texts: Texts;
  readonly readOnly: boolean;
  /** Whether the active row is a chosen column. */
  readonly canMove: boolean;
  readonly onChooseAll: () => void;
  readonly onClear: () => void;
  readonly onMove: (by: -1 | 1) => void;
}

const useStyles = makeStyles({ bar: { flexWrap: 'wrap', paddingInlineStart: 0 } });

export function PaneToolbar(props: PaneToolbarProps): React.ReactElement {
  const { texts, readOnly } = props;
  const styles = useStyles();
  const still = readOnly || !props.canMove;
  return (
    <Toolbar className={styles.bar} aria-label={props.label} size="small">
      <ToolbarButton disabled={readOnly} onClick={props.onChooseAll}>
        {texts('SelectAll')}
      </ToolbarButton>
      <ToolbarButton disabled={readOnly} onClick={props.onClear}>
        {texts('SelectNone')}
      </ToolbarButton>
      <ToolbarDivider />
      <ToolbarButton
        disabled={still}
        icon={<Icon path={icons.up} />}
        aria-label={texts('MoveUp')}
        title={texts('MoveUp')}
        onClick={() => props.onMove(-1)}
      />
      <ToolbarButton
        disabled={still}
        icon={<Icon path={icons.down} />}
        aria-label={texts('MoveDown')}
        title={texts('MoveDown')}
        onClick={() => props.onMove(1)}
      />
    </Toolbar>
  );
}
