import type { DataverseClient, DataverseRequest } from './client.js';
import { DataverseError } from './errors.js';

export interface BatchAnswer {
  readonly status: number;
  readonly body: string;
}

const boundary = 'batch_pmds';

/**
 * Several GETs in one `$batch`, answered in their order; a refused one does not stop the others. At most 1,000.
 * Also the way for a GET whose URL would be too long: 65,536 characters within a batch.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
 */
export async function batchGet(
  client: DataverseClient,
  paths: readonly string[],
  options: Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'> & { readonly prefer?: string },
): Promise<readonly BatchAnswer[]> {
  const { prefer, ...rest } = options;
  const root = new URL(client.serviceRoot);
  const parts = paths.map((path) =>
    [
      `--${boundary}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      `GET ${root.pathname}${path} HTTP/1.1`,
      'Accept: application/json',
      ...(prefer === undefined ? [] : [`Prefer: ${prefer}`]),
      '',
      '',
    ].join('\r\n'),
  );
  const reply = await client.requestText({
    ...rest,
    method: 'POST',
    path: '$batch',
    headers: { 'content-type': `multipart/mixed; boundary="${boundary}"`, prefer: 'odata.continue-on-error' },
    body: `${parts.join('\r\n')}\r\n--${boundary}--\r\n`,
    idempotent: true,
  });
  const answers = readParts(reply.body, reply.headers['content-type'] ?? '');
  if (answers.length !== paths.length) {
    throw new DataverseError(`A $batch of ${paths.length} requests was answered with ${answers.length} parts.`, {
      code: 'not-json',
      status: reply.status,
      retry: { afterMs: 0 },
    });
  }
  return answers;
}

function readParts(body: string, contentType: string): readonly BatchAnswer[] {
  const mark = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (mark === undefined) return [];
  return body
    .split(`--${mark}`)
    .slice(1, -1)
    .map((part) => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/m.exec(part)?.[1] ?? 0);
      // Part headers, status line with its headers, body: each set apart by an empty line.
      const [, , ...content] = part.split(/\r?\n\r?\n/);
      return { status, body: content.join('\n\n').trim() };
    });
}
