import { parseSyncRunId, type SyncRunId } from '@pmds/contracts/ids';
import type { Config } from '../config.js';
import { UsageError, type Command, type Values } from './command.js';
import { settingsOf } from './settings.js';

type OfRun = (config: Config, runId: SyncRunId, at: Date) => Promise<void>;

/** `pmds revoke`: ends the links that were made for a run, before their time. */
export function revokeCommand(revoke: OfRun): Command {
  return {
    name: 'revoke',
    summary: "End the recipients' links of a run before their time.",
    help: ['--run GUID          the run that pmds link --run named'],
    options: { run: { type: 'string' } },
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: false, prefillKeys: false });
      const runId = runOf(values);
      await revoke(config, runId, new Date());
      terminal.out(`The links of run ${runId} open nothing any more, as soon as the service has seen this.`);
      return 0;
    },
  };
}

/** `pmds cancel`: ends a run that is on its way; what was synced before it stays. */
export function cancelCommand(cancel: OfRun): Command {
  return {
    name: 'cancel',
    summary: 'End a run that is on its way; what was synced before stays as it is.',
    help: ['--run GUID          the run, as the history of the sync shows it'],
    options: { run: { type: 'string' } },
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: false, prefillKeys: false });
      const runId = runOf(values);
      await cancel(config, runId, new Date());
      terminal.out(`Run ${runId} ends as soon as the service has seen this, unless it has ended already.`);
      return 0;
    },
  };
}

function runOf(values: Values): SyncRunId {
  const runId = parseSyncRunId(values['run']);
  if (runId.ok) return runId.value;
  throw new UsageError('--run has to be the GUID of a run.');
}
