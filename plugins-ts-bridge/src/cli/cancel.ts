import { parseSyncRunId, type SyncRunId } from '@pmds/contracts/ids';
import type { Config } from '../settings/config.js';
import { UsageError, type Command } from './command.js';
import { settingsOf } from './settings.js';

/** `pmds cancel`: ends a run that is on its way; what was synced before it stays. */
export function cancelCommand(cancel: (config: Config, runId: SyncRunId, at: Date) => Promise<void>): Command {
  return {
    name: 'cancel',
    summary: 'End a run that is on its way; what was synced before stays as it is.',
    help: ['--run GUID          the run, as the history of the sync shows it'],
    options: { run: { type: 'string' } },
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: false, prefillKeys: false });
      const runId = parseSyncRunId(values['run']);
      if (!runId.ok) throw new UsageError('--run has to be the GUID of a run.');
      await cancel(config, runId.value, new Date());
      terminal.out(`Run ${runId.value} ends as soon as the service has seen this, unless it ends before.`);
      return 0;
    },
  };
}
