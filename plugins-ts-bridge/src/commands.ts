import type { Command } from './cli/command.js';
import { linkCommand } from './cli/link.js';
import { serveCommand } from './cli/serve.js';
import { doctorCommand, setupCommand } from './cli/setup/setup.js';
import { teardownCommand } from './cli/setup/teardown.js';
import { composeService, composeTokens, setupParts } from './compose.js';
import { createEvents } from './events.js';
import { startWorkerThread } from './worker-handle.js';

/** Every command with what it is made of. */
export const commands: readonly Command[] = [
  serveCommand({
    createEvents: (config) => createEvents(config.logLevel),
    startWorker: ({ environment }, events) =>
      startWorkerThread(new URL('./worker-thread.js', import.meta.url), environment, events),
    composeService,
  }),
  setupCommand(setupParts),
  doctorCommand(setupParts),
  teardownCommand(setupParts),
  linkCommand(composeTokens, () => new Date()),
];
