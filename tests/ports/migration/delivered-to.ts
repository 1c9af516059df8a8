import { noResponses } from '../../support/no-responses';
import { createReporting } from '@pmds/bridge/adapters/dataverse/reporting/run-reporter';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import type { OutboxEntry } from '@pmds/bridge/domain/outbox/outbox';
import { deliverEntries } from '@pmds/bridge/worker/outbox/deliver-entries';
import { clock, scriptedDataverse, type Call } from '../../unit/edges/scripted-dataverse';

/** Delivers entries by the real handlers to a Dataverse that has no rows. @returns its calls, and what was refused. */
export async function deliveredTo(entries: readonly OutboxEntry[]) {
  const calls: Call[] = [];
  const { client } = scriptedDataverse((call) => {
    calls.push(call);
    return call.method === 'GET' ? { status: 200, body: { value: [] } } : undefined;
  });
  const reporting = {
    organizationUrl: 'https://contoso.example',
    mailFrom: null,
    smtpUrl: null,
    mailRetrySeconds: 1,
  };
  const { outbox } = createReporting({ client, clock, hashing: nodeHashing, reporting });
  const { refused } = await deliverEntries({ ...outbox, ...noResponses }, entries, {
    signal: AbortSignal.timeout(60_000),
    lastAttempt: false,
  });
  return { calls, refused };
}
