import type { OutboxHandler } from '../../../../ports/outbox.js';
import type { DataverseClient } from '../../http/client.js';
import { closed, tellTraceChanges } from '../rows/trace-changes.js';

/** Closes Trace rows that are settled. */
export function closeTracesHandler(client: DataverseClient): OutboxHandler<'close-traces'> {
  return { deliver: (messages, round) => tellTraceChanges(client, { messages, changesOf: () => closed }, round) };
}
