import { z } from 'zod';

/** Trace rows of earlier runs that a completed one has settled, one way or the other. */
export interface ClosedTraces {
  readonly ids: readonly string[];
}

export const closedTraces: z.ZodType<ClosedTraces> = z.strictObject({ ids: z.array(z.string()) });
