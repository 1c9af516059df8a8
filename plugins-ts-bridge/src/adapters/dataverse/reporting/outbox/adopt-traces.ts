import type { OutboxHandler } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { Refusals } from '../rows/refusals.js';
import { changeTraces } from '../rows/trace-writer.js';

/** Lets Trace rows that still hold count on the run that took them over. */
export function adoptTracesHandler(client: DataverseClient): OutboxHandler<'adopt-traces'> {
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      await changeTraces(client, messages, refusals, signal);
      return { refused: refusals.reports };
    },
  };
}
