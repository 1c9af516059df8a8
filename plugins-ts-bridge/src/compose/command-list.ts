import type { Command } from '../cli/command.js';
import { cancelCommand } from '../cli/cancel.js';
import { linkCommand } from '../cli/link.js';
import { outboxCommand } from '../cli/outbox.js';
import { purgeCommand } from '../cli/purge.js';
import { retryCommand } from '../cli/retry.js';
import { revokeCommand } from '../cli/revoke.js';
import { serveCommand } from '../cli/serve.js';
import { doctorCommand, setupCommand } from '../cli/setup/setup.js';
import { teardownCommand } from '../cli/setup/teardown.js';
import { verifyCommand } from '../cli/verify.js';
import { workCommand } from '../cli/work.js';
import { setupParts } from './client.js';
import { composeLinks, composeTokens } from './tokens.js';
import { createEvents } from '../events.js';
import { startWorkerThread } from '../worker/worker-handle.js';

/** Every command with what it is made of. Store and server are loaded by the commands that use them: others answer sooner. */
export const commands: readonly Command[] = [
  serveCommand({
    createEvents: (config) => createEvents(config.logLevel),
    startWorker: ({ environment }, events) =>
      startWorkerThread(new URL('../worker/worker-thread.js', import.meta.url), environment, events),
    composeService: async (...given) => (await import('./root.js')).composeService(...given),
  }),
  setupCommand(setupParts),
  doctorCommand(setupParts),
  teardownCommand(setupParts),
  workCommand({
    createEvents: (config) => createEvents(config.logLevel),
    work: async (...given) => (await import('./worker.js')).workAlone(...given),
  }),
  outboxCommand({
    letters: async (...given) => (await import('./commands.js')).deadLettersIn(...given),
    order: async (...given) => (await import('./commands.js')).orderLetters(...given),
  }),
  linkCommand({
    tokensOf: composeTokens,
    linksOf: composeLinks,
    now: () => new Date(),
    findForm: async (...given) => (await import('./cli/described-form.js')).describedForm(...given),
    check: async (...given) => (await import('./commands.js')).checkLinks(...given),
    writeFile: async (...given) => (await import('./cli/link-file.js')).writeLinkFile(...given),
  }),
  retryCommand(async (...given) => (await import('./commands.js')).retryFailed(...given)),
  cancelCommand(async (...given) => (await import('./commands.js')).cancelRun(...given)),
  verifyCommand({
    manifestOf: async (...given) => (await import('./cli/verify.js')).manifestInDataverse(...given),
    verify: async (...given) => (await import('./cli/verify.js')).verifyInStore(...given),
  }),
  revokeCommand(
    async (...given) => (await import('./commands.js')).revokeLinks(...given),
    () => new Date(),
  ),
  purgeCommand({
    due: async (...given) => (await import('./cli/purge.js')).dueForPurge(...given),
    look: async (...given) => (await import('./cli/purge.js')).heldInStore(...given),
    purge: async (...given) => (await import('./cli/purge.js')).purgeStore(...given),
  }),
];
