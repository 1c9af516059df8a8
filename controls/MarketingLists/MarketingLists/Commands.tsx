import { makeStyles, Toolbar, ToolbarButton } from '@fluentui/react-components';
import * as React from 'react';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';

interface CommandsProps {
  readonly texts: Texts;
  readonly canAdd: boolean;
  readonly canRemove: boolean;
  readonly canRefresh: boolean;
  /** Nothing may be pressed at the moment. What has the focus keeps it. */
  readonly waiting: boolean;
  readonly onAdd: () => void;
  readonly onRemove: () => void;
  readonly onRefresh: () => void;
}

const useStyles = makeStyles({ bar: { flexWrap: 'wrap', paddingInlineStart: 0 } });

/** The command bar above the grid, in the place and the words of the platform's own. */
export function Commands({ texts, ...props }: CommandsProps): React.ReactElement {
  const styles = useStyles();
  return (
    <Toolbar className={styles.bar} aria-label={texts('Commands')} size="small">
      <ToolbarButton
        disabled={!props.canAdd}
        disabledFocusable={props.canAdd && props.waiting}
        icon={<Icon path={icons.add} />}
        onClick={props.onAdd}
      >
        {texts('Add')}
      </ToolbarButton>
      <ToolbarButton
        disabled={!props.canRemove}
        disabledFocusable={props.canRemove && props.waiting}
        icon={<Icon path={icons.remove} />}
        onClick={props.onRemove}
      >
        {texts('Remove')}
      </ToolbarButton>
      <ToolbarButton
        disabled={!props.canRefresh}
        disabledFocusable={props.canRefresh && props.waiting}
        icon={<Icon path={icons.refresh} />}
        onClick={props.onRefresh}
      >
        {texts('Refresh')}
      </ToolbarButton>
    </Toolbar>
  );
}
