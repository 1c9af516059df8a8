import type { ConfigReader } from './config-reader.js';
import * as is from './schemas.js';

/** What other applications ask. */
export interface ApiConfig {
  /** Application (client) id of the app registration whose access tokens are accepted; `null` switches the API off. */
  readonly audience: string | null;
  readonly perClientPerMinute: number;
}

export function readApi(reader: ConfigReader): ApiConfig {
  return {
    audience: reader.value('PMDS_API_AUDIENCE', is.applicationId, null),
    perClientPerMinute: reader.value('PMDS_API_CLIENT_PER_MINUTE', is.wholeNumber(1, 100_000), 120),
  };
}
