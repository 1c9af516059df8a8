import { appendFileSync } from 'node:fs';
import type { Answer } from './http';

/** What was asked, without its credentials. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * Keeps every raw pair as a line of JSON in the file that `DATAVERSE_TEST_RECORD` names: run once against a tenant and once against
 * the local Dataverse, and compare the two files.
 */
export function record(request: RecordedRequest, answer: Answer): void {
  const file = process.env['DATAVERSE_TEST_RECORD'];
  if (file === undefined || file === '') return;
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !/^authorization$/i.test(name)),
  );
  const { status, text } = answer;
  appendFileSync(
    file,
    `${JSON.stringify({ request: { ...request, headers }, answer: { status, headers: answer.headers, text } })}\n`,
  );
}
