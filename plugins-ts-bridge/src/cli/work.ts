import type { Config } from '../settings/config.js';
import type { Events } from '../events.js';
import { UsageError, type Command } from './command.js';
import { settingsOf } from './settings.js';

interface WorkParts {
  readonly createEvents: (config: Config) => Events;
  /** Works on runs until aborted. */
  readonly work: (config: Config, events: Events, signal: AbortSignal) => Promise<void>;
}

/** `pmds work`: one more process that works on runs, beside those that answer. */
export function workCommand(parts: WorkParts): Command {
  return {
    name: 'work',
    summary: 'Work on syncs in a process of its own, beside the service (PostgreSQL).',
    help: ['Needs PMDS_STORE=postgres://…; with SQLite the service itself works on the syncs. SIGTERM stops it.'],
    options: {},
    async run(_values, terminal) {
      const config = settingsOf(terminal, { dataverse: true, prefillKeys: false });
      if (config.store.kind !== 'postgres') {
        throw new UsageError(
          'pmds work needs PMDS_STORE=postgres://…: an SQLite store has one writer, and that is pmds serve.',
        );
      }
      await parts.work(config, parts.createEvents(config), terminal.signal);
      return 0;
    },
  };
}
