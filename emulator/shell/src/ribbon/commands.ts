import * as React from 'react';
import { messageOf } from '../server/platform-error';
import { showError } from '../ui/dialogs/message-dialogs';
import type { Ribbon, RibbonButton } from '../xml/ribbon';
import { callFunction, loadLibrary } from '../xrm/scripts';
import { isDisplayed, isEnabled, parameterValue, type CommandContext } from './rules';

/** A button of the solution as the bar draws it. */
export interface CustomCommand {
  readonly button: RibbonButton;
  readonly enabled: boolean;
  readonly run: () => Promise<void>;
}

/**
 * The solution's buttons for one place whose display rules hold. Rules are worked out when `occasion` changes: when the bar is drawn,
 * after a save, and when a script calls refreshRibbon.
 */
export function useCustomCommands(
  ribbon: Ribbon,
  place: 'Form' | 'HomepageGrid' | 'SubGrid',
  context: CommandContext,
  occasion: unknown,
): readonly CustomCommand[] {
  const [commands, setCommands] = React.useState<readonly CustomCommand[]>([]);
  React.useEffect(() => {
    let current = true;
    workOut(ribbon, place, context)
      .then((found) => {
        if (current) setCommands(found);
      })
      .catch((error: unknown) => void showError(messageOf(error)));
    return () => {
      current = false;
    };
  }, [ribbon, place, occasion]);
  return commands;
}

async function workOut(ribbon: Ribbon, place: string, context: CommandContext): Promise<CustomCommand[]> {
  const found: CustomCommand[] = [];
  for (const button of ribbon.buttons.filter((candidate) => candidate.place === place)) {
    const command = ribbon.commands.get(button.command);
    if (command === undefined)
      throw new Error(`The button ${button.id} names the command ${button.command}, which does not exist.`);
    if (!(await isDisplayed(command, context))) continue;
    const run = async (): Promise<void> => {
      for (const action of command.actions) {
        await loadLibrary(action.library);
        await callFunction(
          action.functionName,
          action.parameters.map((name) => parameterValue(name, context)),
        );
      }
    };
    found.push({ button, enabled: await isEnabled(command, context), run });
  }
  return found;
}
