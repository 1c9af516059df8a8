import { Choices, Tables } from '@pmds/contracts/generated/tables';
import type { OutboxHandler } from '../../../ports/outbox.js';
import type { DataverseClient } from '../http/client.js';
import { isGone, Refusals } from '../reporting/rows/refusals.js';

const { entitySetName, columns } = Tables.webForm;

/** Lets the record of a web form say whether its links open anything. */
export function linkStateHandler(client: DataverseClient): OutboxHandler<'link-state'> {
  return {
    async deliver(messages, { signal, lastAttempt }) {
      const refusals = new Refusals(lastAttempt, signal);
      for (const message of messages) {
        const { subject, state, reason, at } = message;
        await refusals.during(message, async () => {
          try {
            await client.request({
              method: 'PATCH',
              path: `${entitySetName}(${subject.id})`,
              purpose: 'report',
              flow: 'responses',
              headers: { 'if-match': '*' },
              body: {
                [columns.linkState.logicalName]: Choices.linkState.values[state],
                [columns.linkReason.logicalName]: state === 'active' ? null : reason,
                [columns.suspendedOn.logicalName]: state === 'active' ? null : at.toISOString(),
              },
              signal,
            });
          } catch (error) {
            // The form was deleted: nobody is left to be told.
            if (!isGone(error)) throw error;
          }
        });
      }
      return { refused: refusals.reports };
    },
  };
}
