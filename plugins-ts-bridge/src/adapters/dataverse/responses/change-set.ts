import { answerOf, readParts } from '../http/batch.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import type { Reply } from '../http/answers/odata-error.js';
import type { TransportReply } from '../http/transport.js';

/** One write of a change set. */
interface ChangeSetWrite {
  /** Relative to the service root. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

const batch = 'batch_pmds';
const changes = 'changeset_pmds';

/**
 * Several PATCHes that happen together or not at all. After a lost answer they are sent again, so each needs a condition
 * that tells whether it has happened.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api#change-sets
 * @throws DataverseError of the one that was refused.
 */
export async function writeTogether(
  client: DataverseClient,
  writes: readonly ChangeSetWrite[],
  options: Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'>,
): Promise<void> {
  const root = new URL(client.serviceRoot);
  const parts = writes.map(({ path, headers, body }, index) =>
    [
      `--${changes}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      `Content-ID: ${index + 1}`,
      '',
      `PATCH ${root.pathname}${path} HTTP/1.1`,
      'Content-Type: application/json',
      'Accept: application/json',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      JSON.stringify(body),
    ].join('\r\n'),
  );
  const body = [
    `--${batch}`,
    `Content-Type: multipart/mixed; boundary=${changes}`,
    '',
    ...parts,
    `--${changes}--`,
    '',
    `--${batch}--`,
    '',
  ].join('\r\n');
  const request: DataverseRequest = {
    ...options,
    method: 'POST',
    path: '$batch',
    // The refusal comes in its part: the whole is answered with 200.
    headers: { 'content-type': `multipart/mixed; boundary="${batch}"`, prefer: 'odata.continue-on-error' },
    body,
    idempotent: true,
  };
  await client.read(request, (reply) => {
    const answers = answersIn(reply);
    if (answers === null || answers.length === 0) throw new SyntaxError('A change set was answered with nothing.');
    const refusal = answers.map((part) => answerOf(part, 'write', root.origin).refusal).find((one) => one !== null);
    if (refusal !== undefined) throw refusal;
    if (answers.length !== writes.length) {
      throw new SyntaxError(`A change set of ${writes.length} writes was answered with ${answers.length} parts.`);
    }
  });
}

/** The answers of a change set that was carried out stand in a part of their own; a refusal stands alone. */
function answersIn({ body, headers }: TransportReply): readonly Reply[] | null {
  const inner = /^Content-Type:\s*multipart\/mixed;\s*boundary="?([^\s";]+)/im.exec(body)?.[1];
  const own = inner === undefined ? headers : { 'content-type': `multipart/mixed; boundary=${inner}` };
  return readParts({ body, headers: own });
}
