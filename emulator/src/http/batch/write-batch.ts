import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { ApiResponse } from '../requests/message.js';

/** One answer inside a `$batch` answer; `contentId` only inside a change set. */
export interface PartResponse {
  readonly contentId: string | null;
  readonly response: ApiResponse;
}

export type BatchAnswer = PartResponse | { readonly changeSet: readonly PartResponse[] };

/** The multipart text of a `$batch` answer, with CRLF line ends as the documentation asks for. */
export function writeBatch(answers: readonly BatchAnswer[], status: number): ApiResponse {
  const boundary = `batchresponse_${randomUUID()}`;
  const parts = answers.map((answer) => ('changeSet' in answer ? changeSetText(answer.changeSet) : partText(answer)));
  return {
    status,
    headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}`, 'OData-Version': '4.0' },
    body: join(boundary, parts),
  };
}

function join(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

function changeSetText(answers: readonly PartResponse[]): string {
  const boundary = `changesetresponse_${randomUUID()}`;
  return `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${join(boundary, answers.map(partText))}`;
}

function partText({ contentId, response }: PartResponse): string {
  const { status } = response;
  const head = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === null ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    ...(status >= 400 ? [`REQ_ID: ${randomUUID()}`] : []),
    ...Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join('\r\n')}\r\n\r\n${response.body?.toString() ?? ''}`;
}
