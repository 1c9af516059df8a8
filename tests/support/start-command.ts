import { join } from 'node:path';
import { root } from '@pmds/scripts/processes/paths';
import { runCommand, type CommandResult } from '@pmds/scripts/processes/run-command';

/** Runs `npm start -- …` from its built entry and waits for its end. */
export function npmStart(...args: readonly string[]): Promise<CommandResult> {
  return runCommand([join(root, 'scripts', 'dist', 'start.js'), ...args]);
}
