import { parseSyncRunId, type SyncRunId } from '@pmds/contracts/ids';
import type { Config } from '../config.js';
import { UsageError, type Command } from './command.js';
import { settingsOf } from './settings.js';

/** `pmds revoke`: ends the links that were made for a run, before their time. */
export function revokeCommand(revoke: (config: Config, runId: SyncRunId, at: Date) => Promise<void>): Command {
  return {
    name: 'revoke',
    summary: "End the recipients' links of a run before their time.",
    help: ['--run GUID          the run that pmds link --run named'],
    options: { run: { type: 'string' } },
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: false, prefillKeys: false });
      const runId = parseSyncRunId(values['run']);
      if (!runId.ok) throw new UsageError('--run has to be the GUID of a run.');
      await revoke(config, runId.value, new Date());
      terminal.out(`The links of run ${runId.value} open nothing any more, as soon as the service has seen this.`);
      return 0;
    },
  };
}
