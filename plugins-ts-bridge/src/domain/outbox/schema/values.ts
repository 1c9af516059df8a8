import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import type { Result } from '@pmds/contracts/result';
import { z } from 'zod';

function guid<Id>(parse: (text: unknown) => Result<Id, unknown>) {
  return z.string().transform((text, context): Id => {
    const id = parse(text);
    if (id.ok) return id.value;
    context.addIssue({ code: 'custom', message: 'a GUID was expected' });
    return z.NEVER;
  });
}

export const rowId = guid(parseRowId);
export const runId = guid(parseSyncRunId);
/** A point in time, stored as ISO 8601 in UTC. */
export const moment = z.iso.datetime().transform((text) => new Date(text));
/** How many of something. */
export const countSchema = z.int();
