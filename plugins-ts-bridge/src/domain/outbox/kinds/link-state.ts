import { z } from 'zod';
import { moment } from '../schema/values.js';

/** Whether the links of a web form open anything, as its record has to say. */
export interface LinkStateReport {
  readonly state: 'active' | 'suspended';
  /** A sentence for people; empty where the links are active. */
  readonly reason: string;
  readonly at: Date;
}

export const linkStateReport: z.ZodType<LinkStateReport> = z.strictObject({
  state: z.enum(['active', 'suspended']),
  reason: z.string(),
  at: moment,
});
