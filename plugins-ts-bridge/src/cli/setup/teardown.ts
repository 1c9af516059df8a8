import { pluginSteps } from '../../plugins/registry.js';
import type { Command } from '../command.js';
import { settingsOf } from '../settings.js';
import { withContext, type SetupParts } from './context.js';
import type { Finding, SetupContext, SetupItem } from './item.js';
import { runItems } from './run-items.js';
import { endpointId, find, remove, stepId } from './webhook-items.js';

/** What set-up made and the solution does not own: without it nothing stands against removing the solution. */
const teardownItems: readonly SetupItem[] = [
  {
    name: 'webhook step',
    inspect: (context) =>
      Promise.all(
        pluginSteps.map((step) => gone(context, `sdkmessageprocessingsteps(${stepId(context, step)})`, step.message)),
      ),
  },
  {
    name: 'service endpoint',
    inspect: async (context) => [await gone(context, `serviceendpoints(${endpointId(context)})`, 'the endpoint')],
  },
];

async function gone({ client }: SetupContext, path: string, what: string): Promise<Finding> {
  const key = path.startsWith('service') ? 'serviceendpointid' : 'sdkmessageprocessingstepid';
  if ((await find(client, `${path}?$select=${key}`)) === null)
    return { state: 'right', detail: `${what} is not there` };
  return { state: 'different', detail: `${what} is removed`, apply: () => remove(client, path) };
}

/** `pmds teardown`: takes back what set-up made. Roles, profiles and variables go with the solution itself. */
export function teardownCommand(parts: SetupParts): Command {
  return {
    name: 'teardown',
    summary: 'Take back what setup registered, before the solution is removed.',
    help: ['--dry-run           say what would be removed, and remove nothing'],
    options: { 'dry-run': { type: 'boolean' } },
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: true, prefillKeys: false });
      const mode = values['dry-run'] === true ? 'dry-run' : 'apply';
      const { open } = await withContext(config, null, parts, (context) =>
        runItems(teardownItems, context, mode, terminal),
      );
      if (mode === 'dry-run') return 0;
      terminal.out(open === 0 ? 'The solution can be removed now.' : `${open} of these need you.`);
      return open === 0 ? 0 : 1;
    },
  };
}
