import * as React from 'react';
import { Toolbar, ToolbarButton, Tooltip } from '@fluentui/react-components';
import type { CustomCommand } from '../ribbon/commands';
import { messageOf } from '../server/platform-error';
import { text } from '../texts/texts';
import { Icon, SolutionIcon, type IconName } from './icons';
import { showError } from './dialogs/message-dialogs';

/** A button that every app has. */
export interface StockCommand {
  readonly label: string;
  readonly icon: IconName;
  readonly disabled?: boolean;
  readonly run: () => unknown;
}

interface CommandBarProps {
  readonly stock: readonly StockCommand[];
  readonly custom: readonly CustomCommand[];
  readonly label?: string;
}

/** The bar above a page or a subgrid: stock commands, then those of the solution. A failure of a command becomes a dialog. */
export function CommandBar({ stock, custom, label = text('commands') }: CommandBarProps): React.ReactElement {
  const run = (command: () => unknown): void => {
    Promise.resolve()
      .then(command)
      .catch((error: unknown) => void showError(messageOf(error)));
  };
  return (
    <Toolbar aria-label={label} className="command-bar" size="small">
      {stock.map((command) => (
        <ToolbarButton
          key={command.label}
          icon={<Icon name={command.icon} mirrored={command.icon === 'back'} />}
          disabled={command.disabled ?? false}
          onClick={() => run(command.run)}
        >
          {command.label}
        </ToolbarButton>
      ))}
      {custom.map(({ button, enabled, run: action }) => (
        <Tooltip key={button.id} content={button.toolTip || button.label} relationship="description" withArrow>
          <ToolbarButton
            icon={button.icon === null ? null : <SolutionIcon address={button.icon} />}
            disabled={!enabled}
            onClick={() => run(action)}
          >
            {button.label}
          </ToolbarButton>
        </Tooltip>
      ))}
    </Toolbar>
  );
}
