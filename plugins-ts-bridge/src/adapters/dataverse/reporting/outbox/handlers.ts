import type { OutboxHandlers, ResponseHandlers } from '../../../../ports/outbox.js';
import type { CompletionMailerOptions } from '../../mail/completion-mailer.js';
import type { SyncOwners } from '../rows/sync-owners.js';
import { adoptTracesHandler } from './adopt-traces.js';
import { closeTracesHandler } from './close-traces.js';
import { mailHandler } from './mail.js';
import { runRowHandler } from './run-row.js';
import { syncRowHandler } from './sync-row.js';
import { traceHandler } from './trace.js';

/** Kinds that are about runs. */
export type RunHandlers = Omit<OutboxHandlers, keyof ResponseHandlers>;

/** Who tells what: a handler per kind, in a file of its own. */
export function outboxHandlers(options: CompletionMailerOptions, owners: SyncOwners): RunHandlers {
  const { client } = options;
  return {
    'run-row': runRowHandler(client, owners),
    trace: traceHandler(client, owners),
    'adopt-traces': adoptTracesHandler(client),
    'close-traces': closeTracesHandler(client),
    'sync-row': syncRowHandler(client),
    mail: mailHandler(options),
  };
}
