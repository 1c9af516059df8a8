import { ok, refused, type Result } from '@pmds/contracts/result';
import type { z } from 'zod';

/** Reads a stored text of JSON by its schema. @returns a refusal with the end of a sentence that names the place, and no value. */
export function readJson<Value>(text: string, schema: z.ZodType<Value>): Result<Value, string> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused('is not JSON');
  }
  const read = schema.safeParse(raw);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const path = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  const names = issue?.code === 'unrecognized_keys' ? ` (${issue.keys.join(', ')})` : '';
  return refused(`does not have the expected form${path}${names}`);
}
