import type { Command } from './cli/command.js';
import { linkCommand } from './cli/link.js';
import { serveCommand } from './cli/serve.js';
import { doctorCommand, setupCommand } from './cli/setup/setup.js';
import { teardownCommand } from './cli/setup/teardown.js';
import { workCommand } from './cli/work.js';
import { revokeCommand } from './cli/revoke.js';
import { workAlone } from './compose-worker.js';
import { composeService, composeTokens, revokeLinks, setupParts } from './compose.js';
import type { Config } from './config.js';
import { createEvents, type Events } from './events.js';
import { startWorkerThread } from './worker-handle.js';

const eventsOf = (config: Config): Events => createEvents(config.logLevel);

/** Every command with what it is made of. */
export const commands: readonly Command[] = [
  serveCommand({
    createEvents: eventsOf,
    startWorker: ({ environment }, events) =>
      startWorkerThread(new URL('./worker-thread.js', import.meta.url), environment, events),
    composeService,
  }),
  setupCommand(setupParts),
  doctorCommand(setupParts),
  teardownCommand(setupParts),
  workCommand({ createEvents: eventsOf, work: workAlone }),
  linkCommand(composeTokens, () => new Date()),
  revokeCommand(revokeLinks),
];
