import { usualAnomalyLimits, type AnomalyLimits } from '../domain/access/anomaly.js';
import type { ConfigReader } from './config-reader.js';
import * as is from './schemas.js';

/** What forms send, and what is remembered of links. */
export interface ResponseConfig {
  /** Faster than this nobody fills in a form, in milliseconds. */
  readonly leastElapsedMs: number;
  readonly perPersonPerMinute: number;
  readonly perFormPerMinute: number;
  readonly perClientPerMinute: number;
  /** How long it is known that a submit was accepted, in milliseconds. */
  readonly keepSubmissionsMs: number;
  /** How long uses of links are remembered, in milliseconds. */
  readonly keepAccessesMs: number;
  readonly anomaly: AnomalyLimits;
}

const dayMs = 86_400_000;

export function readResponses(reader: ConfigReader): ResponseConfig {
  const perMinute = is.wholeNumber(1, 100_000);
  const count = is.wholeNumber(0, 1_000_000);
  const usual = usualAnomalyLimits;
  return {
    leastElapsedMs: reader.value('PMDS_SUBMIT_LEAST_SECONDS', is.wholeNumber(0, 600), 2) * 1_000,
    perPersonPerMinute: reader.value('PMDS_SUBMIT_LINK_PER_MINUTE', perMinute, 10),
    perFormPerMinute: reader.value('PMDS_SUBMIT_FORM_PER_MINUTE', perMinute, 3_000),
    perClientPerMinute: reader.value('PMDS_SUBMIT_CLIENT_PER_MINUTE', perMinute, 120),
    keepSubmissionsMs: reader.value('PMDS_SUBMISSION_DAYS', is.wholeNumber(1, 3_650), 365) * dayMs,
    keepAccessesMs: reader.value('PMDS_ACCESS_LOG_DAYS', is.wholeNumber(1, 3_650), 90) * dayMs,
    anomaly: {
      windowMs: reader.value('PMDS_ANOMALY_MINUTES', is.wholeNumber(1, 1_440), usual.windowMs / 60_000) * 60_000,
      linksPerClient: reader.value('PMDS_ANOMALY_LINKS_PER_CLIENT', count, usual.linksPerClient),
      refusedLinks: reader.value('PMDS_ANOMALY_REFUSED_LINKS', count, usual.refusedLinks),
      refusedPercent: reader.value('PMDS_ANOMALY_REFUSED_PERCENT', is.wholeNumber(1, 100), usual.refusedPercent),
    },
  };
}
