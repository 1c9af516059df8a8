import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { Requested } from '../application/intake/request-sync.js';
import type { Config } from '../settings/config.js';
import { UsageError, type Command } from './command.js';
import { settingsOf } from './settings.js';

/** `pmds retry`: reads the members again that failed in the last completed run of a sync, and nobody else. */
export function retryCommand(retry: (config: Config, dataSyncId: RowId) => Promise<Requested>): Command {
  return {
    name: 'retry',
    summary: 'Read again the members that failed in the last run of a sync, and nobody else.',
    help: [
      '--sync GUID         the Profile Management Data Sync',
      'A sync whose lists or fields were changed since gets an ordinary run, which looks at failed members as well.',
    ],
    options: { sync: { type: 'string' } },
    async run(values, terminal) {
      const id = parseRowId(values['sync']);
      if (!id.ok) throw new UsageError('--sync has to be the GUID of a Profile Management Data Sync.');
      const config = settingsOf(terminal, { dataverse: false, prefillKeys: false });
      const { kind, runId } = await retry(config, id.value);
      if (kind === 'accepted') terminal.out(`Run ${runId} begins as soon as the service has seen this.`);
      else terminal.err(`Run ${runId} of this sync is on its way; nothing was started.`);
      return kind === 'accepted' ? 0 : 1;
    },
  };
}
