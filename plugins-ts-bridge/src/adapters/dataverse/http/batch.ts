import { dataverseErrorOf } from './answers/failure.js';
import type { Reply } from './answers/odata-error.js';
import { verdictOn, type Expected } from './answers/verdict.js';
import type { DataverseClient, DataverseRequest } from './client.js';
import type { DataverseError } from './errors.js';
import type { TransportReply } from './transport.js';

/** Longer URLs go inside a `$batch`; Dataverse takes 32,768 characters, proxies on the way often only 16 KB. */
export const longestUrl = 15_000;

/** Dataverse's own answer to one of the requests: what it found, or why it refuses for good. */
export interface BatchAnswer {
  readonly status: number;
  readonly body: string;
  /** `null` for a success. */
  readonly refusal: DataverseError | null;
}

const boundary = 'batch_pmds';

/**
 * Several GETs in one `$batch`, answered in their order; a refused one does not stop the others. At most 1,000. A part that
 * was throttled, whose token was not accepted, or that somebody else answered, is as if all of it had been: it is asked
 * again, by the same policy.
 * Also the way for a GET whose URL would be too long: 65,536 characters within a batch.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
 */
export async function batchGet(
  client: DataverseClient,
  paths: readonly string[],
  options: BatchOptions,
): Promise<readonly BatchAnswer[]> {
  return batchRead(client, paths, options, (answers) => {
    // What was cut off inside a part is asked for again, too.
    for (const { body, refusal } of answers) if (refusal === null) JSON.parse(body);
    return answers;
  });
}

type BatchOptions = Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'> & { readonly prefer?: string };

/** As `batchGet`, with a reader; half a body (SyntaxError) makes all of it be asked again. */
export async function batchRead<Value>(
  client: DataverseClient,
  paths: readonly string[],
  options: BatchOptions,
  reader: (answers: readonly BatchAnswer[]) => Value,
): Promise<Value> {
  return batchSend(
    client,
    paths.map((path) => ({ method: 'GET', path })),
    options,
    reader,
  );
}

/** A part of a `$batch`: a question, or an action that may be called again after a lost answer. */
interface BatchPart {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

/** As `batchRead`, of actions as well. Parts are done one after the other, each for itself. */
export async function batchSend<Value>(
  client: DataverseClient,
  sent: readonly BatchPart[],
  options: BatchOptions,
  reader: (answers: readonly BatchAnswer[]) => Value,
): Promise<Value> {
  const { prefer, ...rest } = options;
  const root = new URL(client.serviceRoot);
  const parts = sent.map(({ method, path, body }) =>
    [
      `--${boundary}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      `${method} ${root.pathname}${path} HTTP/1.1`,
      'Accept: application/json',
      ...(prefer === undefined ? [] : [`Prefer: ${prefer}`]),
      ...(body === undefined ? [] : ['Content-Type: application/json']),
      '',
      body === undefined ? '' : JSON.stringify(body),
    ].join('\r\n'),
  );
  const request: DataverseRequest = {
    ...rest,
    method: 'POST',
    path: '$batch',
    headers: { 'content-type': `multipart/mixed; boundary="${boundary}"`, prefer: 'odata.continue-on-error' },
    body: `${parts.join('\r\n')}\r\n--${boundary}--\r\n`,
    idempotent: true,
  };
  return client.read(request, (reply) => {
    const answers = readParts(reply);
    if (answers?.length !== sent.length) {
      const got = answers === null ? 'cut off' : `answered with ${answers.length} parts`;
      throw new SyntaxError(`A $batch of ${sent.length} requests was ${got}.`);
    }
    return reader(
      answers.map((part, at) => answerOf(part, sent[at]?.method === 'POST' ? 'write' : 'json', root.origin)),
    );
  });
}

/** @throws DataverseError for whatever is not Dataverse's last word. */
export function answerOf(part: Reply, expected: Expected, at: string): BatchAnswer {
  const { status, body } = part;
  const verdict = verdictOn(part, expected, at, Date.now());
  if (verdict.kind === 'answer') return { status, body, refusal: null };
  const failure = dataverseErrorOf(verdict, part, 'A part of a $batch');
  if (verdict.kind !== 'refused') throw failure;
  return { status, body, refusal: failure };
}

/** @returns `null` where the end is missing. */
export function readParts({ body, headers }: Pick<TransportReply, 'body' | 'headers'>): readonly Reply[] | null {
  const mark = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  if (mark === undefined || !body.includes(`--${mark}--`)) return null;
  return body.split(`--${mark}`).slice(1, -1).map(readPart);
}

/** Part headers, status line with its headers, body: each set apart by an empty line. */
function readPart(text: string): Reply {
  const [, head = '', ...content] = text.split(/\r?\n\r?\n/);
  const [line = '', ...fields] = head.split(/\r?\n/);
  const headers: Record<string, string> = {};
  for (const field of fields) {
    const colon = field.indexOf(':');
    if (colon < 1) continue;
    const name = field.slice(0, colon).trim().toLowerCase();
    const value = field.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0);
  return { status, headers, body: content.join('\n\n').trim() };
}
