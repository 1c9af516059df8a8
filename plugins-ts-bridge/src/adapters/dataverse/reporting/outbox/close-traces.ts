import type { OutboxHandler } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { Refusals } from '../rows/refusals.js';
import { changeTraces } from '../rows/trace-writer.js';

/** Closes Trace rows that are settled. */
export function closeTracesHandler(client: DataverseClient): OutboxHandler<'close-traces'> {
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      await changeTraces(client, messages, refusals, signal);
      return { refused: refusals.reports };
    },
  };
}
