import type { Command } from '../command.js';
import { settingsOf } from '../settings.js';
import { withContext, type SetupParts } from './context.js';
import { runItems } from './run-items.js';
import { teardownItems } from './items/teardown-items.js';

/** `pmds teardown`: takes back what set-up made: steps, endpoint, role, memberships and values. Definitions go with the solution. */
export function teardownCommand(parts: SetupParts): Command {
  return {
    name: 'teardown',
    summary: 'Take back what setup registered, before the solution is removed.',
    help: [
      '--dry-run           say what would be removed, and remove nothing',
      'Exit code 1: something could not be looked at or removed.',
    ],
    options: { 'dry-run': { type: 'boolean' } },
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: true, prefillKeys: false });
      const mode = values['dry-run'] === true ? 'dry-run' : 'apply';
      const { open, wrong } = await withContext(config, null, parts, (context) =>
        runItems(teardownItems, context, mode, terminal),
      );
      if (mode === 'dry-run') {
        terminal.out(open === 0 ? 'Nothing would be removed.' : `${open} of these would be removed or need you.`);
        return wrong === 0 ? 0 : 1;
      }
      terminal.out(open === 0 ? 'The solution can be removed now.' : `${open} of these need you.`);
      return open === 0 ? 0 : 1;
    },
  };
}
