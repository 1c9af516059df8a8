import type { Command, Terminal, Values } from '../command.js';
import { settingsOf } from '../settings.js';
import { webhookOf, withContext, type SetupParts } from './context.js';
import { clockItem } from './items/clock-item.js';
import { exportsItem } from './items/exports-item.js';
import { mailItem } from './items/mail-item.js';
import { decidingColumnsItem, readAccessItem } from './items/access-item.js';
import { bridgeUrlItem, privilegeItem, solutionItem } from './items/package-items.js';
import { runItems, type Mode } from './run-items.js';
import { sendOrderItem } from './items/send-order-item.js';
import { selfTestItem } from './items/self-test-item.js';
import { columnSecurityItem, roleItem } from './items/user-items.js';
import { endpointItem, stepItem } from './items/webhook-items.js';
import type { SetupItem } from './items/item.js';

/** In the order in which they build on each other. */
const setupItems: readonly SetupItem[] = [
  clockItem,
  solutionItem,
  roleItem,
  privilegeItem,
  readAccessItem,
  columnSecurityItem,
  decidingColumnsItem,
  endpointItem,
  stepItem,
  bridgeUrlItem,
  mailItem,
  exportsItem,
  sendOrderItem,
  selfTestItem,
];

const webhookHelp =
  '--webhook-url URL   where Dataverse reaches the service; default PMDS_PUBLIC_URL; without: polling only';

/** `pmds setup`: makes the environment ready for the service; doing it again changes nothing. */
export function setupCommand(parts: SetupParts): Command {
  return {
    name: 'setup',
    summary: 'Register the service with Dataverse: roles, column security, webhook, self-test.',
    help: [
      webhookHelp,
      '--dry-run           say what would change, and change nothing',
      'Exit code 1: something needs you; what set-up would change itself is no reason.',
    ],
    options: { 'webhook-url': { type: 'string' }, 'dry-run': { type: 'boolean' } },
    run: (values, terminal) => run(values, terminal, values['dry-run'] === true ? 'dry-run' : 'apply', parts),
  };
}

/** `pmds doctor`: says what is not right, and changes nothing but a row of its own that it removes again. */
export function doctorCommand(parts: SetupParts): Command {
  return {
    name: 'doctor',
    summary: 'Say what is not right between the service and Dataverse, and what to do.',
    help: [webhookHelp],
    options: { 'webhook-url': { type: 'string' } },
    run: (values, terminal) => run(values, terminal, 'diagnose', parts),
  };
}

async function run(values: Values, terminal: Terminal, mode: Mode, parts: SetupParts): Promise<number> {
  const config = settingsOf(terminal, { dataverse: true, prefillKeys: false });
  const webhook = webhookOf(config, values);
  return withContext(config, webhook, parts, async (context) => {
    const users = context.users.map(({ clientId }) => clientId).join(', ');
    terminal.out(`ok           sign-in: ${config.dataverse.url} as ${users}`);
    const { changed, open, wrong } = await runItems(setupItems, context, mode, terminal);
    terminal.out(summary(mode, changed, open));
    return (mode === 'dry-run' ? wrong : open) === 0 ? 0 : 1;
  });
}

function summary(mode: Mode, changed: number, open: number): string {
  if (mode === 'dry-run') return open === 0 ? 'Nothing would change.' : `${open} of these would change or need you.`;
  if (open > 0) return `${open} of these need you.`;
  if (mode === 'diagnose') return 'All is right.';
  return changed === 0 ? 'Nothing had to be changed.' : `${changed} changed. The service is set up.`;
}
