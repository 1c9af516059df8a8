import { z } from 'zod';

/** Trace rows of an earlier run that still hold: they count on this run from now on. */
export interface AdoptedTraces {
  readonly ids: readonly string[];
}

export const adoptedTraces: z.ZodType<AdoptedTraces> = z.strictObject({ ids: z.array(z.string()) });
