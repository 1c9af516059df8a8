import type { ConfigReader } from './config-reader.js';
import * as is from './schemas.js';

/** What forms send. */
export interface ResponseConfig {
  /** Faster than this nobody fills in a form, in milliseconds. */
  readonly leastElapsedMs: number;
  readonly perPersonPerMinute: number;
  readonly perFormPerMinute: number;
  readonly perClientPerMinute: number;
}

export function readResponses(reader: ConfigReader): ResponseConfig {
  const perMinute = is.wholeNumber(1, 100_000);
  return {
    leastElapsedMs: reader.value('PMDS_SUBMIT_LEAST_SECONDS', is.wholeNumber(0, 600), 2) * 1_000,
    perPersonPerMinute: reader.value('PMDS_SUBMIT_LINK_PER_MINUTE', perMinute, 10),
    perFormPerMinute: reader.value('PMDS_SUBMIT_FORM_PER_MINUTE', perMinute, 3_000),
    perClientPerMinute: reader.value('PMDS_SUBMIT_CLIENT_PER_MINUTE', perMinute, 120),
  };
}
